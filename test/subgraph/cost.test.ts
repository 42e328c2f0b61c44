import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, start, type TestServer, type TestShop } from '../support/start.js';

describe('the cost of an operation', () => {
  let server: TestServer;
  let tea: TestShop;
  let wood: TestShop;
  beforeAll(async () => {
    server = await start();
    [tea, wood] = server.shops as [TestShop, TestShop];
  });
  afterAll(() => server.stop());

  const costOf = ({ extensions }: Answer) =>
    extensions.cost as { requested: number; actual: number; remaining: number };
  const shop = (fields: string) => server.ask(`query ($s: ID!) { shop(by: { id: $s }) { ${fields} } }`, { s: tea.id });
  const idsOf = (of: TestShop, count: number) =>
    [...server.kuaizhan.state.commodities.values()]
      .filter((one) => one.shop.id === of.shopId)
      .slice(0, count)
      .map((one) => of.gid('Commodity', one.id));

  it('is ten points a call and one for ten objects, told before and after', async () => {
    const cost = costOf(await shop('commodities(first: 100) { nodes { shop { id } categories { id } } }'));
    // 1 + 1 shop + 1 page + 100 commodities, 100 shops, up to 500 categories; one list and one list of categories.
    expect(cost.requested).toBe(20 + Math.ceil(703 / 10));
    expect(cost.actual).toBeLessThanOrEqual(cost.requested);
    expect(cost.actual).toBeGreaterThanOrEqual(20 + Math.ceil(303 / 10));
  });

  it('is one call for a hundred nodes of one shop, and one more for another shop', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Commodity { title } } }';
    const one = costOf(await server.ask(query, { ids: idsOf(tea, 100) }));
    expect([one.requested, one.actual]).toEqual([21, 21]);
    const two = costOf(await server.ask(query, { ids: [...idsOf(tea, 50), ...idsOf(wood, 50)] }));
    expect([two.requested, two.actual]).toEqual([31, 31]);
  });

  it.each([
    ['hasNextPage after a full page', 'commodities(first: 100) { nodes { id } pageInfo { hasNextPage } }'],
    ['a profile on its own', 'kuaizhan { title }'],
    [
      'a profile that rides along',
      'kuaizhan { title } commodities(first: 1) { nodes { shop { kuaizhan { title } } } }',
    ],
    ['a search on both shelves', 'commodities(first: 50, select: { search: { query: "肉桂" } }) { nodes { id } }'],
    ['raw objects, whose parts are no objects of the graph', 'commodities(first: 20) { nodes { raw } }'],
    ['bodies of posts', 'site { postColumn(nativeId: "701101") { posts(first: 4) { nodes { content } } } }'],
    ['visitors', 'site { officialAccount { subscriptions(openIds: ["a", "b", "c"]) { isSubscribed } } }'],
    ['extras of a site', 'site { changyan entrances }'],
    ['lists below a list', 'commodityCategories { commodities(first: 3) { nodes { title } } }'],
    ['a count', 'commodityCount commodities(first: 1) { totalCount }'],
    ['units of a list', 'commodities(first: 100) { nodes { variants { price { amount } selectedOptions { name } } } }'],
  ])('is never estimated below what it comes to: %s', async (_name, fields) => {
    const answer = await shop(fields);
    expect(answer.errors).toEqual([]);
    const { requested, actual } = costOf(answer);
    expect(requested).toBeGreaterThanOrEqual(actual);
  });

  it('of a profile beside a commodity call is nothing', async () => {
    const alone = costOf(await shop('kuaizhan { title }')).requested;
    const beside = costOf(await shop('kuaizhan { title } commodities(first: 1) { nodes { title } }')).requested;
    const list = costOf(await shop('commodities(first: 1) { nodes { title } }')).requested;
    expect([alone, beside - list]).toEqual([11, 0]);
  });

  it('counts what variables, defaults and fragments ask for', async () => {
    const query = `query ($s: ID!, $n: Int = 100, $with: Boolean = true) {
      shop(by: { id: $s }) { commodities(first: $n) { ...Rows @include(if: $with) } }
    }
    fragment Rows on CommodityConnection { nodes { title } }`;
    const requested = async (variables: Record<string, unknown>) =>
      costOf(await server.ask(query, { s: tea.id, ...variables })).requested;
    expect(await requested({})).toBe(10 + 11);
    expect(await requested({ n: 10 })).toBe(10 + 2);
    expect(await requested({ with: false })).toBe(10 + 1);
  });

  it('refuses what would be too dear before anything is asked', async () => {
    const answer = await shop('site { postColumn(nativeId: "701101") { posts(first: 100) { nodes { content } } } }');
    expect(answer.data).toBeNull();
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(['COST_LIMIT_EXCEEDED']);
    expect(server.calls()).toEqual([]);
  });
});
