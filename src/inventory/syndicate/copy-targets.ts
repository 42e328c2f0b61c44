import { AppError, InputErrors } from '../../errors/app-error.js';
import type { BatchRow, RefusedRow } from '../../subgraph/batch-write.js';
import type { CatalogPlatform } from '../../subgraph/catalog-items.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Shop } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import { shopKeyOf } from '../inventory-id.js';
import type { ItemToCopy } from './catalog-syndicate.input.js';

/** A shop that is to get a copy. */
export interface CopyTarget extends BatchRow {
  readonly nodeId: null;
  readonly shop: Shop;
  readonly platform: CatalogPlatform;
  /** What the caller told for it; null for nothing. */
  readonly settings: object | null;
  /** Where that stands in the arguments, or would stand. */
  readonly settingsPath: readonly string[];
}

/** Shops that were named, each with a row. */
export interface CopyTargets {
  /** In the order of the input. */
  readonly shops: readonly Shop[];
  readonly rows: readonly (CopyTarget | RefusedRow)[];
}

/**
 * The shops to copy to. One that cannot get a copy is refused by itself.
 * @param sourceKey key of the source's shop
 * @throws InputErrors for shops that the caller may not write to, since no row can show them, and for settings of no shop among them
 */
export async function copyTargets(input: ItemToCopy, sourceKey: string, ctx: RequestContext): Promise<CopyTargets> {
  const found = await Promise.allSettled(input.shopIds.map((id) => namedShop(id, ctx)));
  const errors = found.flatMap((one, at) => (one.status === 'rejected' ? [pathed(one.reason, shopPath(at))] : []));
  const shops = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (errors.length === 0) errors.push(...settingsErrors(input, shops, ctx));
  if (errors.length > 0) throw new InputErrors(errors);
  const keys = shops.map(({ key }) => key);
  const rows = shops.map((shop, index) => {
    const path = shopPath(index);
    if (shop.key === sourceKey) return refused(index, shop, path, 'other than the shop of the item');
    if (keys.indexOf(shop.key) < index) return refused(index, shop, path, 'named once');
    return target(shop, index, input, ctx);
  });
  return { shops, rows };
}

const shopPath = (index: number): string[] => ['input', 'shopIds', String(index)];

/** @throws AppError NOT_FOUND, PERMISSION_DENIED */
async function namedShop(id: string, ctx: RequestContext): Promise<Shop> {
  const key = shopKeyOf(id);
  if (key === null) throw new AppError('NOT_FOUND');
  return ctx.shops.owned(key);
}

/** @throws what is no failure of the caller's: a bug, or the store */
function pathed(error: unknown, path: readonly string[]): AppError {
  if (error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'PERMISSION_DENIED'))
    return error.with({ path });
  throw error;
}

function refused(index: number, shop: Shop, path: readonly string[], constraint: string): RefusedRow {
  const detail = { path, constraint, shopId: shopGlobalId(shop.key) };
  return { index, nodeId: null, error: new AppError('INVALID_INPUT', `A shop to copy to is ${constraint}.`, detail) };
}

function target(shop: Shop, index: number, input: ItemToCopy, ctx: RequestContext): CopyTarget | RefusedRow {
  const detail = { path: shopPath(index), shopId: shopGlobalId(shop.key), platform: shop.platform };
  if (shop.status === 'SUSPENDED')
    return { index, nodeId: null, error: new AppError('SHOP_SUSPENDED', undefined, detail) };
  const platform = inventoryOf(ctx).deps.catalog.find(({ name }) => name === shop.platform);
  if (platform === undefined) {
    const says = 'Items cannot be copied to shops of this platform.';
    return { index, nodeId: null, error: new AppError('NOT_SUPPORTED_UPSTREAM', says, detail) };
  }
  const { name } = platform.settings;
  const entries = entriesOf(input, name);
  const own = entries.findIndex(({ shopId }) => shopId === detail.shopId);
  const at = own >= 0 ? own : entries.findIndex(({ shopId }) => shopId == null);
  const settingsPath = ['input', name, ...(at < 0 ? [] : [String(at)])];
  return { index, nodeId: null, shop, platform, settings: entries[at] ?? null, settingsPath };
}

type Entry = { readonly shopId?: string | null };

const entriesOf = (input: ItemToCopy, name: string): readonly Entry[] =>
  (input as unknown as Readonly<Record<string, readonly Entry[] | null | undefined>>)[name] ?? [];

/** An entry that nobody would take is a mistake: what it says would be left out without a word. */
function settingsErrors(input: ItemToCopy, shops: readonly Shop[], ctx: RequestContext): AppError[] {
  return inventoryOf(ctx).deps.catalog.flatMap(({ name: platform, settings: { name } }) => {
    const own = new Set(shops.flatMap(({ key, ...shop }) => (shop.platform === platform ? [shopGlobalId(key)] : [])));
    const taken = new Set<string | null>();
    return entriesOf(input, name).flatMap(({ shopId = null }, at) => {
      const isDouble = taken.has(shopId);
      taken.add(shopId);
      const isOfOne = shopId === null ? own.size > 0 : own.has(shopId);
      if (isOfOne && !isDouble) return [];
      const constraint = isDouble ? 'the only one for its shop' : 'for a shop of the platform among `shopIds`';
      const path = ['input', name, String(at), 'shopId'];
      return [new AppError('INVALID_INPUT', `An entry is ${constraint}.`, { path, constraint })];
    });
  });
}
