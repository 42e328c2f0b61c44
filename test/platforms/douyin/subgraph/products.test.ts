import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DouyinServer, startDouyin } from '../../../support/start-douyin.js';

const LIST = 'POST /product/listV2';
const DETAIL = 'POST /product/detail';
const SKUS = 'POST /sku/list';

describe('products of a Douyin shop', () => {
  let server: DouyinServer;
  let shop: string;
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' } });
    shop = server.shops[0]?.id ?? '';
  }, 30_000);
  afterAll(() => server.stop());

  const ask = (selection: string, args = '(first: 10)') =>
    server.ask(`query($shop: ID!) { shop(by: { id: $shop }) { products${args} { ${selection} } } }`, { shop });

  it('are listed by one call, whatever the list itself tells', async () => {
    const { data, errors } = await ask(
      'totalCount nodes { id native { id resource } title isOnline reviewStatus reviewStatusCode cover { url } categoryPath { name isLeaf } createdAt updatedAt version }',
    );
    expect(errors).toEqual([]);
    const { nodes, totalCount } = data.shop.products;
    expect(nodes).toHaveLength(10);
    expect(totalCount).toBeGreaterThan(50);
    expect(nodes[0].native).toEqual({ resource: 'product', id: expect.stringMatching(/^\d{19}$/) });
    expect(nodes[0].id).toContain(nodes[0].native.id);
    expect(server.calls()).toEqual([LIST]);
  });

  it('bring prices and SKUs by one call each, and the token by one for all', async () => {
    const { data, errors } = await ask(
      'nodes { id priceRange { min { amount } } totalStock skus { id stock heldStock } }',
    );
    expect(errors).toEqual([]);
    expect(server.calls().sort()).toEqual([LIST, ...Array.from({ length: 10 }, () => SKUS)].sort());
    for (const { totalStock, skus } of data.shop.products.nodes)
      expect(totalStock).toBe(skus.reduce((sum: number, sku: { stock: number }) => sum + sku.stock, 0));
  });

  it('bring pictures, prices and SKUs with the names of their options by one call each', async () => {
    const { data, errors } = await ask(
      'nodes { images { url } attributes { name values } priceRange { min { minorUnits } max { minorUnits } } skus { price { minorUnits } selectedOptions { name value } } }',
    );
    expect(errors).toEqual([]);
    expect(server.calls().sort()).toEqual([LIST, ...Array.from({ length: 10 }, () => DETAIL)].sort());
    const [{ priceRange, skus }] = data.shop.products.nodes;
    const prices = skus.map((sku: { price: { minorUnits: string } }) => Number(sku.price.minorUnits));
    expect([Number(priceRange.min.minorUnits), Number(priceRange.max.minorUnits)]).toEqual([
      Math.min(...prices),
      Math.max(...prices),
    ]);
  });

  it('are paged forwards and backwards without a gap, one call a page', async () => {
    const whole = await ask('nodes { id } totalCount', '(first: 100)');
    const ids: string[] = whole.data.shop.products.nodes.map(({ id }: { id: string }) => id);
    const seen: string[] = [];
    let after = '';
    do {
      const { data } = await ask('nodes { id } pageInfo { hasNextPage endCursor startCursor }', `(first: 30${after})`);
      expect(server.calls()).toEqual([LIST]);
      seen.push(...data.shop.products.nodes.map(({ id }: { id: string }) => id));
      const { hasNextPage, endCursor, startCursor } = data.shop.products.pageInfo;
      if (after !== '') {
        const back = await ask('nodes { id }', `(last: 30, before: "${startCursor}")`);
        expect(back.data.shop.products.nodes.map(({ id }: { id: string }) => id)).toEqual(
          seen.slice(
            Math.max(0, seen.length - data.shop.products.nodes.length - 30),
            seen.length - data.shop.products.nodes.length,
          ),
        );
      }
      after = hasNextPage ? `, after: "${endCursor}"` : '';
    } while (after !== '');
    expect(new Set(seen).size).toBe(whole.data.shop.products.totalCount);
    expect(seen.slice(0, 100)).toEqual(ids);
  });

  it('are found by global id and by native id, one call each; what is no id is nothing, without a call', async () => {
    const { data: listed } = await ask('nodes { id native { id } title }', '(first: 3)');
    const [one] = listed.shop.products.nodes;
    const found = await server.ask(
      'query($id: ID!, $shop: ID!, $native: String!) { product(id: $id) { title } shop(by: { id: $shop }) { product(nativeId: $native) { title images { url } } } }',
      { id: one.id, shop, native: one.native.id },
    );
    expect(found.data.product.title).toBe(one.title);
    expect(found.data.shop.product.title).toBe(one.title);
    expect(server.calls()).toEqual([DETAIL]);
    const none = await server.ask(
      'query($shop: ID!) { shop(by: { id: $shop }) { a: product(nativeId: "9999999999999999999") { id } b: product(nativeId: "abc") { id } } }',
      { shop },
    );
    expect(none.data.shop).toEqual({ a: null, b: null });
    expect(none.errors).toEqual([]);
    expect(server.calls()).toEqual([]);
  });

  it('are read together by one call when several are asked for', async () => {
    const { data: listed } = await ask('nodes { id title }', '(first: 5)');
    const ids = listed.shop.products.nodes.map(({ id }: { id: string }) => id);
    const { data } = await server.ask('query($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { title } } }', { ids });
    expect(data.nodes.map(({ title }: { title: string }) => title)).toEqual(
      listed.shop.products.nodes.map(({ title }: { title: string }) => title),
    );
    expect(server.calls()).toEqual([LIST]);
  });

  it.each([
    ['(filter: { isOnline: true, reviewStatus: PASSED })', (node: { isOnSale: boolean }) => node.isOnSale],
    ['(filter: { isOnline: false })', (node: { isOnline: boolean }) => !node.isOnline],
    ['(filter: { reviewStatus: REJECTED })', (node: { reviewStatusCode: number }) => node.reviewStatusCode === 4],
  ])('are narrowed by %s', async (args, isRight) => {
    const { data, errors } = await ask('nodes { isOnSale isOnline reviewStatusCode }', args);
    expect(errors).toEqual([]);
    expect(data.shop.products.nodes.length).toBeGreaterThan(0);
    expect(data.shop.products.nodes.every(isRight)).toBe(true);
  });

  it.each([
    ['(filter: { reviewStatus: UNRECOGNIZED })', 'INVALID_INPUT'],
    ['(filter: { nativeIds: [] })', 'INVALID_INPUT'],
    ['(filter: { nativeIds: ["x"] })', 'INVALID_INPUT'],
    ['(filter: { createdIn: { from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" } })', 'INVALID_INPUT'],
    ['(first: 101)', 'INVALID_INPUT'],
    ['(last: 5)', 'UNSUPPORTED_COMBINATION'],
    ['(after: "nonsense")', 'INVALID_CURSOR'],
  ])('are refused for %s before anything is sent', async (args, code) => {
    const { data, errors } = await ask('nodes { id }', args);
    expect(data?.shop?.products ?? null).toBeNull();
    expect(errors[0].extensions.code).toBe(code);
    expect(server.calls()).toEqual([]);
  });

  it('are empty for a shop of another platform, and so is everything else that Douyin adds', async () => {
    const { shops } = await server.addTenant('Test', [
      { accessToken: 'kz-token-1', siteId: '4208285106', shopId: 'kzShop0001', name: 'Kuaizhan' },
    ]);
    const { data, errors } = await server.ask(
      'query($shop: ID!) { shop(by: { id: $shop }) { products { nodes { id } totalCount } product(nativeId: "1") { id } brands { name } productCategories { name } } }',
      { shop: shops[0]?.id },
    );
    expect(errors).toEqual([]);
    expect(data.shop).toEqual({
      products: { nodes: [], totalCount: null },
      product: null,
      brands: null,
      productCategories: null,
    });
    expect(server.calls()).toEqual([]);
  });

  it('fail alone: a detail that is refused leaves the list and the other products whole', async () => {
    server.douyin.faults.set([
      {
        match: { operation: DETAIL, nth: 2 },
        fault: 'business_code',
        code: 40004,
        message: 'isv.parameter-invalid:2010001',
      },
    ]);
    const { data, errors } = await ask('nodes { title images { url } }', '(first: 3)');
    server.douyin.faults.clear();
    const pictures = data.shop.products.nodes.map(({ images }: { images: unknown }) => images !== null);
    expect(pictures.filter(Boolean)).toHaveLength(2);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      path: ['shop', 'products', 'nodes', expect.any(Number), 'images'],
      extensions: { code: 'UPSTREAM_REJECTED', platform: 'DOUYIN', shopId: shop },
    });
  });
});
