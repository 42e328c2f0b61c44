import type { RequestContext } from '../../subgraph/request-context.js';
import { decodeGlobalId, type GlobalId } from '../../tenants/global-id.js';
import { inventoryOf } from '../context.js';
import { groupKeyOf } from '../inventory-id.js';
import { StockItem } from './stock-item.type.js';
import type { StockItemBy } from './stock-item-query.input.js';

/** The stock item of a global id; null for a missing and another tenant's one alike. */
export async function stockItemEntity({ shopKey, nativeId }: GlobalId, ctx: RequestContext): Promise<StockItem | null> {
  const record = await inventoryOf(ctx).items.load(nativeId);
  return record?.groupKey === shopKey ? new StockItem(record) : null;
}

/** The stock item that is named; null for a missing and another tenant's one alike. */
export async function findItem({ id, code }: StockItemBy, ctx: RequestContext): Promise<StockItem | null> {
  if (id != null) {
    const decoded = decodeGlobalId(id);
    return decoded?.type === 'StockItem' ? stockItemEntity(decoded, ctx) : null;
  }
  const groupKey = code == null ? null : groupKeyOf(code.groupId);
  if (code == null || groupKey === null) return null;
  const { items } = inventoryOf(ctx).deps;
  const [record] = await items.findByCodes(ctx.caller.tenantId, groupKey, [code.merchantCode]);
  return record === undefined ? null : new StockItem(record);
}
