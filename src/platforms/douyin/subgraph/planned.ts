import { POINTS_PER_CALL } from '../../../subgraph/cost.js';
import type { PlannedCall } from '../../../subgraph/vocabulary/upstream-plan.type.js';
import { readJson } from '../../../upstream/read-json.js';
import { canonicalJson, type JsonObject } from '../upstream/canonical-json.js';
import type { DouyinMethod } from '../upstream/catalogue/methods.js';
import type { ShopScope } from './context.js';

/** Where a planned call is made. */
type PlanPlace = Pick<ShopScope, 'shop' | 'shopId'>;

/** A write as a dry run shows it: exactly the parameters that would be sent, long integers as text. */
export function planned(
  { shop, shopId }: PlanPlace,
  method: DouyinMethod,
  parameters: JsonObject,
  batchSize = 1,
): PlannedCall {
  const reading = readJson(Buffer.from(canonicalJson(parameters)));
  return {
    platform: shop.platform,
    shopId,
    endpoint: method.name,
    batchSize,
    cost: POINTS_PER_CALL,
    idempotent: method.isRepeatable,
    body: reading.ok ? reading.value : null,
  };
}

/** A read that goes with a write: before it for a version, or after it to read back. */
export const plannedRead = ({ shop, shopId }: PlanPlace, method: DouyinMethod): PlannedCall => ({
  platform: shop.platform,
  shopId,
  endpoint: method.name,
  batchSize: 1,
  cost: POINTS_PER_CALL,
  idempotent: true,
  body: null,
});
