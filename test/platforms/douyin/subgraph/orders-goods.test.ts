import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { kuaizhanRegistration } from '../../../../src/platforms/kuaizhan/registration.js';
import { shopGlobalId } from '../../../../src/tenants/global-id.js';
import { LIST, type OrderBench, startOrders } from './orders-bench.js';

let bench: OrderBench;
beforeAll(async () => {
  bench = await startOrders();
}, 30_000);
afterAll(() => bench.server.stop());
afterEach(() => bench.restore());

describe('orders and their goods', () => {
  const SKU_LIST = 'POST /sku/list';
  const SKU = 'POST /sku/detail';
  const PRODUCTS = 'POST /product/listV2';

  it('of a page of fifty take the fewest calls: one for the page, one for a hundred products, one for the SKUs of each', async () => {
    const { orders, errors, extensions } = await bench.list(
      '(first: 50)',
      'nodes { lines { title quantity sku { id merchantCode } product { id title } } parcels { trackingNumber items { quantity line { merchantCode } } } }',
    );
    expect(errors).toEqual([]);
    type Line = { sku: { id: string } | null; product: { id: string } | null };
    const lines: Line[] = orders.nodes.flatMap((node: { lines: Line[] }) => node.lines);
    const skusOf = new Map<string, Set<string>>();
    for (const { sku, product } of lines)
      skusOf.set(product?.id ?? '', (skusOf.get(product?.id ?? '') ?? new Set()).add(sku?.id ?? ''));
    const counts = [...skusOf.values()].map(({ size }) => size);
    expect(orders.nodes).toHaveLength(50);
    expect(lines.length).toBeGreaterThan(skusOf.size);
    const calls = [
      LIST,
      ...Array.from({ length: Math.ceil(skusOf.size / 100) }, () => PRODUCTS),
      ...counts.map((count) => (count > 1 ? SKU_LIST : SKU)),
    ];
    expect(bench.server.calls().sort()).toEqual(calls.sort());
    expect(extensions.upstream.unbatched).toEqual(['shop.orders.nodes.lines.sku']);
  });

  it('are worth admitting for a page of fifty with their SKUs and products', async () => {
    const { extensions } = await bench.list('(first: 50)', 'nodes { lines { sku { id } product { id } } }');
    expect(extensions.cost.requested).toBeLessThanOrEqual(1000);
    expect(extensions.cost.actual).toBeLessThanOrEqual(extensions.cost.requested);
  });

  it('cost one call where nothing but the order itself is asked for', async () => {
    const { extensions } = await bench.list(
      '(first: 100)',
      'nodes { total { amount } } totalCount pageInfo { hasNextPage }',
    );
    expect([bench.server.calls(), extensions.upstream.totalCalls]).toEqual([[LIST], 1]);
  });

  it('are told without product and SKU when these are gone', async () => {
    const [order] = bench.seeded();
    const [line] = order?.lines ?? [];
    const state = bench.server.douyin.state.shops.get(bench.shop.nativeId);
    const product = state?.products.get(line?.productId ?? '');
    const sku = state?.skus.get(line?.skuId ?? '');
    if (state === undefined || product === undefined || sku === undefined) throw new Error('no product');
    state.products.delete(product.id);
    state.skus.delete(sku.sku.id);
    const { data, errors } = await bench.server.ask(
      'query($id: ID!) { order(id: $id) { lines { title sku { id } product { id } } } }',
      { id: bench.shop.gid('Order', order?.id ?? '') },
    );
    state.products.set(product.id, product);
    state.skus.set(sku.sku.id, sku);
    expect([errors, data.order.lines[0]]).toEqual([[], { title: line?.productName, sku: null, product: null }]);
  });

  it('lose only the field whose call failed', async () => {
    bench.server.douyin.faults.set([{ match: { operation: SKU, nth: 1 }, fault: 'malformed' }]);
    const [order] = bench.seeded().filter(({ lines }) => lines.length > 1);
    const { data, errors } = await bench.server.ask(
      'query($id: ID!) { order(id: $id) { lines { title sku { id } } } }',
      {
        id: bench.shop.gid('Order', order?.id ?? ''),
      },
    );
    expect(errors.map((error) => [error.extensions.code, error.path])).toEqual([
      ['UPSTREAM_MALFORMED', ['order', 'lines', expect.any(Number), 'sku']],
    ]);
    expect(data.order.lines.filter(({ sku }: { sku: object | null }) => sku === null)).toHaveLength(1);
  });
});

describe('the right to read orders', () => {
  it('is asked for on every way to them', async () => {
    const key = await bench.server.makeKey(['shops:read', 'catalog:write', 'orders:write']);
    const id = bench.seeded()[0]?.id ?? '';
    const gid = bench.shop.gid('Order', id);
    const { data, errors } = await bench.server.ask(
      `query($shop: ID!, $id: ID!, $line: ID!, $native: String!) {
        order(id: $id) { id } node(id: $id) { id } nodes(ids: [$id, $line]) { id }
        shop(by: { id: $shop }) { name orders { nodes { id } } order(nativeId: $native) { id } addresses { nodes { nativeId } }
          tracking(carrierCode: "shunfeng", trackingNumber: "SF1") { trackingNumber } carriers { code } } }`,
      {
        shop: bench.shop.id,
        id: gid,
        line: bench.shop.gid('OrderLine', `${id}.${bench.seeded()[0]?.lines[0]?.id}`),
        native: id,
      },
      { key },
    );
    expect(data).toMatchObject({
      order: null,
      node: null,
      nodes: [null, null],
      shop: { orders: null, order: null, addresses: null, tracking: null },
    });
    expect(data.shop.carriers.length).toBeGreaterThan(0);
    expect(errors.map((error) => [error.path.join('.'), error.extensions.code]).sort()).toEqual(
      ['node', 'nodes.0', 'nodes.1', 'order', 'shop.addresses', 'shop.order', 'shop.orders', 'shop.tracking'].map(
        (path) => [path, 'PERMISSION_DENIED'],
      ),
    );
    expect(bench.server.calls()).toEqual(['POST /order/logisticsCompanyList']);
  });

  it('does not help with a shop of another platform, which has none', async () => {
    const { registry } = bench.server.foundation;
    const registration = kuaizhanRegistration({ accessToken: 'token-of-nobody', siteId: '12' });
    const other = await registry.registerShop(bench.server.tenantId, {
      name: 'site',
      registration,
      isSandbox: false,
      labels: [],
    });
    const { data, errors } = await bench.server.ask(
      'query($shop: ID!) { shop(by: { id: $shop }) { orders { nodes { id } totalCount } order(nativeId: "1") { id } carriers { code } addresses { nodes { nativeId } } } }',
      { shop: shopGlobalId(other.key) },
    );
    expect([errors, data.shop]).toEqual([
      [],
      { orders: { nodes: [], totalCount: null }, order: null, carriers: null, addresses: null },
    ]);
    expect(bench.server.calls()).toEqual([]);
  });
});
