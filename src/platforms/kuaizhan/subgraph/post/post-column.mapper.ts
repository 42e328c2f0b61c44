import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { PostColumn } from './post-column.type.js';

/** Column ids are integers; nothing else is one. */
const COLUMN_ID = /^[1-9]\d{0,15}$/;

/** A column by its id: the platform has no call for the column itself. Null for what cannot be an id. */
export const toPostColumn = (shop: Shop, columnId: string): PostColumn | null =>
  COLUMN_ID.test(columnId)
    ? Object.assign(new PostColumn(), {
        shopRecord: shop,
        id: encodeGlobalId('PostColumn', shop.key, columnId),
        native: { platform: shop.platform, resource: 'category', id: columnId },
      } satisfies Partial<PostColumn>)
    : null;
