import { POINTS_PER_CALL } from '../../../subgraph/cost.js';
import type { PlannedCall } from '../../../subgraph/vocabulary/upstream-plan.type.js';
import type { PlannedWrite } from '../upstream/planned-call.js';
import type { ShopScope } from './context.js';

type Place = Pick<ShopScope, 'shop' | 'shopId'>;

/** A write as a dry run shows it: exactly the fields that would be sent. */
export const planned = ({ shop, shopId }: Place, write: PlannedWrite): PlannedCall => ({
  platform: shop.platform,
  shopId,
  endpoint: write.endpoint,
  batchSize: write.batchSize,
  cost: POINTS_PER_CALL,
  idempotent: write.isRepeatable,
  body: write.body,
});

/** A read that goes with a write: before it for a version, or after it to read back. */
export const plannedRead = ({ shop, shopId }: Place, endpoint: string): PlannedCall => ({
  platform: shop.platform,
  shopId,
  endpoint,
  batchSize: 1,
  cost: POINTS_PER_CALL,
  idempotent: true,
  body: null,
});
