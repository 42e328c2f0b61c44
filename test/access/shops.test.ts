import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';
import { freshShop, KINDS, post, type WritableShop, write } from '../writes/kinds.js';

let server: TestServer;
let mine: WritableShop;
let ungranted: WritableShop;
let theirs: WritableShop;
let granted: string;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
  mine = await freshShop(server);
  ungranted = await freshShop(server);
  theirs = await freshShop(server, 'Neighbour');
  granted = await server.makeKey(['admin'], [mine.key]);
}, 30_000);
afterAll(() => server.stop());

/** An id in the form of a real one that names nothing. */
const absent = (id: string): string => id.replace(/\/s[a-z2-7]{7}/g, '/szzzzzzz');
const absentIn = (input: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(input), (_key, value) => (typeof value === 'string' ? absent(value) : value));

/** Writes to the registration of a shop, beside those to the platform. */
const REGISTRATIONS = [
  ['shopUpdate', (shop: WritableShop) => ({ id: shop.id, name: 'taken' })],
  ['shopSandboxSet', (shop: WritableShop) => ({ id: shop.id, isSandbox: true })],
  ['shopProxySet', (shop: WritableShop) => ({ id: shop.id, isEnabled: false })],
  ['shopUnregister', (shop: WritableShop) => ({ id: shop.id })],
  [
    'shopCredentialRotate',
    ({ id, siteId, shopId }: WritableShop) => ({
      id,
      credential: { kuaizhan: { accessToken: 'taken', siteId, shopId } },
    }),
  ],
] as const;
const WRITES = [
  ...KINDS.map((kind) => ({ kind, input: (shop: WritableShop) => kind.prepare(server, shop).input })),
  ...REGISTRATIONS.map(([mutation, input]) => ({
    kind: {
      mutation,
      inputType: `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`,
      subject: mutation === 'shopUnregister' ? 'deletedId' : 'shop { id }',
    },
    input,
  })),
].map((one) => [one.kind.mutation, one] as const);

describe.each(WRITES)('%s', (_name, { kind, input }) => {
  it("answers for another tenant's shop exactly what it answers for a missing one, and sends nothing", async () => {
    const foreignInput = input(theirs);
    server.kuaizhan.journal.clear();
    const foreign = await write(server, mine, kind, foreignInput);
    const missing = await write(server, mine, kind, absentIn(foreignInput));
    expect(foreign.code).toBe('NOT_FOUND');
    expect(foreign.payload).toEqual(missing.payload);
    const sizeOf = ({ text, extensions }: typeof foreign.answer) =>
      text.length - JSON.stringify(extensions.cost).length;
    expect(sizeOf(foreign.answer)).toBe(sizeOf(missing.answer));
    expect(server.kuaizhan.journal.entries).toEqual([]);
  });

  it('is PERMISSION_DENIED for a shop of the tenant that the key is not granted, and sends nothing', async () => {
    const denied = input(ungranted);
    server.kuaizhan.journal.clear();
    const { payload } = await write(server, { apiKey: granted }, kind, denied);
    expect(payload.userErrors).toEqual([
      expect.objectContaining({ __typename: 'AccessError', code: 'PERMISSION_DENIED' }),
    ]);
    expect(server.kuaizhan.journal.entries).toEqual([]);
  });
});

describe('a shop group', () => {
  it('takes no shop the key is not granted', async () => {
    const kind = { mutation: 'shopGroupCreate', inputType: 'ShopGroupCreateInput', subject: 'shopGroup { id }' };
    const { payload } = await write(server, { apiKey: granted }, kind, { name: 'x', shopIds: [mine.id, ungranted.id] });
    expect(payload.userErrors).toEqual([expect.objectContaining({ code: 'PERMISSION_DENIED' })]);
  });
});

