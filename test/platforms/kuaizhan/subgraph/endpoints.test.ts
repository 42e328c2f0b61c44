import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../../../src/emulator/fault-rule.js';
import { ENDPOINTS } from '../../../../src/platforms/kuaizhan/upstream/endpoints.js';
import { start, type TestServer, type TestShop } from '../../../support/start.js';

/** An endpoint, the field of the graph that reaches it, and an example that does. */
interface Example {
  readonly endpoint: string;
  readonly field: string;
  readonly query: string;
  readonly variables: (names: Names) => Readonly<Record<string, unknown>>;
  readonly faults?: readonly FaultRule[];
}

/** What the examples speak of. */
interface Names {
  readonly shop: string;
  readonly site: string;
  readonly user: string;
  readonly commodity: string;
  readonly category: string;
  readonly categorised: string;
  readonly follower: string;
}

const shopOf = ({ shop }: Names) => ({ shop });
const PAYLOAD = 'userErrors { code message }';

const EXAMPLES: readonly Example[] = [
  {
    endpoint: 'GET /v2/platform/site/info',
    field: 'Shop.site',
    query: 'query ($shop: ID!) { shop(by: { id: $shop }) { site { name } } }',
    variables: shopOf,
  },
  {
    endpoint: 'GET /v2/platform/post/info',
    field: 'Site.post',
    query: 'query ($shop: ID!) { shop(by: { id: $shop }) { site { post(nativeId: "70110101") { content } } } }',
    variables: shopOf,
  },
  {
    endpoint: 'GET /v2/platform/post/list',
    field: 'PostColumn.posts',
    query: `query ($shop: ID!) {
      shop(by: { id: $shop }) { site { postColumn(nativeId: "701101") { posts(first: 1) { nodes { title } } } } }
    }`,
    variables: shopOf,
  },
  {
    endpoint: 'POST /v2/club/topic/create',
    field: 'Mutation.topicCreate',
    query: `mutation ($site: ID!, $user: String!) {
      topicCreate(input: { siteId: $site, userId: $user, content: "今年的茶到了" }) { topic { id } ${PAYLOAD} }
    }`,
    variables: ({ site, user }) => ({ site, user }),
  },
  {
    endpoint: 'POST /v2/club/user/ban',
    field: 'Mutation.communityUserBan',
    query: `mutation ($site: ID!, $user: String!) {
      communityUserBan(input: { siteId: $site, userId: $user, days: 1 }) { ban { isBanned } ${PAYLOAD} }
    }`,
    variables: ({ site, user }) => ({ site, user }),
  },
  {
    endpoint: 'POST /v2/ec/commodity/create',
    field: 'Mutation.commodityCreate',
    query: `mutation ($shop: ID!) {
      commodityCreate(input: {
        shopId: $shop, title: "新茶", isOnline: true, goods: { single: { price: { amount: "9.90" }, stock: 3 } }
      }) { commodity { id } ${PAYLOAD} }
    }`,
    variables: shopOf,
  },
  {
    endpoint: 'POST /v2/ec/commodity/update',
    field: 'Mutation.commodityUpdate',
    query: `mutation ($id: ID!) {
      commodityUpdate(input: { id: $id, title: "改名" }) { commodity { title } ${PAYLOAD} }
    }`,
    variables: ({ commodity }) => ({ id: commodity }),
  },
  {
    endpoint: 'POST /v2/ec/commodity/delete',
    field: 'Mutation.commodityDelete',
    query: 'mutation ($id: ID!) { commodityDelete(input: { id: $id }) { deletedId userErrors { code message } } }',
    variables: ({ commodity }) => ({ id: commodity }),
  },
  {
    endpoint: 'GET /v2/ec/commodity/info',
    field: 'Query.commodity',
    query: 'query ($id: ID!) { commodity(id: $id) { title } }',
    variables: ({ commodity }) => ({ id: commodity }),
  },
  {
    endpoint: 'GET /v2/ec/commodity/list',
    field: 'Shop.commodities',
    query: 'query ($shop: ID!) { shop(by: { id: $shop }) { commodities(first: 1) { nodes { title } } } }',
    variables: shopOf,
  },
  {
    endpoint: 'GET /v2/ec/commodity/count',
    field: 'Shop.commodityCount',
    query: 'query ($shop: ID!) { shop(by: { id: $shop }) { commodityCount } }',
    variables: shopOf,
  },
  {
    endpoint: 'POST /v2/ec/commodity/category/create',
    field: 'Mutation.commodityCategoryCreate',
    query: `mutation ($shop: ID!) {
      commodityCategoryCreate(input: { shopId: $shop, title: "新品" }) { commodityCategory { id } ${PAYLOAD} }
    }`,
    variables: shopOf,
  },
  {
    endpoint: 'POST /v2/ec/commodity/category/update',
    field: 'Mutation.commodityCategoryUpdate',
    query: `mutation ($id: ID!) {
      commodityCategoryUpdate(input: { id: $id, title: "改名" }) { commodityCategory { title } ${PAYLOAD} }
    }`,
    variables: ({ category }) => ({ id: category }),
  },
  {
    endpoint: 'POST /v2/ec/commodity/category/delete',
    field: 'Mutation.commodityCategoryDelete',
    query: `mutation ($id: ID!) {
      commodityCategoryDelete(input: { id: $id }) { deletedId ${PAYLOAD} }
    }`,
    variables: ({ category }) => ({ id: category }),
  },
  {
    endpoint: 'GET /v2/ec/commodity/category/info',
    field: 'Commodity.categories',
    query: 'query ($id: ID!) { commodity(id: $id) { categories { title } } }',
    variables: ({ categorised }) => ({ id: categorised }),
    // The list leaves the category out, so it is asked for by itself.
    faults: [{ match: { operation: 'GET /v2/ec/commodity/category/list' }, fault: 'rows_missing' }],
  },
  {
    endpoint: 'GET /v2/ec/commodity/category/list',
    field: 'Shop.commodityCategories',
    query: 'query ($shop: ID!) { shop(by: { id: $shop }) { commodityCategories { title } } }',
    variables: shopOf,
  },
  {
    endpoint: 'GET /v2/wx/service/info',
    field: 'Site.officialAccount',
    query: 'query ($shop: ID!) { shop(by: { id: $shop }) { site { officialAccount { nickname } } } }',
    variables: shopOf,
  },
  {
    endpoint: 'GET /v2/wx/user/subscribe',
    field: 'OfficialAccount.subscription',
    query: `query ($shop: ID!, $openId: String!) {
      shop(by: { id: $shop }) { site { officialAccount { subscription(openId: $openId) { isSubscribed } } } }
    }`,
    variables: ({ shop, follower }) => ({ shop, openId: follower }),
  },
];

