import type { Answer, TestServer, TestShop } from '../support/start.js';

/** A shop of its own on the stand-in, with the key that may write to it. */
export interface WritableShop extends TestShop {
  /** An admin key with a full budget. */
  readonly apiKey: string;
  /** Name of the shop's token in the stand-in's journal. */
  readonly label: string;
  /** A member of its community. */
  readonly userId: string;
}

/** What one mutation needs to be asked. */
export interface PreparedWrite {
  readonly input: Record<string, unknown>;
  /** A further valid input, for another write under the same key. */
  readonly otherInput: Record<string, unknown>;
}

/** One mutation of the platform, as data that every promise of writes is held against. */
export interface WriteKind {
  readonly mutation: string;
  readonly inputType: string;
  /** Selection of the payload beside the fields all payloads have. */
  readonly subject: string;
  /** The write upstream. */
  readonly operation: string;
  /** Everything upstream that a plain success asks, in order; an object that no read has shown yet is read first. */
  readonly calls: readonly string[];
  /** What the stand-in notes when it was done. */
  readonly effect: string;
  prepare(server: TestServer, shop: WritableShop): PreparedWrite;
  /** Whether an unknown outcome can be found out by looking at the platform. */
  readonly settles: 'by adoption' | 'by reading back' | 'by repeating' | 'never';
}

let nextSite = 7_100_000_001;

/** Adds a shop to the stand-in and registers it; nothing that happens to it touches another test. */
export async function freshShop(server: TestServer, tenant = 'Test'): Promise<WritableShop> {
  const siteId = nextSite;
  nextSite += 1;
  const { kuaizhan } = server;
  const accessToken = `canary-kz-token-${siteId}-5b1e`;
  const label = `site-${siteId}`;
  const shop = kuaizhan.addShop({ siteId, token: accessToken, label, title: `shop ${siteId}` });
  const [forumId, userId] = [kuaizhan.state.nextId(), kuaizhan.state.nextId()];
  kuaizhan.state.forums.set(forumId, { id: forumId, siteId, title: 'forum' });
  kuaizhan.state.clubUsers.set(userId, { id: userId, siteId, name: 'member' });
  const credential = { name: `shop ${siteId}`, accessToken, siteId: String(siteId), shopId: shop.id, forumId };
  const { key, shops } = await server.addTenant(tenant, [credential]);
  const [made] = shops;
  if (made === undefined) throw new Error('no shop');
  return { ...made, apiKey: key, label, userId };
}

const COMMODITY = `commodity { id title description price { amount } totalStock isOnline version
  variants { id stock } }`;
const CATEGORY = 'commodityCategory { id title description }';

/** Every mutation that writes to Kuaizhan. */
export const KINDS: readonly WriteKind[] = [
  {
    mutation: 'commodityCreate',
    inputType: 'CommodityCreateInput',
    subject: COMMODITY,
    operation: 'POST /v2/ec/commodity/create',
    calls: ['POST /v2/ec/commodity/create'],
    effect: 'commodity.create',
    settles: 'by adoption',
    prepare: (_server, shop) => {
      const goods = { single: { price: { amount: '12.30' }, stock: 7 } };
      return {
        input: { shopId: shop.id, title: 'new one', goods },
        otherInput: { shopId: shop.id, title: 'another new one', goods },
      };
    },
  },
  {
    mutation: 'commodityUpdate',
    inputType: 'CommodityUpdateInput',
    subject: COMMODITY,
    operation: 'POST /v2/ec/commodity/update',
    calls: ['GET /v2/ec/commodity/info', 'POST /v2/ec/commodity/update', 'GET /v2/ec/commodity/info'],
    effect: 'commodity.update',
    settles: 'by reading back',
    prepare: ({ kuaizhan }, shop) => {
      const { id } = kuaizhan.addCommodity({ shopId: shop.shopId, title: 'old title', price: 5, amount: 3 });
      const gid = shop.gid('Commodity', id);
      return { input: { id: gid, title: 'new title' }, otherInput: { id: gid, title: 'another title' } };
    },
  },
  {
    mutation: 'commodityDelete',
    inputType: 'CommodityDeleteInput',
    subject: 'deletedId shop { id }',
    operation: 'POST /v2/ec/commodity/delete',
    calls: ['GET /v2/ec/commodity/info', 'POST /v2/ec/commodity/delete'],
    effect: 'commodity.delete',
    settles: 'by repeating',
    prepare: ({ kuaizhan }, shop) => {
      const [first, second] = ['one', 'two'].map((title) => kuaizhan.addCommodity({ shopId: shop.shopId, title }).id);
      return {
        input: { id: shop.gid('Commodity', first ?? '') },
        otherInput: { id: shop.gid('Commodity', second ?? '') },
      };
    },
  },
  {
    mutation: 'commodityCategoryCreate',
    inputType: 'CommodityCategoryCreateInput',
    subject: CATEGORY,
    operation: 'POST /v2/ec/commodity/category/create',
    calls: ['POST /v2/ec/commodity/category/create'],
    effect: 'category.create',
    settles: 'by adoption',
    prepare: (_server, shop) => ({
      input: { shopId: shop.id, title: 'new category' },
      otherInput: { shopId: shop.id, title: 'another category' },
    }),
  },
  {
    mutation: 'commodityCategoryUpdate',
    inputType: 'CommodityCategoryUpdateInput',
    subject: CATEGORY,
    operation: 'POST /v2/ec/commodity/category/update',
    calls: [
      'GET /v2/ec/commodity/category/info',
      'POST /v2/ec/commodity/category/update',
      'GET /v2/ec/commodity/category/info',
    ],
    effect: 'category.update',
    settles: 'by reading back',
    prepare: ({ kuaizhan }, shop) => {
      const { id } = kuaizhan.addCategory({ shopId: shop.shopId, title: 'old category' });
      const gid = shop.gid('CommodityCategory', id);
      return { input: { id: gid, title: 'new name' }, otherInput: { id: gid, title: 'another name' } };
    },
  },
  {
    mutation: 'commodityCategoryDelete',
    inputType: 'CommodityCategoryDeleteInput',
    subject: 'deletedId shop { id }',
    operation: 'POST /v2/ec/commodity/category/delete',
    calls: ['GET /v2/ec/commodity/category/info', 'POST /v2/ec/commodity/category/delete'],
    effect: 'category.delete',
    settles: 'by repeating',
    prepare: ({ kuaizhan }, shop) => {
      const [first, second] = ['one', 'two'].map((title) => kuaizhan.addCategory({ shopId: shop.shopId, title }).id);
      return {
        input: { id: shop.gid('CommodityCategory', first ?? '') },
        otherInput: { id: shop.gid('CommodityCategory', second ?? '') },
      };
    },
  },
  {
    mutation: 'topicCreate',
    inputType: 'TopicCreateInput',
    subject: 'topic { id title content }',
    operation: 'POST /v2/club/topic/create',
    calls: ['POST /v2/club/topic/create'],
    effect: 'topic.create',
    settles: 'never',
    prepare: (_server, shop) => {
      const input = { siteId: shop.gid('Site', shop.siteId), userId: shop.userId, title: 'hello' };
      return { input: { ...input, content: 'first words' }, otherInput: { ...input, content: 'other words' } };
    },
  },
  {
    mutation: 'communityUserBan',
    inputType: 'CommunityUserBanInput',
    subject: 'ban { id days reason isBanned }',
    operation: 'POST /v2/club/user/ban',
    calls: ['POST /v2/club/user/ban'],
    effect: 'user.ban',
    settles: 'never',
    prepare: (_server, shop) => {
      const input = { siteId: shop.gid('Site', shop.siteId), userId: shop.userId, reason: 'noise' };
      return { input: { ...input, days: 3 }, otherInput: { ...input, days: 4 } };
    },
  },
];

