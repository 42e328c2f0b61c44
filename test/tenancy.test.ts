import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { json, MisbehavingServer, type SeenRequest } from './support/misbehaving-server.js';
import { type Answer, start, type TestServer, type TestShop } from './support/start.js';

const SITE = '4300112233';
const SHOP = 'V4800vQ0xafvOtuT';
const LABELS = ['red', 'green', 'blue'] as const;
type Label = (typeof LABELS)[number];

const sample = (name: string): Record<string, unknown> => {
  const path = join(process.cwd(), `test/fixtures/kuaizhan/${name}.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { data: Record<string, unknown> }).data;
};
const COMMODITY = sample('commodity-info');
const CATEGORY = (sample('category-list') as unknown as Record<string, unknown>[])[0] ?? {};
const POST = sample('post-info');
const ACCOUNT = sample('wx-service-info');

/**
 * An upstream on which every token finds the same ids, and under each id values that name the token. One value in the
 * wrong answer shows that something crossed.
 */
function answerFor(request: SeenRequest): unknown {
  const label = (request.query.get('access_token') ?? '').replace('token-of-', '');
  const row = (id: string) => ({
    ...COMMODITY,
    _id: id,
    shop_id: SHOP,
    title: `${id} ${label}`,
    category_ids: ['category-0000001'],
    shop: { ...(COMMODITY['shop'] as object), _id: SHOP, title: `shop ${label}`, tel: `tel ${label}` },
  });
  const { query } = request;
  switch (request.path) {
    case '/v2/ec/commodity/info':
      return row(query.get('commodity_id') ?? '');
    case '/v2/ec/commodity/list': {
      if (query.get('fetch_by_ids') === 'true') return (JSON.parse(query.get('ids') ?? '[]') as string[]).map(row);
      const [offset, limit] = [Number(query.get('offset')), Number(query.get('limit'))];
      return Array.from({ length: limit }, (_, at) => row(`commodity-${offset + at}`));
    }
    case '/v2/ec/commodity/count':
      return LABELS.indexOf(label as Label) + 1000;
    case '/v2/ec/commodity/category/list':
      return [{ ...CATEGORY, _id: 'category-0000001', shop_id: SHOP, title: `category ${label}` }];
    case '/v2/platform/site/info':
      return { ...sample('site-info'), site_id: Number(SITE), name: `site ${label}` };
    case '/v2/platform/post/info':
      return { ...POST, post_id: Number(query.get('id')), post_title: `post ${label}`, post_content: `body ${label}` };
    case '/v2/wx/service/info':
      return { ...ACCOUNT, is_bind: true, nick_name: `account ${label}` };
    default:
      return null;
  }
}

const QUERIES: readonly string[] = [
  `query ($ids: [ID!]!) {
    nodes(ids: $ids) { id ... on Commodity { title categories { id title } shop { id kuaizhan { title phone } } } }
  }`,
  `query ($commodity: ID!) { commodity(id: $commodity) { id title shop { id kuaizhan { title } } } }`,
  `query ($shop: ID!) {
    shop(by: { id: $shop }) {
      id commodityCount kuaizhan { title }
      commodities(first: 5) { nodes { id title raw(paths: ["/title"]) variants { id } } }
      commodityCategories { id title }
      site { id name officialAccount { id nickname } post(nativeId: "7") { id title content } }
    }
  }`,
  `query ($shop: ID!) { shop(by: { id: $shop }) { commodities(first: 30) { nodes { id title categories { title } } } } }`,
  `query ($post: ID!) { post(id: $post) { id title content } }`,
];

describe('three tenants with equal native ids', () => {
  const upstream = new MisbehavingServer();
  let server: TestServer;
  const tenants = new Map<Label, { key: string; shop: TestShop }>();

  beforeAll(async () => {
    await upstream.start();
    upstream.behave((response, request) => {
      const pause = 1 + ((upstream.requests.length * 7) % 11);
      setTimeout(() => void json({ ret: 0, msg: '', data: answerFor(request) })(response, request), pause);
    });
    server = await start({ seed: 'empty', env: { KUAIZHAN_URL: upstream.url } });
    for (const label of LABELS) {
      const credential = { name: label, accessToken: `token-of-${label}`, siteId: SITE, shopId: SHOP };
      const { key, shops } = await server.addTenant(label, [credential]);
      tenants.set(label, { key, shop: shops[0] as TestShop });
    }
  });
  afterAll(async () => {
    await server.stop();
    await upstream.stop();
  });

  const of = (label: Label) => tenants.get(label) as { key: string; shop: TestShop };

  /** Which tenants an answer speaks of, by values and by ids. */
  const namedIn = (text: string): string[] =>
    LABELS.filter((label) => new RegExp(`\\b${label}\\b`).test(text) || text.includes(of(label).shop.key));

  it('each get their own values, however their requests are interleaved', async () => {
    const runs: Promise<[Label, Answer]>[] = [];
    for (let round = 0; round < 12; round += 1) {
      for (const label of LABELS) {
        const { key, shop } = of(label);
        const query = QUERIES[round % QUERIES.length] ?? '';
        const variables = {
          shop: shop.id,
          commodity: shop.gid('Commodity', 'commodity-1'),
          post: shop.gid('Post', '7'),
          ids: Array.from({ length: 20 }, (_, at) => shop.gid('Commodity', `commodity-${at}`)),
        };
        const used = Object.fromEntries(Object.entries(variables).filter(([name]) => query.includes(`$${name}`)));
        runs.push(server.ask(query, used, { key }).then((answer) => [label, answer]));
      }
    }
    const answers = await Promise.all(runs);
    expect(answers).toHaveLength(36);
    for (const [label, answer] of answers) {
      expect(answer.errors).toEqual([]);
      expect([label, namedIn(answer.text)]).toEqual([label, [label]]);
    }
  });

  it('each have their own place in a list that looks the same', async () => {
    const list = `query ($shop: ID!, $after: String) {
      shop(by: { id: $shop }) { commodities(first: 2, after: $after) { nodes { title } pageInfo { endCursor } } }
    }`;
    const { key, shop } = of('red');
    const first = await server.ask(list, { shop: shop.id }, { key });
    const after = first.data.shop.commodities.pageInfo.endCursor as string;
    const foreign = await server.ask(list, { shop: of('blue').shop.id, after }, { key: of('blue').key });
    expect(foreign.data.shop.commodities).toBeNull();
    expect(foreign.errors[0].extensions.code).toBe('INVALID_CURSOR');
  });

  it("see another tenant's shops and objects exactly as missing ones, and nothing is asked for them", async () => {
    const foreign = of('blue').shop.key;
    const missing = foreign.replace(/./g, (letter, at: number) => (at === 0 ? letter : letter === 'z' ? 'y' : 'z'));
    const readsOf = (shopKey: string): readonly [string, Record<string, unknown>][] => {
      const id = (type: string, native: string) => `gid://v1/${type}/${shopKey}/${native}`;
      const ids = [
        id('Shop', shopKey),
        ...['Commodity', 'CommodityCategory', 'Post', 'Site', 'OfficialAccount', 'Topic', 'UserBan', 'PostColumn'].map(
          (type) => id(type, SITE),
        ),
        id('CommunityUser', 'someone'),
        id('CommodityVariant', 'commodity-1%3Aabc'),
      ];
      return [
        ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }],
        ['query ($id: ID!) { node(id: $id) { id } }', { id: id('Commodity', 'commodity-1') }],
        ['query ($id: ID!) { shop(by: { id: $id }) { name } }', { id: id('Shop', shopKey) }],
        ['query ($key: String!) { shop(by: { key: $key }) { name } }', { key: shopKey }],
        ['query ($id: ID!) { commodity(id: $id) { title } }', { id: id('Commodity', 'commodity-1') }],
        ['query ($id: ID!) { post(id: $id) { title } }', { id: id('Post', '7') }],
        ['query ($id: ID!) { topic(id: $id) { title } }', { id: id('Topic', 'topic') }],
        ['query ($id: ID!) { site(by: { shopId: $id }) { name } }', { id: id('Shop', shopKey) }],
        ['query ($id: ID!) { site(by: { id: $id }) { name } }', { id: id('Site', SITE) }],
        ['query ($id: ID!) { shopGroup(id: $id) { name } }', { id: id('ShopGroup', shopKey) }],
        [
          'mutation ($id: ID!) { commodityUpdate(input: { id: $id, title: "x" }) { commodity { id } userErrors { code message path } } }',
          { id: id('Commodity', 'commodity-1') },
        ],
        [
          'mutation ($id: ID!) { commodityDelete(input: { id: $id }) { deletedId userErrors { code message path } } }',
          { id: id('Commodity', 'commodity-1') },
        ],
        [
          'mutation ($id: ID!) { commodityCategoryCreate(input: { shopId: $id, title: "x" }) { commodityCategory { id } userErrors { code message path } } }',
          { id: id('Shop', shopKey) },
        ],
        [
          'mutation ($id: ID!) { shopUpdate(input: { id: $id, name: "x" }) { shop { id } userErrors { code message path } } }',
          { id: id('Shop', shopKey) },
        ],
        [
          'mutation ($id: ID!) { communityUserBan(input: { siteId: $id, forumId: "f", userId: "u" }) { ban { id } userErrors { code message path } } }',
          { id: id('Site', SITE) },
        ],
      ];
    };
    const plain = (answer: Answer): string =>
      answer.text
        .replace(/"requestId":"[^"]*"/g, '"requestId":""')
        .replace(/"(remaining|resetsAt)":("[^"]*"|\d+)/g, '"$1":0');
    const before = upstream.requests.length;
    const { key } = of('red');
    const others = readsOf(missing);
    for (const [index, [query, variables]] of readsOf(foreign).entries()) {
      const [, missingVariables] = others[index] ?? [];
      const seen = await server.ask(query, variables, { key });
      const unseen = await server.ask(query, missingVariables, { key });
      expect([seen.status, plain(seen)]).toEqual([unseen.status, plain(unseen)]);
      const [value] = Object.values(seen.data as Record<string, { userErrors?: { code: string }[] } | null | null[]>);
      if (query.startsWith('mutation')) expect(value).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
      else expect([value].flat().every((one) => one === null)).toBe(true);
    }
    expect(upstream.requests.length).toBe(before);
  });

  it('keep groups and audit to themselves', async () => {
    const made = await server.ask(
      'mutation ($shop: ID!) { shopGroupCreate(input: { name: "reds", shopIds: [$shop] }) { shopGroup { id } userErrors { code } } }',
      { shop: of('red').shop.id },
      { key: of('red').key },
    );
    const group = made.data.shopGroupCreate.shopGroup.id as string;
    const seen = await server.ask(
      'query ($g: ID!) { shopGroup(id: $g) { name } node(id: $g) { id } }',
      { g: group },
      {
        key: of('green').key,
      },
    );
    expect(seen.data).toEqual({ shopGroup: null, node: null });
    const filtered = await server.ask(
      'query ($g: ID!) { shops(filter: { groupId: $g }) { totalCount nodes { id } } }',
      { g: group },
      { key: of('green').key },
    );
    expect(filtered.data.shops).toEqual({ totalCount: 0, nodes: [] });
    const stolen = await server.ask(
      'mutation ($shop: ID!) { shopGroupCreate(input: { name: "mixed", shopIds: [$shop] }) { shopGroup { id } userErrors { code } } }',
      { shop: of('blue').shop.id },
      { key: of('red').key },
    );
    expect(stolen.data.shopGroupCreate).toMatchObject({ shopGroup: null, userErrors: [{ code: 'NOT_FOUND' }] });
    const audit = await server.ask(
      '{ shops { nodes { name auditLog { nodes { action } } } } }',
      {},
      { key: of('green').key },
    );
    expect(namedIn(audit.text)).toEqual(['green']);
    expect(audit.text).not.toContain('shopGroupCreate');
  });

  it('find a shop by its native id among their own only', async () => {
    for (const label of LABELS) {
      const { data } = await server.ask(
        'query ($id: String!) { shop(by: { native: { platform: KUAIZHAN, id: $id } }) { name id } }',
        { id: SHOP },
        { key: of(label).key },
      );
      expect(data.shop).toEqual({ name: label, id: of(label).shop.id });
    }
  });

  it('are asked for with their own token alone', () => {
    const tokens = new Set(upstream.requests.map((request) => request.query.get('access_token')));
    expect(tokens).toEqual(new Set(LABELS.map((label) => `token-of-${label}`)));
  });
});

