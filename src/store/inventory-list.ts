import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { StockItemQuery } from '../inventory/ports.js';
import { isAwake, isInDrift } from './inventory-row.js';
import { searchable } from './shop-row.js';
import type { StockItemRow, Tables } from './tables.js';

type Items<O> = SelectQueryBuilder<Tables, 'stock_items', O>;
type Narrowing = Pick<StockItemQuery, 'filter' | 'shopKeys'>;

/** A page of a group's stock items, by merchant code. */
export function listItems(
  tables: Kysely<Tables>,
  tenantId: string,
  groupKey: string,
  { afterCode, limit, ...query }: StockItemQuery,
): Promise<StockItemRow[]> {
  const matching = narrow(tables.selectFrom('stock_items'), tenantId, groupKey, query).selectAll();
  const rest = afterCode === undefined ? matching : matching.where('merchant_code', '>', afterCode);
  return rest.orderBy('merchant_code').limit(limit).execute();
}

/** How many match. */
export async function countItems(
  tables: Kysely<Tables>,
  tenantId: string,
  groupKey: string,
  query: Narrowing,
): Promise<number> {
  const row = await narrow(tables.selectFrom('stock_items'), tenantId, groupKey, query)
    .select((is) => is.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

function narrow<O>(all: Items<O>, tenantId: string, groupKey: string, { filter = {}, shopKeys }: Narrowing): Items<O> {
  let items = all.where('tenant_id', '=', tenantId).where('group_key', '=', groupKey);
  const { maxOnHand, hasDrift } = filter;
  if (maxOnHand !== undefined) items = items.where('on_hand', '<=', maxOnHand);
  if (hasDrift !== undefined)
    items = items.where((is) => (hasDrift ? drifting(is, shopKeys) : is.not(drifting(is, shopKeys))));
  for (const word of searchable(filter.search ?? '').split(/\s+/)) {
    if (word === '') continue;
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    items = items.where(sql<boolean>`search_text like ${pattern} escape '\\'`);
  }
  return items;
}

const drifting = (is: ExpressionBuilder<Tables, 'stock_items'>, shopKeys: ReadonlySet<string> | null) =>
  is.exists((from) => {
    const listings = from
      .selectFrom('stock_listings')
      .select('stock_listings.id')
      .whereRef('stock_listings.stock_item_id', '=', 'stock_items.id')
      .where(isInDrift)
      .where((listing) => isAwake(listing as unknown as ExpressionBuilder<Tables, 'stock_listings'>));
    return shopKeys === null ? listings : listings.where('stock_listings.shop_key', 'in', [...shopKeys]);
  });
