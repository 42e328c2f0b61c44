import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { start, type TestServer, type TestShop } from '../../../support/start.js';

const LIST = 'GET /v2/ec/commodity/list';
const SEARCH = `query ($shop: ID!, $first: Int!, $after: String) {
  shop(by: { id: $shop }) {
    commodities(first: $first, after: $after, select: { search: { query: "月光" } }) {
      nodes { title isOnline shop { id } } pageInfo { hasNextPage endCursor }
    }
  }
}`;

describe('traps of the platform, against the stand-in', () => {
  let server: TestServer;
  let tea: TestShop;
  beforeAll(async () => {
    server = await start();
    tea = server.shops[0] as TestShop;
  });
  afterAll(() => server.stop());
  beforeEach(() => server.kuaizhan.reset());

  const params = (operation: string) => server.kuaizhan.journal.calls(operation).map((entry) => entry.params);

  it('trap 2, K9: a page says how long it is, so that the platform does not cut it at 32', async () => {
    const goods = [...server.kuaizhan.state.commodities.values()].filter((one) => one.shop.id === tea.shopId);
    const ids = goods.slice(0, 60).map((one) => tea.gid('Commodity', one.id));
    const { data } = await server.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect((data.nodes as { id: string }[]).map((node) => node.id)).toEqual(ids);
    expect(params(LIST)).toMatchObject([{ limit: '60' }]);
    const page = await server.ask(
      'query ($s: ID!) { shop(by: { id: $s }) { commodities(first: 50) { nodes { id } } } }',
      { s: tea.id },
    );
    expect(page.data.shop.commodities.nodes).toHaveLength(50);
  });

  it('trap 3: what is off the shelf is not in the list, and found by its id', async () => {
    const hidden = server.kuaizhan.addCommodity({ shopId: tea.shopId, title: '下架了', isOnline: false });
    const { data } = await server.ask(
      `query ($s: ID!, $id: ID!) {
        shop(by: { id: $s }) { commodities(first: 3) { nodes { title } } }
        commodity(id: $id) { title isOnline }
        nodes(ids: [$id, $id]) { ... on Commodity { title } }
      }`,
      { s: tea.id, id: tea.gid('Commodity', hidden.id) },
    );
    expect(JSON.stringify(data.shop)).not.toContain('下架了');
    expect(data.commodity).toEqual({ title: '下架了', isOnline: false });
    expect(data.nodes).toEqual([{ title: '下架了' }, { title: '下架了' }]);
  });

  it('trap 4, K9: a search that brings other shops of the token shows only the own, page after page', async () => {
    const { kuaizhan } = server;
    const other = kuaizhan.addShop({ siteId: 4400000001, title: '邻店', token: tea.accessToken });
    for (let number = 0; number < 260; number += 1)
      kuaizhan.addCommodity({ shopId: other.id, title: `月光 邻店 ${number}`, isOnline: number % 4 !== 0 });
    const own = ['月光 甲', '月光 乙', '月光 丙'];
    for (const title of own) kuaizhan.addCommodity({ shopId: tea.shopId, title, createdAt: 1_600_000_000_000 });
    kuaizhan.addCommodity({ shopId: tea.shopId, title: '月光 丁', isOnline: false, createdAt: 1_500_000_000_000 });

    const found: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 5; page += 1) {
      const { data, errors } = await server.ask(SEARCH, { shop: tea.id, first: 2, after });
      expect(errors).toEqual([]);
      const { nodes, pageInfo } = data.shop.commodities as {
        nodes: { title: string; shop: { id: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      for (const node of nodes) expect(node.shop.id).toBe(tea.id);
      found.push(...nodes.map((node) => node.title));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(found.slice(0, 3).sort()).toEqual([...own].sort());
    expect(found.slice(3)).toEqual(['月光 丁']);
  });

  it('trap 4: a search among thousands of rows of other shops ends, and says that it went too deep', async () => {
    const { kuaizhan } = server;
    const other = kuaizhan.addShop({ siteId: 4400000002, title: '大店', token: tea.accessToken });
    for (let number = 0; number < 1_150; number += 1)
      kuaizhan.addCommodity({ shopId: other.id, title: `月光 大店 ${number}`, createdAt: 1_600_000_000_000 - number });
    const { data, errors } = await server.ask(SEARCH, { shop: tea.id, first: 2, after: null });
    expect(server.calls().length).toBeLessThanOrEqual(10);
    expect(data.shop.commodities).toBeNull();
    expect(errors.map((error) => error.extensions.code)).toEqual(['PAGINATION_TOO_DEEP']);
  });

  it('trap 5, K9: with a category no state is sent, and what did not pass review is a list of its own', async () => {
    const [category] = server.kuaizhan.state.shops.get(tea.shopId)?.categories ?? [];
    server.kuaizhan.addCommodity({
      shopId: tea.shopId,
      title: '待审',
      isPassed: false,
      categoryIds: [category?.id ?? ''],
    });
    const { data } = await server.ask(
      `query ($s: ID!, $c: ID!) {
        shop(by: { id: $s }) {
          commodities(first: 5, select: { category: { categoryId: $c, isPassed: false } }) { nodes { title isPassed } }
        }
      }`,
      { s: tea.id, c: tea.gid('CommodityCategory', category?.id ?? '') },
    );
    expect(data.shop.commodities.nodes).toContainEqual({ title: '待审', isPassed: false });
    expect(params(LIST)).toMatchObject([{ category_id: category?.id, is_passed: 'false' }]);
    expect(params(LIST)[0]).not.toHaveProperty('state');
  });

  it('trap 10, K3: whatever an update or a delete answers, the object is read back and the parent is returned', async () => {
    const [commodity] = server.kuaizhan.state.shops.get(tea.shopId)?.commodities ?? [];
    const id = tea.gid('Commodity', commodity?.id ?? '');
    const updated = await server.ask(
      'mutation ($id: ID!) { commodityUpdate(input: { id: $id, title: "新名" }) { commodity { title } userErrors { code } } }',
      { id },
    );
    expect(updated.data.commodityUpdate).toEqual({ commodity: { title: '新名' }, userErrors: [] });
    expect(server.calls().at(-1)).toBe('GET /v2/ec/commodity/info');
    const deleted = await server.ask(
      'mutation ($id: ID!) { commodityDelete(input: { id: $id }) { deletedId shop { name } userErrors { code } } }',
      { id },
    );
    expect(deleted.data.commodityDelete).toEqual({ deletedId: id, shop: { name: tea.name }, userErrors: [] });
    const gone = await server.ask('query ($id: ID!) { commodity(id: $id) { title } }', { id });
    expect([gone.data, gone.errors]).toEqual([{ commodity: null }, []]);
  });

  it('trap 14, K2: a category is changed and deleted by its id, which the documents do not name', async () => {
    const [category] = server.kuaizhan.state.shops.get(tea.shopId)?.categories ?? [];
    const id = tea.gid('CommodityCategory', category?.id ?? '');
    await server.ask(
      'mutation ($id: ID!) { commodityCategoryUpdate(input: { id: $id, title: "新类" }) { commodityCategory { title } } }',
      { id },
    );
    expect(params('POST /v2/ec/commodity/category/update')).toMatchObject([
      { category_id: category?.id, shop_id: tea.shopId },
    ]);
    await server.ask('mutation ($id: ID!) { commodityCategoryDelete(input: { id: $id }) { deletedId } }', { id });
    expect(params('POST /v2/ec/commodity/category/delete')).toMatchObject([
      { category_id: category?.id, shop_id: tea.shopId },
    ]);
    expect(server.kuaizhan.state.categories.has(category?.id ?? '')).toBe(false);
  });

  it('trap 16, 17, K8: with options neither price nor stock is sent, and a flag is written true or false', async () => {
    const create = (isOnline: boolean) =>
      server.ask(
        `mutation ($shop: ID!, $isOnline: Boolean!) {
          commodityCreate(input: {
            shopId: $shop, title: "单丛", isOnline: $isOnline
            goods: { withOptions: { variants: [
              { selectedOptions: [{ name: "净含量", value: "50g" }], price: { amount: "12.30" }, stock: 4 }
              { selectedOptions: [{ name: "净含量", value: "100g" }], price: { amount: "20.05" }, stock: 6 }
            ] } }
          }) {
            commodity { isOnline totalStock priceRange { min { amount } max { amount } } }
            userErrors { code message }
          }
        }`,
        { shop: tea.id, isOnline },
      );
    for (const isOnline of [true, false]) {
      const { data } = await create(isOnline);
      expect(data.commodityCreate).toEqual({
        commodity: { isOnline, totalStock: 10, priceRange: { min: { amount: '12.30' }, max: { amount: '20.05' } } },
        userErrors: [],
      });
      const [sent] = params('POST /v2/ec/commodity/create');
      expect(sent).toMatchObject({ is_online: String(isOnline), models: '{"净含量":["50g","100g"]}' });
      expect(sent).not.toHaveProperty('price');
      expect(sent).not.toHaveProperty('amount');
    }
  });

  it("trap 18: a shop's telephone and income need their scopes, and their codes are nowhere", async () => {
    const key = await server.makeKey(['catalog:write']);
    const { data, errors, text } = await server.ask(
      'query ($s: ID!) { shop(by: { id: $s }) { kuaizhan { title phone grossEarnings { amount } paidOrderCount } commodities(first: 1) { nodes { raw } } } }',
      { s: tea.id },
      { key },
    );
    expect(data.shop.kuaizhan).toEqual({ title: tea.name, phone: null, grossEarnings: null, paidOrderCount: null });
    expect(errors.map((error) => error.extensions.code)).toEqual(Array(3).fill('PERMISSION_DENIED'));
    for (const secret of ['19900000001', '000317', '掌柜甲', '1284503']) expect(text).not.toContain(secret);
  });

  it('trap 19, K14: a shop without a visible commodity has no profile; one on the other shelf is enough', async () => {
    const { kuaizhan } = server;
    const token = 'kz-test-token-new-shop';
    const bare = kuaizhan.addShop({ siteId: 4400000003, title: '新店', token });
    const added = await server.addTenant('Newcomer', [
      { name: '新店', accessToken: token, siteId: '4400000003', shopId: bare.id },
    ]);
    const [shop] = added.shops;
    const profile = async () => {
      const { data, errors } = await server.ask(
        'query ($s: ID!) { shop(by: { id: $s }) { name kuaizhan { title } commodityCount } }',
        { s: shop?.id },
        { key: added.key },
      );
      expect(errors).toEqual([]);
      return data.shop;
    };
    expect(await profile()).toEqual({ name: '新店', kuaizhan: null, commodityCount: 0 });
    kuaizhan.addCommodity({ shopId: bare.id, title: '藏品', isOnline: false });
    expect(await profile()).toEqual({ name: '新店', kuaizhan: { title: '新店' }, commodityCount: 1 });
    expect(params(LIST).map((sent) => sent['is_online'])).toEqual(['true', 'false']);
  });

  it('trap 20: ids differ by case, and hold - and _', async () => {
    const ids = ['V-O9_fJyvMXx0Ex5', 'V-O9_fJyvMXx0EX5', 'V_O9-fJyvMXx0Ex5'];
    for (const id of ids) server.kuaizhan.addCommodity({ id, shopId: tea.shopId, title: `茶 ${id}` });
    const asked = ids.map((id) => tea.gid('Commodity', id));
    const { data } = await server.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Commodity { title } } }', {
      ids: asked,
    });
    expect(data.nodes).toEqual(ids.map((id, index) => ({ id: asked[index], title: `茶 ${id}` })));
    const variants = await server.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Commodity { variants { id commodity { title } } } } }',
      { ids: asked },
    );
    const variantIds = (variants.data.nodes as { variants: { id: string }[] }[]).map((node) => node.variants[0]?.id);
    const again = await server.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on CommodityVariant { commodity { title } } } }',
      { ids: variantIds },
    );
    expect(again.data.nodes).toEqual(ids.map((id, at) => ({ id: variantIds[at], commodity: { title: `茶 ${id}` } })));
  });

  it('K13: commodities page by offset and limit, posts by page', async () => {
    await server.ask(
      `query ($s: ID!) {
        shop(by: { id: $s }) {
          commodities(first: 4) { nodes { id } }
          site { postColumn(nativeId: "701101") { posts(first: 4) { nodes { id } } } }
        }
      }`,
      { s: tea.id },
    );
    expect(params(LIST)).toMatchObject([{ offset: '0', limit: '5' }]);
    expect(params('GET /v2/platform/post/list')).toMatchObject([{ page: '1', per_page: '4' }]);
  });
});

it('every trap of the page (1 to 20) and every quirk (K1 to K14) has a test that names it', () => {
  const folder = join(process.cwd(), 'test/platforms/kuaizhan/subgraph');
  const texts = ['traps.test.ts', 'traps-on-samples.test.ts'].map((file) => readFileSync(join(folder, file), 'utf8'));
  const titles = texts.flatMap((text) => [...text.matchAll(/\bit\(\s*['"]([^:]+):/g)].map(([, names]) => names ?? ''));
  const traps = new Set(titles.flatMap((names) => names.match(/(?<![K\d])\d+/g) ?? []));
  const quirks = new Set(titles.flatMap((names) => names.match(/K\d+/g) ?? []));
  expect([...traps].map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  expect([...quirks].map((name) => Number(name.slice(1))).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 14 }, (_, at) => at + 1),
  );
});
