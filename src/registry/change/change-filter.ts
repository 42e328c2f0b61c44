import { AppError } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { shopKeyOf } from '../shop/shop-lookup.js';
import type { ChangeKind } from './change-kind.enum.js';

/** Shops that one subscription may name. */
const MAX_SHOPS = 100;

/**
 * The keys of the shops that are named, or of those the caller may act for; null: all of the tenant's.
 * @throws AppError NOT_FOUND for a shop the caller may not see and for a missing one alike, INVALID_INPUT
 */
export async function shopKeysOf(ids: readonly string[] | null, ctx: RequestContext): Promise<string[] | null> {
  const { shopGrants } = ctx.caller;
  if (ids === null) return shopGrants === null ? null : [...shopGrants];
  if (ids.length === 0 || ids.length > MAX_SHOPS) throw wrongLength('shopIds', MAX_SHOPS);
  const keys = ids.map(shopKeyOf);
  const shops = await Promise.all(keys.map((key) => (key === null ? null : ctx.shops.visible(key))));
  return shops.map((shop, index) => {
    if (shop !== null) return shop.key;
    throw new AppError('NOT_FOUND', undefined, { path: ['shopIds', String(index)] });
  });
}

/** The kinds, each once; null: all. @throws AppError INVALID_INPUT for none at all */
export function kindsOf(kinds: readonly ChangeKind[] | null | undefined, ...above: string[]): ChangeKind[] | null {
  if (kinds == null) return null;
  if (kinds.length === 0)
    throw new AppError('INVALID_INPUT', 'Name at least one kind, or leave them out for all.', {
      path: [...above, 'kinds'],
      constraint: 'not empty',
    });
  return [...new Set(kinds)];
}

const wrongLength = (argument: string, most: number): AppError =>
  new AppError('INVALID_INPUT', `Name 1 to ${most} shops, or leave them out for all.`, {
    path: [argument],
    constraint: `1..${most}`,
  });
