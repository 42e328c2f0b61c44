import { hash } from 'node:crypto';
import { moneyFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { CommodityRecord, VariantRecord } from '../../upstream/endpoints/commodity.js';
import { variantKey } from '../../upstream/model-details.js';
import type { Commodity } from './commodity.type.js';
import { CommodityVariant } from './commodity-variant.type.js';

type Pairs = readonly (readonly [string, string])[];

/** Between the commodity's id and the options' hash; commodity ids hold `-` and `_`, never a colon (page, section 4.1). */
const SEPARATOR = ':';

/**
 * The units of a commodity. The platform gives them no id: ours is the commodity's id and a hash of the options sorted by
 * name, so that it survives every order of pairs and rows. They come in the order of the options and their values, since
 * the platform has none (page, section 4.4). A commodity without options has exactly one.
 */
export function toVariants(commodity: Commodity): CommodityVariant[] {
  return unitsOf(commodity.record).map(({ nativeId, pairs, priceFen, amount }) =>
    toVariant(commodity, pairs ?? [], nativeId, priceFen, amount),
  );
}

/** What a commodity shows of the stock of its units, by their global ids. */
export const shownUnits = (commodity: Commodity): { readonly unitId: string; readonly quantity: number | null }[] =>
  toVariants(commodity).map(({ id: unitId, stock: quantity }) => ({ unitId, quantity }));

/** A unit of a commodity as the platform has it. */
export interface Unit {
  readonly nativeId: string;
  /** Empty for the only unit of a commodity without options; null where the platform's name could not be read. */
  readonly pairs: Pairs | null;
  readonly priceFen: number | null;
  readonly amount: number | null;
}

/** The units of a commodity, in the order of `toVariants`. */
export function unitsOf({ id, options, variants, priceFen, amount }: CommodityRecord): Unit[] {
  if (variants.length === 0) return [{ nativeId: variantId(id, []), pairs: [], priceFen, amount }];
  return inOrderOfOptions(options, variants).map(({ variant, pairs }) => ({
    nativeId: variantId(id, pairs ?? [['', variant.rawName]]),
    pairs,
    priceFen: variant.priceFen,
    amount: variant.amount,
  }));
}

/** Units whose options cannot be read come last, as the platform ordered them. */
function inOrderOfOptions(
  options: CommodityRecord['options'],
  variants: readonly VariantRecord[],
): { readonly variant: VariantRecord; readonly pairs: Pairs | null }[] {
  const places = options.map(({ name, values }) => [name, new Map(values.map((value, at) => [value, at]))] as const);
  const rankOf = (pairs: Pairs | null): number[] => {
    const chosen = new Map(pairs ?? []);
    return places.map(([name, at]) => at.get(chosen.get(name) ?? '') ?? Number.MAX_SAFE_INTEGER);
  };
  const ranked = variants.map((variant) => {
    const { pairs } = variant;
    return { variant, pairs, rank: rankOf(pairs) };
  });
  return ranked.sort((a, b) => a.rank.map((place, at) => place - (b.rank[at] ?? 0)).find((gap) => gap !== 0) ?? 0);
}

function toVariant(
  commodity: Commodity,
  pairs: Pairs,
  nativeId: string,
  fen: number | null,
  stock: number | null,
): CommodityVariant {
  return Object.assign(new CommodityVariant(), {
    commodityObject: commodity,
    nativeId,
    id: encodeGlobalId('CommodityVariant', commodity.shopRecord.key, nativeId),
    displayName: pairs.map(([, value]) => value).join(' / '),
    selectedOptions: pairs.map(([name, value]) => ({ name, value })),
    price: fen === null ? null : moneyFromFen(fen),
    stock,
  } satisfies Partial<CommodityVariant>);
}

/** The native id that stands for a unit: `<commodity id>:<hash of its canonical options>`. */
export function variantId(commodityId: string, pairs: Pairs): string {
  return commodityId + SEPARATOR + hash('sha256', variantKey(pairs), 'base64url').slice(0, 16);
}

/** The commodity's id in a unit's native id. */
export const commodityIdOf = (nativeId: string): string =>
  nativeId.slice(0, Math.max(0, nativeId.lastIndexOf(SEPARATOR)));
