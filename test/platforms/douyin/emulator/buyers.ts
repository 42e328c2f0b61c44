import type { DouyinEmulator, OrderDraft } from '../../../../src/platforms/douyin/emulator/index.js';
import { first } from './platform-caller.js';

/** A receiver in Hangzhou. */
export const receiver: OrderDraft['receiver'] = {
  name: '王静',
  tel: '19900000001',
  place: {
    province: { id: '330000', name: '浙江省' },
    city: { id: '330100', name: '杭州市' },
    town: { id: '330110', name: '余杭区' },
    street: { id: '330110012', name: '仓前街道' },
  },
  detail: '文一西路1号1幢101室',
};

/** Ids of skus of a shop that are sold from ordinary stock, one of each product. */
export function skusOnSale(emulator: DouyinEmulator, shopId: string, count: number): string[] {
  const products = [...(emulator.state.shops.get(shopId)?.products.values() ?? [])];
  return products
    .filter(({ status, skus }) => status === 0 && skus.every(({ skuType, stock }) => skuType === 0 && stock > 20))
    .slice(0, count)
    .map(({ skus }) => first(skus).id);
}

/** A new order of two lines, two pieces of the first and one of the second; paid unless told. */
export function newOrder(emulator: DouyinEmulator, shopId: string, paid = true, more: Partial<OrderDraft> = {}) {
  const [one = '', two = ''] = skusOnSale(emulator, shopId, 2);
  const lines = [
    { skuId: one, count: 2, postAmount: 500, promotion: { shop: 300, platform: 200, talent: 0, pay: 10 } },
    { skuId: two, count: 1 },
  ];
  const order = emulator.buyer.place(shopId, { lines, receiver, buyerWords: '请尽快发货', ...more });
  if (paid) emulator.buyer.pay(order.id);
  return order;
}