describe('reads', () => {
  const QUERIES: readonly (readonly [string, string, (shop: WritableShop) => object])[] = [
    ['shop by id', 'query ($id: ID!) { result: shop(by: { id: $id }) { id } }', ({ id }) => ({ id })],
    ['shop by key', 'query ($key: String!) { result: shop(by: { key: $key }) { id } }', ({ key }) => ({ key })],
    [
      'shop by native id',
      'query ($id: String!) { result: shop(by: { native: { platform: KUAIZHAN, id: $id } }) { id } }',
      ({ shopId }) => ({ id: shopId }),
    ],
    ['node', 'query ($id: ID!) { result: node(id: $id) { id } }', ({ id }) => ({ id })],
    ['nodes', 'query ($id: ID!) { all: nodes(ids: [$id]) { id } }', (shop) => ({ id: shop.gid('Commodity', 'x') })],
    [
      'commodity',
      'query ($id: ID!) { result: commodity(id: $id) { id } }',
      (shop) => ({ id: shop.gid('Commodity', 'x') }),
    ],
    ['post', 'query ($id: ID!) { result: post(id: $id) { id } }', (shop) => ({ id: shop.gid('Post', '1') })],
    ['topic', 'query ($id: ID!) { result: topic(id: $id) { id } }', (shop) => ({ id: shop.gid('Topic', 'x') })],
    ['site by shop', 'query ($id: ID!) { result: site(by: { shopId: $id }) { id } }', ({ id }) => ({ id })],
    [
      'site by id',
      'query ($id: ID!) { result: site(by: { id: $id }) { id } }',
      (shop) => ({ id: shop.gid('Site', shop.siteId) }),
    ],
    [
      '_entities',
      'query ($ref: [_Any!]!) { all: _entities(representations: $ref) { ... on Shop { id } ... on Commodity { id } ... on Site { id } } }',
      (shop) => ({
        ref: [
          { __typename: 'Shop', id: shop.id },
          { __typename: 'Commodity', id: shop.gid('Commodity', 'x') },
          { __typename: 'Site', id: shop.gid('Site', shop.siteId) },
        ],
      }),
    ],
  ];

  it.each(QUERIES)(
    'of %s show nothing of what the key is not granted, and ask nothing upstream',
    async (_name, query, variables) => {
      server.kuaizhan.journal.clear();
      for (const [key, shop] of [
        [granted, ungranted],
        [mine.apiKey, theirs],
      ] as const) {
        const { data, errors } = await post(server, key, query, variables(shop));
        expect(errors).toEqual([]);
        expect([data.result ?? null, ...(data.all ?? [])].every((value) => value === null)).toBe(true);
      }
      expect(server.kuaizhan.journal.entries).toEqual([]);
    },
  );

  it('of a list show the granted shops alone, and count them alone', async () => {
    const query = '{ shops(first: 50) { totalCount nodes { id } } }';
    const { data } = await post(server, granted, query);
    expect(data.shops).toEqual({ totalCount: 1, nodes: [{ id: mine.id }] });
    const all = await post(server, mine.apiKey, query);
    expect(all.data.shops.nodes.map(({ id }: { id: string }) => id).sort()).toEqual([mine.id, ungranted.id].sort());
  });

  it('of shops by their old code are for shops:admin, and for the own tenant', async () => {
    const query = 'query ($code: String!) { shop(by: { tCode: $code }) { id } }';
    const codeOf = async (shop: WritableShop) =>
      (await post(server, shop.apiKey, 'query ($id: ID!) { shop(by: { id: $id }) { tCode } }', { id: shop.id })).data
        .shop.tCode as string;
    const [own, foreign] = [await codeOf(mine), await codeOf(theirs)];
    expect((await post(server, mine.apiKey, query, { code: own })).data.shop).toEqual({ id: mine.id });
    expect((await post(server, mine.apiKey, query, { code: foreign })).data.shop).toBeNull();
    const refused = await post(server, server.readKey, query, { code: own });
    expect([refused.data?.shop ?? null, refused.errors[0]?.extensions.code]).toEqual([null, 'PERMISSION_DENIED']);
    expect(refused.text).not.toContain(own);
  });
});

describe('_entities', () => {
  const query = `query ($ref: [_Any!]!) { _entities(representations: $ref) { __typename ... on Commodity { id title } ... on Shop { id name } } }`;

  it('are authorised one by one: what is missing, foreign, or of another type is null in its place', async () => {
    const { id } = server.kuaizhan.addCommodity({ shopId: mine.shopId, title: 'mine' });
    const other = server.kuaizhan.addCommodity({ shopId: theirs.shopId, title: 'theirs' });
    const ref = [
      { __typename: 'Commodity', id: mine.gid('Commodity', id) },
      { __typename: 'Commodity', id: theirs.gid('Commodity', other.id) },
      { __typename: 'Commodity', id: mine.id },
      { __typename: 'Shop', id: mine.id },
      { __typename: 'Shop', id: theirs.id },
      { __typename: 'Commodity', id: 'nonsense' },
      { __typename: 'Commodity' },
    ];
    const { data, errors } = await post(server, mine.apiKey, query, { ref });
    expect(errors).toEqual([]);
    expect(data._entities).toEqual([
      { __typename: 'Commodity', id: mine.gid('Commodity', id), title: 'mine' },
      null,
      null,
      { __typename: 'Shop', id: mine.id, name: mine.name },
      null,
      null,
      null,
    ]);
  });

  it("show nothing of another tenant's object under an own shop's id: it is asked for with the own token", async () => {
    const other = server.kuaizhan.addCommodity({ shopId: theirs.shopId, title: 'canary of theirs' });
    const ref = [{ __typename: 'Commodity', id: mine.gid('Commodity', other.id) }];
    server.kuaizhan.journal.clear();
    const { data, text } = await post(server, mine.apiKey, query, { ref });
    expect(data._entities).toEqual([null]);
    expect(text).not.toContain('canary of theirs');
    expect(server.kuaizhan.journal.entries.map(({ caller }) => caller.label)).toEqual([mine.label]);
  });

  it('are at most 100, and nothing is asked for more', async () => {
    const refs = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        __typename: 'Commodity',
        id: mine.gid('Commodity', `V${index}`),
      }));
    server.kuaizhan.journal.clear();
    const refused = await post(server, mine.apiKey, query, { ref: refs(101) });
    expect(refused.data?._entities ?? null).toBeNull();
    expect(refused.errors[0]?.extensions.code).toBe('INVALID_INPUT');
    expect(server.kuaizhan.journal.entries).toEqual([]);
    const fine = await post(server, mine.apiKey, query, { ref: refs(100) });
    expect([fine.data._entities.length, fine.errors]).toEqual([100, []]);
  });
});
