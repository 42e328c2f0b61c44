import type { GraphQLResolveInfo } from 'graphql';
import { CursorCodec } from '../../subgraph/cursor.js';
import { type Page, type PageArgs, type PageBounds, pageRequest, toPage } from '../../subgraph/page.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { isSelected } from '../../subgraph/selection.js';
import type { ShopFilter as StoreFilter } from '../../tenants/ports.js';
import { shopSortValue } from '../../tenants/ports.js';
import type { Shop as ShopRecord } from '../../tenants/shop.js';
import { registryOf } from '../context.js';
import { groupKeyOf } from '../shop-group/shop-group-id.js';
import type { ShopSort } from './shop.enum.js';
import { Shop } from './shop.type.js';
import type { ShopFilter } from './shop-filter.input.js';

interface Position {
  readonly value: string;
  readonly key: string;
}

const isPosition = (value: unknown): value is Position =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Position).value === 'string' &&
  typeof (value as Position).key === 'string';

/** More shops than one tenant has; backward pages read up to the cursor and keep the end. */
const ALL = 10_000;

/** A page of the caller's shops, by name or newest first. */
export async function shopPage(
  args: PageArgs,
  filter: ShopFilter | null,
  sort: ShopSort,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<Shop> & { totalCount: number | null }> {
  const { registry } = registryOf(ctx);
  const { tenantId, shopGrants: grants } = ctx.caller;
  const request = pageRequest(args, info);
  const cursors = new CursorCodec(['shops', tenantId, filter, sort], isPosition);
  const found = toFilter(filter);
  const position = (shop: ShopRecord): Position => ({ value: shopSortValue(shop, sort), key: shop.key });
  const pageOf = (shops: readonly ShopRecord[], more: PageBounds): Page<Shop> =>
    toPage(
      shops,
      (shop) => Shop.of(shop),
      (shop) => cursors.encode(position(shop)),
      more,
    );
  const totalCount = isSelected(info, 'totalCount')
    ? await registry.countShops(tenantId, { filter: found ?? {}, grants })
    : null;
  if (found === null)
    return Object.assign(pageOf([], { hasNextPage: false, hasPreviousPage: false }), { totalCount: 0 });
  const query = { filter: found, sort, grants };
  if (request.direction === 'forwards') {
    const after = request.cursor === null ? {} : { after: cursors.decode(request.cursor, 'after') };
    const { shops, hasNextPage } = await registry.listShops(tenantId, { ...query, ...after, limit: request.size });
    return Object.assign(pageOf(shops, { hasNextPage, hasPreviousPage: request.cursor !== null }), { totalCount });
  }
  const { shops: all } = await registry.listShops(tenantId, { ...query, limit: ALL });
  const before = request.cursor === null ? null : cursors.decode(request.cursor, 'before');
  const end = before === null ? all.length : all.findIndex((shop) => shop.key === before.key);
  const head = all.slice(0, Math.max(0, end));
  const rows = head.slice(-request.size);
  const bounds = { hasNextPage: before !== null, hasPreviousPage: head.length > rows.length };
  return Object.assign(pageOf(rows, bounds), { totalCount });
}

/** The store's filter; null when the group named cannot be one, so that nothing matches. */
function toFilter(filter: ShopFilter | null): StoreFilter | null {
  const groupKey = filter?.groupId == null ? undefined : groupKeyOf(filter.groupId);
  if (groupKey === null) return null;
  return {
    ...(filter?.platforms == null ? {} : { platforms: filter.platforms }),
    ...(filter?.statuses == null ? {} : { statuses: filter.statuses }),
    ...(filter?.isSandbox == null ? {} : { isSandbox: filter.isSandbox }),
    ...(groupKey === undefined ? {} : { groupKey }),
    ...(filter?.labels == null ? {} : { labels: filter.labels }),
    ...(filter?.search == null ? {} : { search: filter.search }),
  };
}