/** Whether a field came back without a value: its example would have reached nothing. */
function hasNothing(value: unknown): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0 || value.some(hasNothing);
  return (
    typeof value === 'object' &&
    Object.entries(value as object).some(([name, one]) => name !== 'userErrors' && hasNothing(one))
  );
}

describe('the eighteen endpoints of Kuaizhan', () => {
  let server: TestServer;
  let shop: TestShop;
  beforeAll(async () => {
    server = await start();
    shop = server.shops[0] as TestShop;
  });
  afterAll(() => server.stop());

  const names = (): Names => {
    const { kuaizhan } = server;
    kuaizhan.reset();
    const home = kuaizhan.state.shops.get(shop.shopId);
    const [commodity] = home?.commodities ?? [];
    const [category] = home?.categories ?? [];
    if (commodity === undefined || category === undefined) throw new Error('the seed is empty');
    const categorised = kuaizhan.addCommodity({ shopId: shop.shopId, title: '归类', categoryIds: [category.id] });
    return {
      shop: shop.id,
      site: shop.gid('Site', shop.siteId),
      user: kuaizhan.seed.communityUsers.find((one) => one.forumId === shop.forumId)?.userId ?? '',
      commodity: shop.gid('Commodity', commodity.id),
      category: shop.gid('CommodityCategory', category.id),
      categorised: shop.gid('Commodity', categorised.id),
      follower: kuaizhan.seed.officialAccount?.followerOpenId ?? '',
    };
  };

  it.each(EXAMPLES)('$endpoint is reached by $field', async ({ endpoint, query, variables, faults = [] }) => {
    const given = variables(names());
    server.kuaizhan.faults.set(faults);
    const answer = await server.ask(query, given);
    expect(answer.errors).toEqual([]);
    expect(hasNothing(answer.data)).toBe(false);
    expect(server.calls()).toContain(endpoint);
    const [payload] = Object.values(answer.data as Record<string, { userErrors?: unknown[] }>);
    expect(payload?.userErrors ?? []).toEqual([]);
  });

  it('are all of them reached, each by a field of the graph', () => {
    const catalogue = Object.values(ENDPOINTS).map(({ name }) => name);
    expect(catalogue).toHaveLength(18);
    expect(EXAMPLES.map(({ endpoint }) => endpoint).sort()).toEqual(catalogue.sort());
  });
});
