import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, start, type TestServer, type TestShop } from './support/start.js';
import { callsOf, freshShop, KINDS, post, write } from './writes/kinds.js';

/*
 * The table "Bad input gets" of surface.md, row by row, through the whole graph. Its two rows on push messages come with
 * the platform that pushes; its last one, bad configuration, is in test/config/config.test.ts and test/production.test.ts.
 */

let server: TestServer;
let tea: TestShop;
let wood: TestShop;
beforeAll(async () => {
  server = await start({ seed: 'demo' });
  [tea, wood] = server.shops as [TestShop, TestShop];
}, 30_000);
afterAll(() => server.stop());

const codes = ({ errors }: Answer) => errors.map(({ extensions }) => extensions.code as string);
const LONGEST_MESSAGE = 300;

describe('no key, wrong key', () => {
  it.each([
    ['no key', {}],
    ['a wrong key', { authorization: `Bearer gk_live_aaaaaaaaaaaa_${'0'.repeat(64)}_00000000` }],
  ])('%s gets 401 and UNAUTHENTICATED', async (_name, headers) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ viewer { __typename } }"}',
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

describe('a missing scope or shop grant', () => {
  it('gets PERMISSION_DENIED, as an error of the field on reads and as a user error on writes', async () => {
    const read = await post(server, server.readKey, '{ shops { nodes { name tCode } } }');
    expect(codes(read)).toContain('PERMISSION_DENIED');
    const [kind] = KINDS;
    if (kind === undefined) throw new Error('no kind');
    const shop = await freshShop(server);
    const { input } = kind.prepare(server, shop);
    expect((await write(server, { apiKey: server.readKey }, kind, input)).code).toBe('PERMISSION_DENIED');
    const ungranted = await server.makeKey(['admin'], [tea.key]);
    expect((await write(server, { apiKey: ungranted }, kind, input)).code).toBe('PERMISSION_DENIED');
  });
});

describe("another tenant's shop or object", () => {
  it('gets what a missing one gets: null on reads, NOT_FOUND on writes', async () => {
    const foreign = await freshShop(server, 'Neighbour');
    const native = server.kuaizhan.addCommodity({ shopId: foreign.shopId, title: 'theirs' }).id;
    const query = 'query ($shop: ID!, $id: ID!) { shop(by: { id: $shop }) { id } node(id: $id) { id } }';
    const read = await server.ask(query, { shop: foreign.id, id: foreign.gid('Commodity', native) });
    expect([read.data, read.errors, server.calls()]).toEqual([{ shop: null, node: null }, [], []]);
    const kind = { mutation: 'commodityDelete', inputType: 'CommodityDeleteInput', subject: 'deletedId' };
    const own = { apiKey: server.adminKey };
    expect((await write(server, own, kind, { id: foreign.gid('Commodity', native) })).code).toBe('NOT_FOUND');
    expect((await write(server, own, kind, { id: tea.gid('Commodity', 'Vxxxxxxxxxxxxxxx') })).code).toBe('NOT_FOUND');
  });
});

describe('a value out of range', () => {
  const list = (args: string) => `{ shops(first: 1) { nodes { commodities(${args}) { nodes { id } } } } }`;
  it.each([
    ['a page of 101', list('first: 101'), 'INVALID_INPUT', ['first']],
    ['a page of none', list('first: 0'), 'INVALID_INPUT', ['first']],
    ['a page of fewer than none', list('first: -1'), 'INVALID_INPUT', ['first']],
    ['a page of 101 backwards', list('last: 101, before: "x"'), 'INVALID_INPUT', ['last']],
    ['a page both ways', list('first: 5, last: 5'), 'INVALID_INPUT', ['last']],
    ['after without first', list('last: 5, after: "x"'), 'INVALID_INPUT', ['after']],
    ['before without last', list('before: "x"'), 'INVALID_INPUT', ['before']],
    ['no ids', list('select: { nativeIds: [] }'), 'INVALID_INPUT', ['select', 'nativeIds']],
    ['an empty id', list('select: { nativeIds: [""] }'), 'INVALID_INPUT', ['select', 'nativeIds']],
    [
      '101 ids',
      list(`select: { nativeIds: [${Array.from({ length: 101 }, (_, index) => `"V${index}"`).join(',')}] }`),
      'INVALID_INPUT',
      ['select', 'nativeIds'],
    ],
    ['a search for nothing', list('select: { search: { query: "" } }'), 'INVALID_INPUT', ['select', 'search', 'query']],
    [
      'a search for blanks',
      list('select: { search: { query: "  " } }'),
      'INVALID_INPUT',
      ['select', 'search', 'query'],
    ],
    [
      "a category that is none of the shop's",
      list('select: { category: { categoryId: "x" } }'),
      'INVALID_INPUT',
      ['select', 'category', 'categoryId'],
    ],
    ['a cursor that is none', list('after: "nonsense"'), 'INVALID_CURSOR', ['after']],
    ['101 nodes', `{ nodes(ids: [${Array(101).fill('"x"').join(',')}]) { id } }`, 'INVALID_INPUT', ['ids']],
    ['a page of 101 shops', '{ shops(first: 101) { nodes { id } } }', 'INVALID_INPUT', ['first']],
    ['a cursor of no list of shops', '{ shops(after: "nonsense") { nodes { id } } }', 'INVALID_CURSOR', ['after']],
    [
      'a site that can be none',
      '{ shops(first: 1) { nodes { id } } site(by: { native: { shopId: "x", siteId: "site" } }) { id } }',
      'INVALID_INPUT',
      ['by', 'native', 'siteId'],
    ],
  ])('%s gets an error with its path into the arguments, and nothing is sent', async (_name, query, code, path) => {
    const answer = await server.ask(query);
    expect(answer.errors.map(({ extensions }) => [extensions.code, extensions.path])).toEqual([[code, path]]);
    expect(server.calls()).toEqual([]);
  });

  it('gets INVALID_CURSOR for the cursor of another list', async () => {
    const { data } = await server.ask('{ shops(first: 1) { pageInfo { endCursor } } }');
    const query = 'query ($c: String) { shops(first: 1) { nodes { commodities(after: $c) { nodes { id } } } } }';
    const answer = await server.ask(query, { c: data.shops.pageInfo.endCursor });
    expect(codes(answer)).toEqual(['INVALID_CURSOR']);
    expect(server.calls()).toEqual([]);
  });

  it('gets all of what is wrong with a form at once', async () => {
    const kind = { mutation: 'commodityCreate', inputType: 'CommodityCreateInput', subject: 'commodity { id }' };
    const { payload } = await write(server, { apiKey: server.adminKey }, kind, {
      shopId: tea.id,
      title: '',
      purchaseLimit: 0,
      points: { isEnabled: true, maxShare: 1.5 },
      imageUrls: Array(51).fill('https://img.example.com/1.jpg'),
      goods: { groupBuy: { groupPrice: { amount: '5' }, stock: -1, memberCount: 0, durationHours: 0 } },
    });
    expect(payload.userErrors.map(({ path }) => path.join('.')).sort()).toEqual([
      'input.goods.groupBuy.durationHours',
      'input.goods.groupBuy.memberCount',
      'input.goods.groupBuy.stock',
      'input.imageUrls',
      'input.points.maxShare',
      'input.purchaseLimit',
      'input.title',
    ]);
    for (const error of payload.userErrors)
      expect(error).toMatchObject({ __typename: 'InputError', code: 'INVALID_INPUT', constraint: expect.any(String) });
  });

  it('gets the path of a variable that is no such scalar', async () => {
    const query = 'mutation ($in: CommodityCreateInput!) { commodityCreate(input: $in) { replayed } }';
    const price = { amount: 'twelve' };
    const input = {
      shopId: tea.id,
      title: 'x',
      goods: { withOptions: { variants: [{ selectedOptions: [], price, stock: 1 }] } },
    };
    const { status, errors } = await server.ask(query, { in: input });
    expect([status, errors.map(({ extensions }) => [extensions.code, extensions.path])]).toEqual([
      400,
      [['INVALID_INPUT', ['in', 'goods', 'withOptions', 'variants', '0', 'price', 'amount']]],
    ]);
    expect(server.calls()).toEqual([]);
  });

  it.each([
    ['query ($id: ID = "x") { node(id: $id) { id } }', ['id']],
    ['query ($id: String = "x") { shop(by: { native: { platform: KUAIZHAN, id: $id } }) { id } }', ['by']],
    ['query ($id: Boolean = true) { shops @include(if: $id) { nodes { id } } }', ['if']],
    ['mutation ($id: ID = "x") { commodityDelete(input: { id: $id }) { replayed } }', ['input']],
  ])('gets 400 where null stands in for a default: %s', async (query, path) => {
    const { status, errors } = await server.ask(query, { id: null });
    expect([status, errors.map(({ extensions }) => [extensions.code, extensions.path])]).toEqual([
      400,
      [['INVALID_INPUT', path]],
    ]);
  });
});

describe('a platform that refuses', () => {
  it('gets UPSTREAM_REJECTED with its code and text, secrets removed', async () => {
    const secret = tea.accessToken;
    const message = `拒绝访问 ${secret} ${encodeURIComponent(secret)} ${Buffer.from(secret).toString('base64')}`;
    server.kuaizhan.faults.set([
      { match: { operation: 'GET /v2/ec/commodity/count' }, fault: 'business_code', code: 1, message },
    ]);
    const query = 'query ($id: ID!) { shop(by: { id: $id }) { name commodityCount } }';
    const { data, errors, text } = await server.ask(query, { id: tea.id });
    server.kuaizhan.faults.clear();
    expect(data.shop).toEqual({ name: tea.name, commodityCount: null });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['shop', 'commodityCount'],
        extensions: expect.objectContaining({
          code: 'UPSTREAM_REJECTED',
          retryable: false,
          platform: 'KUAIZHAN',
          shopId: tea.id,
          fault: expect.objectContaining({ endpoint: 'GET /v2/ec/commodity/count', code: '1', httpStatus: 200 }),
        }),
      }),
    ]);
    expect(errors[0].extensions.fault.message).toBe('拒绝访问 [redacted] [redacted] [redacted]');
    expect(text).not.toContain(secret);
  });
});

