import type { GraphQLResolveInfo } from 'graphql';
import { CursorCodec } from '../../subgraph/cursor.js';
import { type ForwardPageArgs, type Page, pageRequest, toPage } from '../../subgraph/page.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { isSelected } from '../../subgraph/selection.js';
import { inventoryOf } from '../context.js';
import { groupKeyOf } from '../inventory-id.js';
import type { StockItemFilter as StoreFilter } from '../ports.js';
import { StockItem } from './stock-item.type.js';
import type { StockItemFilter } from './stock-item-query.input.js';

type ItemPage = Page<StockItem> & { totalCount: number | null };

const isCode = (value: unknown): value is string => typeof value === 'string';

/** A page of a group's stock items by merchant code; empty for a group that is not there. @throws AppError INVALID_INPUT, INVALID_CURSOR */
export async function stockItemPage(
  groupId: string,
  args: ForwardPageArgs,
  filter: StockItemFilter | null,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<ItemPage> {
  const request = pageRequest(args, info);
  const inventory = inventoryOf(ctx);
  const { items } = inventory.deps;
  const { tenantId, shopGrants: shopKeys } = ctx.caller;
  const cursors = new CursorCodec(['stockItems', tenantId, groupId, filter], isCode);
  const after = request.cursor === null ? {} : { afterCode: cursors.decode(request.cursor, 'after') };
  const groupKey = groupKeyOf(groupId);
  const group = groupKey === null ? null : await inventory.group(groupKey);
  if (group === null) {
    const nothing = toPage([], noNode, String, { hasNextPage: false, hasPreviousPage: false });
    return Object.assign(nothing, { totalCount: 0 });
  }
  const query = { filter: toFilter(filter), shopKeys };
  const [found, totalCount] = await Promise.all([
    items.list(tenantId, group.key, { ...query, ...after, limit: request.size + 1 }),
    isSelected(info, 'totalCount') ? items.count(tenantId, group.key, query) : null,
  ]);
  const rows = found.slice(0, request.size);
  inventory.items.prime(rows);
  const page = toPage(
    rows,
    (record) => new StockItem(record),
    ({ merchantCode }) => cursors.encode(merchantCode),
    { hasNextPage: found.length > request.size, hasPreviousPage: request.cursor !== null },
  );
  return Object.assign(page, { totalCount });
}

const noNode = (): never => {
  throw new Error('an empty page has a row');
};

const toFilter = (filter: StockItemFilter | null): StoreFilter => ({
  ...(filter?.search == null ? {} : { search: filter.search }),
  ...(filter?.maxOnHand == null ? {} : { maxOnHand: filter.maxOnHand }),
  ...(filter?.hasDrift == null ? {} : { hasDrift: filter.hasDrift }),
});
