import { AppError } from '../../../../errors/app-error.js';
import type { CopyWish, ItemSeen, ItemUnit } from '../../../../subgraph/catalog-items.js';
import { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';
import { moneyFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { SelectedOptionInput } from '../../../../subgraph/vocabulary/selected-option.input.js';
import {
  CommodityGoodsInput,
  CommodityVariantInput,
  CouponGoodsInput,
  GroupBuyGoodsInput,
  OptionGoodsInput,
  SingleGoodsInput,
} from '../commodity/commodity-goods.input.js';
import type { CommodityOwn } from './commodity-seen.js';

/** An amount of fen as an input has it. */
export const moneyInput = (fen: number): MoneyInput => {
  const { amount, currencyCode } = moneyFromFen(fen);
  return Object.assign(new MoneyInput(), { amount, currencyCode });
};

/**
 * What is sold, with the prices of the copy.
 * @throws AppError STATE_FORBIDS for a price that the source does not tell, NOT_SUPPORTED_UPSTREAM for a kind that nobody knows
 */
export function copiedGoods(item: ItemSeen, own: CommodityOwn | null, wish: CopyWish): CommodityGoodsInput {
  const priceOf = ({ path, priceFen }: ItemUnit): MoneyInput => {
    if (priceFen !== null) return moneyInput(wish.price(priceFen));
    throw new AppError('STATE_FORBIDS', `${path}.price of the item is not known.`, { nodeId: item.id });
  };
  const [first] = item.units;
  if (first === undefined) throw new AppError('STATE_FORBIDS', 'The item has no unit.', { nodeId: item.id });
  const usesSiteBuyerSettings = own?.usesSiteBuyerSettings ?? false;
  const stock = first.stock ?? 0;
  const goods = new CommodityGoodsInput();
  if (own?.kind === 'UNRECOGNIZED')
    throw new AppError('NOT_SUPPORTED_UPSTREAM', 'A commodity of a kind that is not known cannot be copied.', {
      nodeId: item.id,
    });
  if (own?.kind === 'GROUP_BUY') return Object.assign(goods, { groupBuy: groupBuyOf(item, own, first, wish) });
  if (own?.coupon != null) {
    const { startsOn, endsOn, isAutoRefunded } = own.coupon;
    if (startsOn === null || endsOn === null)
      throw new AppError('STATE_FORBIDS', 'The days of the coupon cannot be read.', { nodeId: item.id });
    const coupon = { price: priceOf(first), stock, startsOn, endsOn, isAutoRefunded };
    return Object.assign(goods, { coupon: Object.assign(new CouponGoodsInput(), coupon) });
  }
  if (item.options.length === 0) {
    const single = { price: priceOf(first), stock, usesSiteBuyerSettings };
    return Object.assign(goods, { single: Object.assign(new SingleGoodsInput(), single) });
  }
  const variants = item.units.map((unit) =>
    Object.assign(new CommodityVariantInput(), {
      selectedOptions: unit.options.map((option) => Object.assign(new SelectedOptionInput(), option)),
      price: priceOf(unit),
      stock: unit.stock ?? 0,
    }),
  );
  return Object.assign(goods, {
    withOptions: Object.assign(new OptionGoodsInput(), { variants, usesSiteBuyerSettings }),
  });
}

function groupBuyOf({ id }: ItemSeen, { groupBuy }: CommodityOwn, unit: ItemUnit, wish: CopyWish): GroupBuyGoodsInput {
  if (groupBuy === null)
    throw new AppError('STATE_FORBIDS', 'The rules of the group buy cannot be read.', { nodeId: id });
  const { priceFen, ...rules } = groupBuy;
  return Object.assign(new GroupBuyGoodsInput(), {
    ...rules,
    price: unit.priceFen === null ? null : moneyInput(wish.price(unit.priceFen)),
    groupPrice: moneyInput(wish.price(priceFen)),
    stock: unit.stock ?? 0,
  });
}