describe('a platform that is down, slow or talking nonsense', () => {
  const query = `query ($a: ID!, $b: ID!) {
    a: shop(by: { id: $a }) { name commodityCount }
    b: shop(by: { id: $b }) { name commodityCount } }`;

  it.each([
    ['down', { fault: 'reset' }, ['UPSTREAM_UNAVAILABLE']],
    ['failing', { fault: 'http_status', status: 502 }, ['UPSTREAM_UNAVAILABLE']],
    ['slow', { fault: 'hold' }, ['DEADLINE_EXCEEDED', 'UPSTREAM_TIMEOUT']],
    ['answering HTML', { fault: 'html_200' }, ['UPSTREAM_MALFORMED']],
    ['answering nothing', { fault: 'empty' }, ['UPSTREAM_MALFORMED']],
    ['answering half', { fault: 'truncate' }, ['UPSTREAM_MALFORMED']],
    ['answering wrong types', { fault: 'wrong_types' }, ['UPSTREAM_MALFORMED']],
    ['answering without end', { fault: 'huge' }, ['UPSTREAM_MALFORMED']],
    ['throttling', { fault: 'http_status', status: 429, retryAfter: 9 }, ['RATE_LIMITED']],
  ] as const)(
    'and %s nulls its field with an error that names shop and call; the rest is complete',
    async (_name, fault, expected) => {
      const ill = await freshShop(server);
      server.kuaizhan.faults.set([{ match: { shop: ill.shopId }, ...fault }]);
      const deadline = { 'x-deadline-ms': fault.fault === 'hold' ? '1500' : '10000' };
      const answer = await post(server, ill.apiKey, query, { a: ill.id, b: wood.id }, deadline);
      server.kuaizhan.faults.clear();
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual({
        a: { name: ill.name, commodityCount: null },
        b: { name: wood.name, commodityCount: 120 },
      });
      expect(answer.errors).toHaveLength(1);
      const [{ path, message, extensions }] = answer.errors;
      expect(path).toEqual(['a', 'commodityCount']);
      expect(expected).toContain(extensions.code);
      expect(extensions).toMatchObject({
        retryable: true,
        platform: 'KUAIZHAN',
        shopId: ill.id,
        fault: { endpoint: 'GET /v2/ec/commodity/count' },
      });
      expect(message.length).toBeLessThanOrEqual(LONGEST_MESSAGE);
      expect(answer.text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|<html|access_token/i);
    },
  );
});