const ERRORS = `userErrors { __typename code message path retryable shopId
  ... on StateError { nodeId currentVersion }
  ... on InputError { constraint }
  ... on AccessError { requiredScopes }
  ... on ThrottleError { retryAfterMs }
  ... on UpstreamError { fault { endpoint httpStatus code message } } }`;
const PLAN = 'plan { totalCalls totalCost warnings calls { platform endpoint batchSize cost idempotent body } }';

/** What a payload answered. */
export interface Payload {
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests are about
  readonly [field: string]: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly userErrors: readonly any[];
  readonly replayed: boolean;
}

/** An answered mutation. */
export interface Written {
  readonly answer: Answer;
  readonly payload: Payload;
  readonly code: string | null;
}

/** The document of a mutation. */
export const documentOf = ({ mutation, inputType, subject }: Pick<WriteKind, 'mutation' | 'inputType' | 'subject'>) =>
  `mutation ($input: ${inputType}!, $options: WriteOptions) {
    result: ${mutation}(input: $input, options: $options) { ${subject} ${ERRORS} ${PLAN} replayed } }`;

/** Asks without clearing the stand-in's journal, so that many may ask at once. */
export async function post(
  server: Pick<TestServer, 'url'>,
  key: string,
  query: string,
  variables: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${key}`,
      'x-shopgraph-trace': '1',
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const body = JSON.parse(text) as { data?: unknown; errors?: unknown[]; extensions?: unknown };
  const { data = null, errors = [], extensions = {} } = body;
  return { status: response.status, headers: response.headers, data, errors, extensions, text };
}

/** Carries out a mutation. */
export async function write(
  server: Pick<TestServer, 'url'>,
  shop: Pick<WritableShop, 'apiKey'>,
  kind: Pick<WriteKind, 'mutation' | 'inputType' | 'subject'>,
  input: object,
  options: object | null = null,
  headers: Readonly<Record<string, string>> = {},
): Promise<Written> {
  const answer = await post(server, shop.apiKey, documentOf(kind), { input, options }, headers);
  if (answer.data?.result == null) throw new Error(`no payload: ${answer.text}`);
  const payload = answer.data.result as Payload;
  return { answer, payload, code: payload.userErrors[0]?.code ?? null };
}

/** What the stand-in was asked for this shop, in order. */
export const callsOf = (server: Pick<TestServer, 'kuaizhan'>, shop: Pick<WritableShop, 'label'>): string[] =>
  server.kuaizhan.journal.entries.filter((entry) => entry.caller.label === shop.label).map((entry) => entry.operation);

/** How often a change of this kind really happened to this shop. */
export const effectsOf = (
  server: Pick<TestServer, 'kuaizhan'>,
  shop: Pick<WritableShop, 'label'>,
  effect: string,
): number =>
  server.kuaizhan.journal.entries
    .filter((entry) => entry.caller.label === shop.label)
    .flatMap((entry) => entry.effects)
    .filter(({ kind }) => kind === effect).length;
