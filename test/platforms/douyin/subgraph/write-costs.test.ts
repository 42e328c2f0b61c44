import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProductBench, startProducts } from './product-bench.js';
import { type ShippingBench, startShipping } from './shipping-bench.js';

interface Cost {
  readonly requested: number;
  readonly actual: number;
}

describe('the cost of writes of many calls', () => {
  let bench: ShippingBench;
  let products: ProductBench;
  beforeAll(async () => {
    [bench, products] = await Promise.all([startShipping(), startProducts()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([bench.server.stop(), products.server.stop()]);
  });

  const costOf = async (on: ShippingBench | ProductBench, name: string, type: string, input: object): Promise<Cost> => {
    const key = await on.server.makeKey([
      'orders:pii',
      'orders:write',
      'orders:read',
      'stock:write',
      'catalog:write',
      'aftersale:write',
    ]);
    const answer = await on.server.ask(
      `mutation($input: ${type}!) { result: ${name}(input: $input) { userErrors { code message } __typename } }`,
      { input },
      { key },
    );
    expect(answer.errors ?? []).toEqual([]);
    expect(answer.data.result.userErrors).toEqual([]);
    return answer.extensions.cost as Cost;
  };
  const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

  it.each<[string, string, () => object]>([
    [
      'recipientsDecrypt',
      'RecipientsDecryptInput',
      () => ({
        orderIds: times(40, () => bench.gid(bench.place({ lines: 1, count: 1 }))),
        purpose: 'Redelivery of a lost parcel',
      }),
    ],
    [
      'afterSalesDecide',
      'AfterSalesDecideInput',
      () => ({
        decision: 'PRESALE_REFUND_APPROVE',
        rows: times(20, () => {
          const one = bench.server.douyin.buyer.apply({ orderId: bench.place().id, type: 2 });
          return {
            afterSaleId: bench.shop.gid('AfterSale', one.id),
            expectedUpdatedAt: new Date(one.updatedAt * 1000).toISOString(),
          };
        }),
      }),
    ],
    [
      'regionalWarehouseUpdate',
      'RegionalWarehouseUpdateInput',
      () => {
        const [outerId = ''] = bench.state().warehouses.keys();
        return {
          id: bench.shop.gid('RegionalWarehouse', outerId),
          description: 'x',
          priorities: ['330000', '330000/330100', '310000', '310000/310100', '310000/310100/310115'].map((codes) => ({
            region: codes.split('/'),
            priority: 1,
          })),
        };
      },
    ],
    [
      'skusUpdate',
      'SkusUpdateInput',
      () => ({
        rows: [...bench.state().skus.values()]
          .filter(({ product }) => product.status === 0 && product.auditAt === null)
          .slice(0, 40)
          .map(({ sku }) => ({
            skuId: bench.shop.gid('ProductSku', `${sku.productId}.${sku.id}`),
            price: { amount: '9.90' },
            merchantCode: 'c',
          })),
      }),
    ],
  ])('%s is known before anything is sent, and is no more than it', async (name, type, input) => {
    const { requested, actual } = await costOf(bench, name, type, input());
    expect(actual).toBeGreaterThan(20);
    expect(requested).toBeGreaterThanOrEqual(actual);
    expect(requested).toBeLessThan(2 * actual);
  });

  it('productCreate counts the pictures that have to be brought', async () => {
    const pictures = times(12, (at) => `https://merchant.example/img/${at}.png`);
    const input = products.input({ outerId: 'COST-1', descriptionImageUrls: pictures });
    const { requested, actual } = await costOf(products, 'productCreate', 'ProductCreateInput', input);
    expect(actual).toBeGreaterThan(120);
    expect(requested).toBeGreaterThan(120);
  });
});