describe('a write whose outcome is unknown', () => {
  it('gets OUTCOME_UNKNOWN; it is settled by reading back, and a repeat gets the stored answer', async () => {
    const [, kind] = KINDS;
    if (kind === undefined) throw new Error('no kind');
    const shop = await freshShop(server);
    const { input } = kind.prepare(server, shop);
    server.kuaizhan.faults.set([
      { match: { operation: kind.operation, shop: shop.shopId }, fault: 'reset', phase: 'after_effect' },
    ]);
    const options = { idempotencyKey: 'bad input' };
    expect((await write(server, shop, kind, input, options)).code).toBe('OUTCOME_UNKNOWN');
    server.kuaizhan.faults.clear();
    const again = await write(server, shop, kind, input, options);
    expect(again.payload).toMatchObject({ userErrors: [], replayed: true, commodity: { title: 'new title' } });
    expect(callsOf(server, shop).filter((call) => call === kind.operation)).toHaveLength(1);
  });
});

describe('the limits of a request', () => {
  const ids = (count: number) =>
    Array.from({ length: count }, (_, index) => `n${index}: node(id: "x") { id }`).join(' ');
  const deep = (levels: number) =>
    `{ shops { nodes { ${'commodities { nodes { shop { '.repeat(Math.ceil(levels / 3))} id ${'} } } '.repeat(Math.ceil(levels / 3))} } } }`;
  it.each([
    ['2 000 tokens', `{ ${'__typename '.repeat(2001)} }`],
    ['10 levels', deep(9)],
    ['30 aliases', `{ ${ids(31)} }`],
    ['20 root fields', `{ ${'__typename '.repeat(21)} }`],
    [
      '5 mutations',
      `mutation { ${Array.from({ length: 6 }, (_, index) => `m${index}: commodityDelete(input: { id: "x" }) { replayed }`).join(' ')} }`,
    ],
    ['9 directives', `{ shops { nodes { id ${'@include(if: true) '.repeat(10)} } } }`],
    ['10 operations', Array.from({ length: 11 }, (_, index) => `query Q${index} { __typename }`).join(' ')],
    [
      '500 selections',
      `{ shops { ${'...F '.repeat(10)} } } fragment F on ShopConnection { nodes { ${'id '.repeat(60)} } }`,
    ],
  ])('end at %s, with 400 and nothing sent', async (_name, query) => {
    const answer = await server.ask(query);
    expect(answer.status).toBe(400);
    expect(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']).toContain(codes(answer)[0]);
    expect(answer.errors.length).toBeLessThanOrEqual(5);
    expect(server.calls()).toEqual([]);
  });

  it.each([
    ['256 KiB of body', { x: 'x'.repeat(256 * 1024) }, 413],
    ['32 levels of variables', { x: JSON.parse(`${'['.repeat(33)}${']'.repeat(33)}`) }, 400],
    ['5 000 nodes of variables', { x: Array(5_001).fill(0) }, 400],
  ])('end at %s', async (_name, variables, status) => {
    const answer = await server.ask('query ($x: [ID!]!) { nodes(ids: $x) { id } }', variables);
    expect([answer.status, codes(answer)]).toEqual([status, ['INVALID_INPUT']]);
  });

  it('leave no operation of a type the schema does not have', async () => {
    const answer = await server.ask('subscription { anything }');
    expect([answer.status, codes(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });
});

describe('the cost of a request', () => {
  const dear = `{ ${Array.from({ length: 20 }, (_, index) => `s${index}: shops(first: 100) { nodes { commodities(first: 100) { nodes { variants { id } } } } }`).join(' ')} }`;

  it('over 1 000 points gets COST_LIMIT_EXCEEDED before the first call, from literals, defaults and variables alike', async () => {
    const inVariables = dear.replace('{', 'query ($n: Int!, $d: Int = 100) {').replaceAll('first: 100', 'first: $n');
    for (const [query, variables] of [
      [dear, {}],
      [inVariables.replace(', $d: Int = 100', ''), { n: 100 }],
      [inVariables.replace('$n: Int!, ', '').replaceAll('$n', '$d'), {}],
    ] as const) {
      const answer = await server.ask(query, variables);
      expect([answer.status, codes(answer), answer.data]).toEqual([200, ['COST_LIMIT_EXCEEDED'], null]);
      expect(answer.extensions.cost).toMatchObject({ requested: expect.any(Number), actual: 0 });
      expect(answer.extensions.cost.requested).toBeGreaterThan(1_000);
      expect(server.calls()).toEqual([]);
    }
  });

  it('out of an empty budget gets 429 with Retry-After, and other keys go on', async () => {
    const key = await server.makeKey(['read']);
    // The estimate is for fifty shops, so that a few requests are enough.
    const query = '{ shops(first: 50) { nodes { commodityCount } } }';
    // Those let in wait at the platform, so that their points stay taken until one is refused.
    server.kuaizhan.faults.set([{ match: { operation: 'GET /v2/ec/commodity/count' }, fault: 'hold' }]);
    const asked = Array.from({ length: 8 }, () => post(server, key, query));
    const refused = await Promise.any(
      asked.map(async (answer) => ((await answer).status === 429 ? answer : Promise.reject(new Error('let in')))),
    );
    server.kuaizhan.faults.clear();
    expect((await Promise.all(asked)).map(({ status }) => status)).toContain(200);
    expect(codes(refused)).toEqual(['RATE_LIMITED']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.errors[0].extensions).toMatchObject({ retryable: true, retryAfterMs: expect.any(Number) });
    expect((await post(server, server.readKey, '{ viewer { __typename } }')).status).toBe(200);
  });
});