describe('a key that is granted some shops of its tenant', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());

  it('reads the others as if they were not there, and is told when it writes to them', async () => {
    const [tea, wood] = server.shops as [TestShop, TestShop];
    const key = await server.makeKey(['admin'], [tea.key]);
    const { data } = await server.ask(
      `query ($tea: ID!, $wood: ID!) {
        viewer { shopCount }
        shops { totalCount nodes { name } }
        tea: shop(by: { id: $tea }) { name }
        wood: shop(by: { id: $wood }) { name }
      }`,
      { tea: tea.id, wood: wood.id },
      { key },
    );
    expect(data).toEqual({
      viewer: { shopCount: 1 },
      shops: { totalCount: 1, nodes: [{ name: tea.name }] },
      tea: { name: tea.name },
      wood: null,
    });
    const write = await server.ask(
      'mutation ($s: ID!) { commodityCategoryCreate(input: { shopId: $s, title: "x" }) { userErrors { code } } }',
      { s: wood.id },
      { key },
    );
    expect(write.data.commodityCategoryCreate.userErrors).toEqual([{ code: 'PERMISSION_DENIED' }]);
    expect(server.calls()).toEqual([]);
  });

  it('two tenants may register the same shop, and each has its own ids and history for it', async () => {
    const [tea] = server.shops as [TestShop];
    const credential = { name: '同店', accessToken: tea.accessToken, siteId: tea.siteId, shopId: tea.shopId };
    const other = await server.addTenant('Neighbour', [{ ...credential, forumId: tea.forumId }]);
    const [theirs] = other.shops as [TestShop];
    const user = server.kuaizhan.seed.communityUsers[0]?.userId;
    await server.ask(
      'mutation ($s: ID!, $u: String!) { topicCreate(input: { siteId: $s, userId: $u, content: "只在这里" }) { userErrors { code } } }',
      { s: tea.gid('Site', tea.siteId), u: user },
    );
    const topics = async (shop: TestShop, key: string) => {
      const { data } = await server.ask(
        'query ($s: ID!) { shop(by: { id: $s }) { site { topics { nodes { content } } } } }',
        { s: shop.id },
        { key },
      );
      return data.shop.site.topics.nodes as { content: string }[];
    };
    expect(await topics(tea, server.adminKey)).toEqual([{ content: '只在这里' }]);
    expect(await topics(theirs, other.key)).toEqual([]);
    expect(theirs.key).not.toBe(tea.key);
  });
});
