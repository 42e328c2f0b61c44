import type { Transaction } from 'kysely';
import {
  type CodedUnit,
  type StockItemChange,
  type StockItemSet,
  type WantedListing,
  WHOLE,
} from '../inventory/ports.js';
import { randomBase32 } from '../tenants/random-text.js';
import { isAwake, searchTextOf, toListing, toStockItem } from './inventory-row.js';
import type { StockItemRow, StockListingRow, Tables } from './tables.js';

type Tx = Transaction<Tables>;

/** Makes or changes an item and its links; the transaction is the caller's. @param at epoch milliseconds */
export async function setItem(tables: Tx, change: StockItemChange, at: number): Promise<StockItemSet> {
  const { tenantId, groupKey, merchantCode, listings, expectedVersion } = change;
  const before = await tables
    .selectFrom('stock_items')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('group_key', '=', groupKey)
    .where('merchant_code', '=', merchantCode)
    .executeTakeFirst();
  if (expectedVersion !== null && before?.version !== expectedVersion)
    return { kind: 'moved', item: before === undefined ? null : toStockItem(before) };
  const units = (listings ?? []).map(({ unitId }) => unitId);
  const elsewhere = (await linksOf(tables, tenantId, units)).filter(
    ({ stock_item_id }) => stock_item_id !== before?.id,
  );
  if (elsewhere.length > 0) return { kind: 'linked', links: elsewhere.map(toListing) };
  const name = change.name === undefined ? (before?.name ?? null) : change.name;
  const onHand = change.onHand === undefined ? (before?.on_hand ?? null) : change.onHand;
  const item = before ?? (await insertItem(tables, { tenantId, groupKey, merchantCode, name, onHand }, at));
  const isRelinked = listings !== undefined && (await relink(tables, item, listings, change.shopKeys));
  const isChanged = isRelinked || item.name !== name || item.on_hand !== onHand;
  if (before === undefined || !isChanged) return { kind: 'done', item: toStockItem(item) };
  const after = {
    name,
    search_text: searchTextOf(merchantCode, name),
    on_hand: onHand,
    version: item.version + 1,
    updated_at: at,
  };
  await tables.updateTable('stock_items').set(after).where('id', '=', item.id).execute();
  return { kind: 'done', item: toStockItem({ ...item, ...after }) };
}

/** Links units by their codes; the transaction is the caller's. @returns how many links were made */
export async function linkUnits(
  tables: Tx,
  tenantId: string,
  groupKey: string,
  units: readonly CodedUnit[],
  at: number,
): Promise<number> {
  const linked = new Set((await linksOf(tables, tenantId, unitIdsOf(units))).map(({ unit_id }) => unit_id));
  const open = units.filter(({ unitId }) => !linked.has(unitId));
  if (open.length === 0) return 0;
  const codes = [...new Set(open.map(({ merchantCode }) => merchantCode))];
  const known = await tables
    .selectFrom('stock_items')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('group_key', '=', groupKey)
    .where('merchant_code', 'in', codes)
    .execute();
  const items = new Map(known.map((item) => [item.merchant_code, item]));
  for (const { merchantCode, name } of open)
    if (!items.has(merchantCode))
      items.set(merchantCode, await insertItem(tables, { tenantId, groupKey, merchantCode, name, onHand: null }, at));
  await forget(tables, tenantId, unitIdsOf(open));
  for (const { merchantCode, ...unit } of open) {
    const item = items.get(merchantCode);
    if (item !== undefined) await insertListing(tables, item, { ...unit, allocation: WHOLE, safetyStock: 0 });
  }
  if (known.length > 0)
    await tables
      .updateTable('stock_items')
      .set((is) => ({ version: is('version', '+', 1), updated_at: at }))
      .where(
        'id',
        'in',
        known.map(({ id }) => id),
      )
      .execute();
  return open.length;
}

/** Links of these units that are awake. */
export async function linksOf(
  tables: Pick<Tx, 'selectFrom'>,
  tenantId: string,
  unitIds: readonly string[],
): Promise<StockListingRow[]> {
  if (unitIds.length === 0) return [];
  return tables
    .selectFrom('stock_listings')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('unit_id', 'in', unitIds)
    .where(isAwake)
    .execute();
}

/** Ends links of these units that are asleep: whoever links the unit now has it. */
const forget = (tables: Tx, tenantId: string, unitIds: readonly string[]) =>
  tables.deleteFrom('stock_listings').where('tenant_id', '=', tenantId).where('unit_id', 'in', unitIds).execute();

const unitIdsOf = (units: readonly { readonly unitId: string }[]): string[] => units.map(({ unitId }) => unitId);

/** Makes these all of the item's links in `shopKeys`. @returns whether anything changed */
async function relink(
  tables: Tx,
  item: StockItemRow,
  wanted: readonly WantedListing[],
  shopKeys: ReadonlySet<string> | null,
): Promise<boolean> {
  const all = await tables.selectFrom('stock_listings').selectAll().where('stock_item_id', '=', item.id).execute();
  const present = new Map(all.map((row) => [row.unit_id, row]));
  const units = new Set(unitIdsOf(wanted));
  const ended = all.filter((row) => !units.has(row.unit_id) && (shopKeys === null || shopKeys.has(row.shop_key)));
  for (const { id } of ended) await tables.deleteFrom('stock_listings').where('id', '=', id).execute();
  const fresh = wanted.filter(({ unitId }) => !present.has(unitId));
  if (fresh.length > 0) await forget(tables, item.tenant_id, unitIdsOf(fresh));
  for (const link of fresh) await insertListing(tables, item, link);
  let changed = ended.length + fresh.length;
  for (const link of wanted) {
    const row = present.get(link.unitId);
    if (row === undefined) continue;
    const item_id = link.itemId ?? row.item_id;
    const { allocation, safetyStock: safety_stock } = link;
    if (row.item_id === item_id && row.allocation === allocation && row.safety_stock === safety_stock) continue;
    changed += 1;
    await tables
      .updateTable('stock_listings')
      .set({ item_id, allocation, safety_stock })
      .where('id', '=', row.id)
      .execute();
  }
  return changed > 0;
}

async function insertItem(
  tables: Tx,
  {
    tenantId,
    groupKey,
    merchantCode,
    name,
    onHand,
  }: { tenantId: string; groupKey: string; merchantCode: string; name: string | null; onHand: number | null },
  at: number,
): Promise<StockItemRow> {
  const row: StockItemRow = {
    id: `i${randomBase32(15)}`,
    tenant_id: tenantId,
    group_key: groupKey,
    merchant_code: merchantCode,
    name,
    search_text: searchTextOf(merchantCode, name),
    on_hand: onHand,
    version: 1,
    created_at: at,
    updated_at: at,
  };
  await tables.insertInto('stock_items').values(row).execute();
  return row;
}

async function insertListing(tables: Tx, item: StockItemRow, link: WantedListing): Promise<void> {
  const row: StockListingRow = {
    id: `l${randomBase32(15)}`,
    stock_item_id: item.id,
    tenant_id: item.tenant_id,
    group_key: item.group_key,
    shop_key: link.shopKey,
    unit_id: link.unitId,
    item_id: link.itemId,
    allocation: link.allocation,
    safety_stock: link.safetyStock,
    last_written: null,
    last_written_at: null,
    last_status: null,
    last_status_at: null,
    seen: null,
    seen_at: null,
  };
  await tables.insertInto('stock_listings').values(row).execute();
}
