import { AppError, InputErrors } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import type { StockChange } from '../../subgraph/stock-units.js';
import { BatchErrorPolicy } from '../../subgraph/vocabulary/batch-error-policy.enum.js';
import type { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Shop, ShopGroup } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import { shopKeyOf } from '../inventory-id.js';
import type { ListingRecord, StockItemRecord } from '../ports.js';
import { MAX_QUANTITY } from './quantities.js';
import type { StockSyncInput, StockSyncRow } from './stock-sync.input.js';
import type { SpecRow, SyncSpec } from './sync-spec.js';

/** Most listings of one sync. A bound of ours. */
const MAX_WRITES = 20_000;

/** What was asked for, as far as it can be carried out, and the rows that cannot. */
export interface SyncRequest {
  readonly spec: SyncSpec;
  readonly bad: readonly AppError[];
}

/**
 * Reads a sync: no platform is asked.
 * @throws InputErrors when no row can be carried out, or one cannot and all must; each error with its path
 */
export async function syncRequest(
  input: StockSyncInput,
  options: WriteOptions | null | undefined,
  group: ShopGroup,
  ctx: RequestContext,
): Promise<SyncRequest> {
  refuseChangesWithoutKey(input, options);
  const inventory = inventoryOf(ctx);
  const { items } = inventory.deps;
  const shops = await shopsOf(input.shopIds ?? null, group, ctx);
  const codes = [...new Set(input.rows.map(({ merchantCode }) => merchantCode))];
  const found = await items.findByCodes(group.tenantId, group.key, codes);
  const byCode = new Map(found.map((item) => [item.merchantCode, item]));
  const listings = new Map<string, ListingRecord[]>();
  const ids = found.map(({ id }) => id);
  for (const listing of await items.listingsOfItems(group.tenantId, ids))
    if (shops.has(listing.shopKey))
      listings.set(listing.stockItemId, [...(listings.get(listing.stockItemId) ?? []), listing]);
  const rows: SpecRow[] = [];
  const bad: AppError[] = [];
  const taken = new Set<string>();
  for (const [row, given] of input.rows.entries()) {
    const read = readRow(given, row, byCode.get(given.merchantCode), listings, taken);
    if (read instanceof AppError) bad.push(read);
    else rows.push(read);
  }
  const isHeld = input.errorPolicy === BatchErrorPolicy.VALIDATE_ALL_FIRST;
  if (bad.length > 0 && (isHeld || rows.length === 0)) throw new InputErrors(bad);
  const writes = rows.reduce((sum, { links }) => sum + links.length, 0);
  if (writes > MAX_WRITES) {
    const constraint = `at most ${MAX_WRITES} listings`;
    throw new AppError('INVALID_INPUT', `A sync writes ${constraint}.`, { path: ['input', 'rows'], constraint });
  }
  const sandboxKeys = [...shops.values()].filter(({ isSandbox }) => isSandbox).map(({ key }) => key);
  return { spec: { groupKey: group.key, rows, sandboxKeys, isHeld, verify: input.verify }, bad };
}

/** A change that is sent twice counts twice: only a key tells a repeat from a second change (conventions C11). */
function refuseChangesWithoutKey({ rows }: StockSyncInput, options: WriteOptions | null | undefined): void {
  if (options?.idempotencyKey != null || options?.dryRun === true) return;
  if (rows.every(({ quantity }) => quantity.changeBy == null)) return;
  throw new AppError('INVALID_INPUT', 'A change of stock needs an idempotency key.', {
    path: ['options', 'idempotencyKey'],
    constraint: 'required for changes',
  });
}

/**
 * The shops that are named, or all of the group's that the caller may see.
 * @throws InputErrors when one that is named is not of the group, or not the caller's to write to
 */
async function shopsOf(
  shopIds: readonly string[] | null,
  group: ShopGroup,
  ctx: RequestContext,
): Promise<Map<string, Shop>> {
  if (shopIds === null) {
    const shops = await inventoryOf(ctx).shopsOf(group);
    return new Map(shops.map((shop) => [shop.key, shop]));
  }
  const named = new Map<string, Shop>();
  const errors: AppError[] = [];
  for (const [index, id] of shopIds.entries()) {
    try {
      const key = shopKeyOf(id);
      if (key === null) throw new AppError('NOT_FOUND');
      const shop = await ctx.shops.writable(key);
      if (shop.groupKey !== group.key)
        throw new AppError('STATE_FORBIDS', 'The shop is not in the group.', { nodeId: shopGlobalId(key) });
      named.set(key, shop);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      errors.push(error.with({ path: ['input', 'shopIds', String(index)] }));
    }
  }
  if (errors.length > 0) throw new InputErrors(errors);
  return named;
}

/** @param taken codes of the rows before it */
function readRow(
  { merchantCode, quantity }: StockSyncRow,
  row: number,
  item: StockItemRecord | undefined,
  listings: ReadonlyMap<string, readonly ListingRecord[]>,
  taken: Set<string>,
): SpecRow | AppError {
  const path = (field: string): string[] => ['input', 'rows', String(row), field];
  const isDouble = taken.has(merchantCode);
  taken.add(merchantCode);
  const invalid = (field: string, constraint: string): AppError =>
    new AppError('INVALID_INPUT', `Expected: ${constraint}.`, { path: path(field), constraint });
  if (isDouble) return invalid('merchantCode', 'not the code of a row before it');
  if (item === undefined)
    return new AppError('NOT_FOUND', 'The group has no stock item of this code.', { path: path('merchantCode') });
  const change = changeIn(quantity);
  if (change === null)
    return invalid('quantity', `0 to ${MAX_QUANTITY}, or a change by no more than that which is not 0`);
  const links = (listings.get(item.id) ?? []).map(({ id, shopKey, unitId, itemId, allocation, safetyStock }) => ({
    id,
    shopKey,
    unitId,
    itemId,
    allocation,
    safetyStock,
  }));
  if (links.length === 0)
    return new AppError('STATE_FORBIDS', 'The item is linked to no unit of these shops.', {
      path: path('merchantCode'),
    });
  return { row, stockItemId: item.id, quantity: change, links };
}

function changeIn({ setTo, changeBy }: StockSyncRow['quantity']): StockChange | null {
  if (setTo != null) return setTo < 0 || setTo > MAX_QUANTITY ? null : { setTo };
  return changeBy == null || changeBy === 0 || Math.abs(changeBy) > MAX_QUANTITY ? null : { changeBy };
}
