import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from './support/start.js';
import { callsOf, freshShop, type WritableShop, write } from './writes/kinds.js';

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'demo' });
}, 30_000);
afterAll(() => server.stop());

const LONGEST_MESSAGE = 300;

describe('no answer repeats what it refuses', () => {
  const CANARY = 'canary-7d1f03b9';
  const goods = (amount: unknown, currencyCode = 'CNY') => ({ single: { price: { amount, currencyCode }, stock: 1 } });
  const create =
    'mutation ($v: CommodityCreateInput!) { commodityCreate(input: $v) { userErrors { message path ... on InputError { constraint } } } }';
  const shopById = 'query ($v: ShopBy!) { shop(by: $v) { id } }';
  const shopId = 'gid://v1/Shop/x/x';

  it.each<[string, string, Record<string, unknown>?]>([
    ['a literal of the wrong type', `{ shops(first: "${CANARY}") { nodes { id } } }`],
    ['a literal that is no enum value', `{ shops(sort: ${CANARY.replace('-', '_')}) { nodes { id } } }`],
    ['a literal where an object is expected', `{ shop(by: "${CANARY}") { id } }`],
    ['a literal in a directive', `{ shops { nodes { id @include(if: "${CANARY}") } } }`],
    ['a text that is no document', `{ "${CANARY}" }`],
    ['a block text that is no document', `{ """${CANARY}""" }`],
    ['a name that is no document', `{ shops } ${CANARY.replaceAll('-', '_')}`],
    ['an Int', 'query ($v: Int) { shops(first: $v) { nodes { id } } }', { v: CANARY }],
    ['an enum', 'query ($v: ShopSort) { shops(sort: $v) { nodes { id } } }', { v: CANARY }],
    ['two of one', shopById, { v: { id: CANARY, key: CANARY } }],
    ['a field too many', shopById, { v: { id: 'x', other: CANARY } }],
    ['an object', shopById, { v: CANARY }],
    ['a field missing beside a secret', create, { v: { shopId: CANARY, description: CANARY } }],
    ['a Decimal', create, { v: { shopId, title: 'x', goods: goods(CANARY) } }],
    ['a Decimal of another type', create, { v: { shopId, title: 'x', goods: goods({ CANARY }) } }],
    ['a currency', create, { v: { shopId, title: 'x', goods: goods('1', CANARY) } }],
    ['a URL', create, { v: { shopId, title: 'x', goods: goods('1'), imageUrls: [CANARY] } }],
    [
      'a Date',
      create,
      {
        v: {
          shopId,
          title: 'x',
          goods: { coupon: { price: { amount: '1' }, stock: 1, startsOn: CANARY, endsOn: CANARY } },
        },
      },
    ],
    [
      'an id',
      `query ($v: ID!) { node(id: $v) { id } commodity(id: $v) { id } shop(by: { id: $v }) { id } }`,
      { v: CANARY },
    ],
    ['a cursor', 'query ($v: String) { shops(after: $v) { nodes { id } } }', { v: CANARY }],
    [
      'a pointer',
      'query ($v: [String!]) { shops(first: 1) { nodes { commodities(first: 1) { nodes { raw(paths: $v) } } } } }',
      { v: [CANARY] },
    ],
    ['an operation that is not there', 'query A { __typename } query B { __typename }'],
  ])('of %s', async (_name, query, variables = {}) => {
    const { errors, data, text } = await server.ask(query, variables, { operationName: CANARY });
    const plain = await server.ask(query, variables);
    for (const answer of [text, plain.text]) {
      expect(answer).not.toContain(CANARY);
      expect(answer).not.toContain(CANARY.replaceAll('-', '_'));
    }
    for (const { message } of [...errors, ...plain.errors, ...(data?.commodityCreate?.userErrors ?? [])])
      expect(message.length).toBeLessThanOrEqual(LONGEST_MESSAGE);
  });

  it('of a form whose every value is too long', async () => {
    const long = CANARY.repeat(2_000);
    const shop: WritableShop = await freshShop(server);
    const inputs: readonly (readonly [string, object])[] = [
      [
        'commodityCreate',
        {
          shopId: shop.id,
          title: long,
          description: long,
          keywords: long,
          globalCategory: long,
          unitName: long,
          goods: goods('1'),
        },
      ],
      ['commodityCategoryCreate', { shopId: shop.id, title: long, description: long }],
      [
        'topicCreate',
        {
          siteId: shop.gid('Site', shop.siteId),
          userId: long,
          forumId: long,
          title: long,
          content: long,
          tagIds: [long],
        },
      ],
      ['communityUserBan', { siteId: shop.gid('Site', shop.siteId), userId: long, forumId: long, reason: long }],
      [
        'shopRegister',
        { name: long, labels: [long], credential: { kuaizhan: { accessToken: long, siteId: long, shopId: long } } },
      ],
      ['shopUpdate', { id: shop.id, name: long, labels: [long] }],
      ['shopProxySet', { id: shop.id, isEnabled: true, url: `http://${long}` }],
      ['shopGroupCreate', { name: long, shopIds: [long] }],
    ];
    for (const [mutation, input] of inputs) {
      const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const { payload, answer } = await write(server, shop, { mutation, inputType, subject: '__typename' }, input);
      expect(payload.userErrors.length).toBeGreaterThan(0);
      for (const { code, message } of payload.userErrors) {
        expect([mutation, code]).toEqual([mutation, 'INVALID_INPUT']);
        expect(message.length).toBeLessThanOrEqual(LONGEST_MESSAGE);
      }
      expect(answer.text).not.toContain(CANARY);
    }
    expect(callsOf(server, shop)).toEqual([]);
  });
});
