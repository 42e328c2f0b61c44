import { AppError } from '../../../../errors/app-error.js';
import type { InputCheck } from '../../../../subgraph/input-check.js';
import type { CreateCommodityParams } from '../../upstream/endpoints/commodity.js';
import { type VariantToWrite, variantProblems } from '../../upstream/model-details.js';
import type { CommodityGoodsInput, OptionGoodsInput } from './commodity-goods.input.js';

/** What a commodity's goods come to on the wire. */
export type GoodsParams = Pick<
  CreateCommodityParams,
  | 'kindCode'
  | 'variants'
  | 'priceFen'
  | 'amount'
  | 'usesBuyerSettings'
  | 'groupPriceFen'
  | 'groupMembers'
  | 'groupHours'
  | 'multiJoining'
  | 'couponStart'
  | 'couponEnd'
  | 'couponAutoRefund'
  | 'couponType'
>;

const ORDINARY = 100;
const GROUP_BUY = 200;

/** Wire values of the goods of a new commodity; what is wrong is noted with its path. */
export function goodsToCreate(goods: CommodityGoodsInput, check: InputCheck): GoodsParams {
  const path = ['input', 'goods'];
  if (goods.single != null) {
    const { price, stock, usesSiteBuyerSettings } = goods.single;
    const priceFen = check.fen(price, [...path, 'single', 'price']);
    return { kindCode: ORDINARY, priceFen, amount: stock, usesBuyerSettings: usesSiteBuyerSettings };
  }
  if (goods.withOptions != null) {
    const variants = variantsOf(goods.withOptions, [...path, 'withOptions', 'variants'], check);
    return { kindCode: ORDINARY, variants, usesBuyerSettings: goods.withOptions.usesSiteBuyerSettings };
  }
  if (goods.groupBuy != null) {
    const { price, groupPrice, stock, memberCount, durationHours, allowsRepeatJoin } = goods.groupBuy;
    return {
      kindCode: GROUP_BUY,
      ...(price == null ? {} : { priceFen: check.fen(price, [...path, 'groupBuy', 'price']) }),
      groupPriceFen: check.fen(groupPrice, [...path, 'groupBuy', 'groupPrice']),
      amount: stock,
      groupMembers: memberCount,
      groupHours: durationHours,
      multiJoining: allowsRepeatJoin,
    };
  }
  if (goods.coupon != null) return couponGoods(goods.coupon, [...path, 'coupon'], check);
  return {};
}

/**
 * Wire values of changed goods. A single unit clears the options; a coupon's dates cannot be changed.
 * @throws AppError UNSUPPORTED_COMBINATION
 */
export function goodsToUpdate(goods: CommodityGoodsInput, check: InputCheck): GoodsParams {
  if (goods.coupon != null)
    throw new AppError('UNSUPPORTED_COMBINATION', 'The platform cannot change a coupon.', {
      path: ['input', 'goods', 'coupon'],
    });
  const { kindCode: _fixed, ...params } = goodsToCreate(goods, check);
  return goods.single == null ? params : { ...params, variants: [] };
}

/** No number for coupons is documented: the dates make one, the type is left to the platform. */
function couponGoods(
  coupon: NonNullable<CommodityGoodsInput['coupon']>,
  path: readonly string[],
  check: InputCheck,
): GoodsParams {
  if (coupon.startsOn > coupon.endsOn)
    check.refuse([...path, 'endsOn'], 'A coupon ends after it begins.', '>= startsOn');
  return {
    priceFen: check.fen(coupon.price, [...path, 'price']),
    amount: coupon.stock,
    couponStart: coupon.startsOn,
    couponEnd: coupon.endsOn,
    couponAutoRefund: coupon.isAutoRefunded,
    ...(coupon.couponType == null ? {} : { couponType: coupon.couponType }),
  };
}

/** Most units of one commodity: what fits the platform's form comfortably. */
const MAX_VARIANTS = 600;

function variantsOf(goods: OptionGoodsInput, path: readonly string[], check: InputCheck): VariantToWrite[] {
  const variants = goods.variants.map((variant, index) => ({
    pairs: variant.selectedOptions.map(({ name, value }) => [name, value] as const),
    priceFen: check.fen(variant.price, [...path, String(index), 'price']),
    amount: variant.stock,
  }));
  if (variants.length === 0 || variants.length > MAX_VARIANTS) {
    check.refuse(path, `1 to ${MAX_VARIANTS} units are expected.`, `1..${MAX_VARIANTS}`);
    return variants;
  }
  const problems = variantProblems(variants);
  for (const { index, problem } of problems)
    check.refuse([...path, String(index), 'selectedOptions'], `This unit cannot be written: ${problem}.`, problem);
  const missing = problems.length === 0 ? combinationsOf(variants) - variants.length : 0;
  if (missing > 0)
    check.refuse(path, `Every combination of option values must be there; ${missing} missing.`, 'every combination');
  return variants;
}

/** How many combinations the options and values of these units have (page, section 8, rule 5). */
function combinationsOf(variants: readonly VariantToWrite[]): number {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of variants.flatMap((variant) => variant.pairs))
    values.set(name, (values.get(name) ?? new Set()).add(value));
  return [...values.values()].reduce((product, set) => product * set.size, 1);
}
