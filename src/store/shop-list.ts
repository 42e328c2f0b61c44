import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { ShopFilter, ShopQuery } from '../tenants/ports.js';
import { searchable } from './shop-row.js';
import type { ShopRow, Tables } from './tables.js';

type Shops<O> = SelectQueryBuilder<Tables, 'shops', O>;

/** A page of a tenant's shops, in the order asked for; the key decides between equals. */
export async function listShops(tables: Kysely<Tables>, tenantId: string, query: ShopQuery): Promise<ShopRow[]> {
  const { after, limit } = query;
  const matching = narrow(tables.selectFrom('shops'), tenantId, query).selectAll();
  if (query.sort !== 'CREATED_AT_DESC') {
    const rest = after === undefined ? matching : matching.where((is) => isAfterName(is, after));
    return rest.orderBy('name').orderBy('key').limit(limit).execute();
  }
  const rest = after === undefined ? matching : matching.where((is) => isOlder(is, after));
  return rest.orderBy('created_at', 'desc').orderBy('key', 'desc').limit(limit).execute();
}

/** How many shops match. */
export async function countShops(
  tables: Kysely<Tables>,
  tenantId: string,
  query: Pick<ShopQuery, 'filter' | 'grants'>,
): Promise<number> {
  const row = await narrow(tables.selectFrom('shops'), tenantId, query)
    .select((is) => is.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

const isAfterName = (is: ExpressionBuilder<Tables, 'shops'>, { value, key }: { value: string; key: string }) =>
  is.or([is('name', '>', value), is.and([is('name', '=', value), is('key', '>', key)])]);

function isOlder(is: ExpressionBuilder<Tables, 'shops'>, { value, key }: { value: string; key: string }) {
  const at = Number(value);
  return is.or([is('created_at', '<', at), is.and([is('created_at', '=', at), is('key', '<', key)])]);
}

function narrow<O>(shops: Shops<O>, tenantId: string, query: Pick<ShopQuery, 'filter' | 'grants'>): Shops<O> {
  const granted = query.grants === null ? shops : shops.where('key', 'in', [...query.grants]);
  return filtered(granted.where('tenant_id', '=', tenantId), query.filter ?? {});
}

function filtered<O>(all: Shops<O>, filter: ShopFilter): Shops<O> {
  let shops = all;
  if (filter.platforms !== undefined) shops = shops.where('platform', 'in', filter.platforms);
  if (filter.statuses !== undefined) shops = shops.where('status', 'in', filter.statuses);
  if (filter.isSandbox !== undefined) shops = shops.where('is_sandbox', '=', Number(filter.isSandbox));
  if (filter.groupKey !== undefined) shops = shops.where('group_key', '=', filter.groupKey);
  for (const label of filter.labels ?? []) {
    shops = shops.where('key', 'in', (from) =>
      from.selectFrom('shop_labels').select('shop_key').where('label', '=', label),
    );
  }
  for (const word of searchable(filter.search ?? '').split(/\s+/)) {
    if (word === '') continue;
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    shops = shops.where(sql<boolean>`name_search like ${pattern} escape '\\'`);
  }
  return shops;
}
