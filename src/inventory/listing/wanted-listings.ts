import { AppError, InputErrors } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import type { StockPlatform } from '../../subgraph/stock-units.js';
import { decodeGlobalId, shopGlobalId } from '../../tenants/global-id.js';
import type { ShopGroup } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import { type WantedListing, WHOLE } from '../ports.js';
import type { ListingInput } from '../stock-item/stock-item-set.input.js';

const PATH = ['input', 'listings'];
/** What the binary writing of a decimal fraction may be off by. */
const ROUNDING = 1e-6;

/**
 * The links as they are to be.
 * @throws InputErrors, every refusal with its path: units that are none or of no shop that the caller may write to, shops outside of the
 * group, units named twice, shares and quantities out of range
 */
export async function wantedListings(
  inputs: readonly ListingInput[],
  group: ShopGroup,
  ctx: RequestContext,
): Promise<WantedListing[]> {
  const checked = await Promise.all(inputs.map((input, index) => checkedListing(input, index, group, ctx)));
  const errors = checked.flatMap((one) => ('errors' in one ? one.errors : []));
  const first = new Map<string, number>();
  for (const [index, { unitId }] of inputs.entries()) {
    const path = [...PATH, String(index), 'unitId'];
    const constraint = 'each unit once';
    if (first.has(unitId)) errors.push(new AppError('INVALID_INPUT', 'The unit is named twice.', { path, constraint }));
    else first.set(unitId, index);
  }
  if (errors.length > 0) throw new InputErrors(errors);
  return checked.flatMap((one) => ('errors' in one ? [] : [one]));
}

async function checkedListing(
  { unitId, allocation, safetyStock }: ListingInput,
  index: number,
  group: ShopGroup,
  ctx: RequestContext,
): Promise<WantedListing | { readonly errors: readonly AppError[] }> {
  const path = (field: string): string[] => [...PATH, String(index), field];
  const errors: AppError[] = [];
  const share = Math.round(allocation * WHOLE);
  if (!(allocation >= 0 && allocation <= 1) || Math.abs(allocation * WHOLE - share) > ROUNDING) {
    const constraint = '0 to 1, at most 4 decimals';
    errors.push(new AppError('INVALID_INPUT', `A share is ${constraint}.`, { path: path('allocation'), constraint }));
  }
  if (safetyStock < 0) {
    const detail = { path: path('safetyStock'), constraint: '>= 0' };
    errors.push(new AppError('INVALID_INPUT', 'What is held back is not negative.', detail));
  }
  try {
    const { shopKey, itemId } = await unitOf(unitId, group, ctx);
    return errors.length > 0 ? { errors } : { shopKey, unitId, itemId, allocation: share, safetyStock };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { errors: [error.with({ path: path('unitId') }), ...errors] };
  }
}

/** @throws AppError INVALID_INPUT, NOT_FOUND, PERMISSION_DENIED, SHOP_SUSPENDED, STATE_FORBIDS */
async function unitOf(
  unitId: string,
  group: ShopGroup,
  ctx: RequestContext,
): Promise<{ readonly shopKey: string; readonly itemId: string }> {
  const decoded = decodeGlobalId(unitId);
  if (decoded === null) throw new AppError('NOT_FOUND');
  const { stock } = inventoryOf(ctx).deps;
  const platform = stock.find(({ unitType }) => unitType === decoded.type);
  if (platform === undefined) throw notAUnit(stock);
  const shop = await ctx.shops.writable(decoded.shopKey);
  if (shop.platform !== platform.name || !platform.isUnitId(decoded.nativeId)) throw new AppError('NOT_FOUND');
  if (shop.groupKey !== group.key)
    throw new AppError('STATE_FORBIDS', 'The shop is not in the group.', { nodeId: shopGlobalId(shop.key) });
  const itemId = platform.itemIdOf(unitId);
  // Such a unit has another id as well, by which it could be linked a second time.
  if (itemId === null) {
    const constraint = 'the id that its commodity or product shows';
    throw new AppError('INVALID_INPUT', `A unit is named by ${constraint}.`, { constraint });
  }
  return { shopKey: shop.key, itemId };
}

function notAUnit(stock: readonly StockPlatform[]): AppError {
  const constraint = stock.map(({ unitType }) => unitType).join(' or ');
  return new AppError('INVALID_INPUT', `A unit is a ${constraint}.`, { constraint });
}
