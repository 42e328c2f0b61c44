import type { Order, OrderLine, Promotion } from '../state/order.record.js';

/** Sums of a line or of an order, fen (specification f.1). */
export interface Amounts {
  readonly goods: number;
  readonly post: number;
  readonly modify: number;
  readonly promotion: Promotion;
  /** Goods, freight and changes, before discounts. */
  readonly order: number;
  /** All discounts on goods. */
  readonly discount: number;
  readonly pay: number;
}

/** Sums of one line, fen. */
export function lineAmounts({ price, count, postAmount, modifyAmount, promotion }: OrderLine): Amounts {
  const goods = price * count;
  const order = goods + postAmount + modifyAmount;
  const discount = promotion.shop + promotion.platform + promotion.talent;
  return { goods, post: postAmount, modify: modifyAmount, promotion, order, discount, pay: order - discount };
}

/** An order is the sum of its lines. */
export function orderAmounts({ lines }: Order): Amounts {
  const all = lines.map(lineAmounts);
  const sum = (of: (amounts: Amounts) => number): number => all.reduce((total, amounts) => total + of(amounts), 0);
  return {
    goods: sum(({ goods }) => goods),
    post: sum(({ post }) => post),
    modify: sum(({ modify }) => modify),
    promotion: {
      shop: sum(({ promotion }) => promotion.shop),
      platform: sum(({ promotion }) => promotion.platform),
      talent: sum(({ promotion }) => promotion.talent),
      pay: sum(({ promotion }) => promotion.pay),
    },
    order: sum(({ order }) => order),
    discount: sum(({ discount }) => discount),
    pay: sum(({ pay }) => pay),
  };
}
