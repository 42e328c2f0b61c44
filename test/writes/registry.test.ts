import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';
import { callsOf, freshShop, type Payload, post, type WritableShop, type Written, write } from './kinds.js';

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'empty', env: { EGRESS_PROXY_HOSTS: 'proxy.example:8080,proxy.example:8443' } });
}, 30_000);
afterAll(() => server.stop());

const SHOP = `shop { id key name status platform isSandbox labels tCode native { id resource } proxy { isEnabled url }
  credential { secretFingerprint } group { id } updatedAt }`;
const kind = (mutation: string, subject = SHOP) => ({
  mutation,
  inputType: `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`,
  subject,
});
const REGISTER = kind('shopRegister');
const UPDATE = kind('shopUpdate');
const ROTATE = kind('shopCredentialRotate');
const SANDBOX = kind('shopSandboxSet');
const PROXY = kind('shopProxySet');
const UNREGISTER = kind('shopUnregister', 'deletedId');
const GROUP = 'shopGroup { id name shops { id } }';
const GROUP_CREATE = kind('shopGroupCreate', GROUP);
const GROUP_UPDATE = kind('shopGroupUpdate', GROUP);

const paths = ({ payload }: Written) => payload.userErrors.map(({ code, path }) => [code, path?.join('.') ?? null]);
const commodityCount = async (shop: Pick<WritableShop, 'id' | 'apiKey'>) =>
  (await post(server, shop.apiKey, 'query ($id: ID!) { shop(by: { id: $id }) { commodityCount } }', { id: shop.id }))
    .data.shop.commodityCount as number | null;

let site = 7_900_000_001;
/** A shop on the stand-in that nobody has registered yet. */
const unregistered = () => {
  site += 1;
  const accessToken = `canary-unregistered-token-${site}`;
  const { id } = server.kuaizhan.addShop({ siteId: site, token: accessToken, title: 'new' });
  server.kuaizhan.addCommodity({ shopId: id, title: 'there' });
  return { accessToken, siteId: String(site), shopId: id };
};
const register = (input: object, options: object | null = null) =>
  write(server, { apiKey: server.adminKey }, REGISTER, { name: 'new shop', ...input }, options);

describe('shopRegister', () => {
  it('adds a shop that can be read at once, with a code and a fingerprint, and never with its token', async () => {
    const kuaizhan = unregistered();
    const { payload, answer } = await register({ credential: { kuaizhan }, labels: ['tea', 'tea', 'south'] });
    expect(answer.errors).toEqual([]);
    expect(payload).toMatchObject({
      userErrors: [],
      replayed: false,
      shop: {
        name: 'new shop',
        status: 'ACTIVE',
        platform: 'KUAIZHAN',
        isSandbox: false,
        labels: ['tea', 'south'],
        native: { id: kuaizhan.shopId, resource: 'shop' },
        tCode: expect.stringMatching(/^[0-9a-f]{32}$/),
        credential: {
          secretFingerprint: createHash('sha256').update(kuaizhan.accessToken).digest('hex').slice(0, 12),
        },
      },
    });
    expect(answer.text).not.toContain(kuaizhan.accessToken);
    expect(answer.extensions.upstream.totalCalls).toBe(0);
    expect(await commodityCount({ id: payload['shop'].id, apiKey: server.adminKey })).toBe(1);
  });

  it('plans nothing and adds nothing when dry', async () => {
    const kuaizhan = unregistered();
    const { payload } = await register({ credential: { kuaizhan } }, { dryRun: true });
    expect(payload).toMatchObject({ shop: null, userErrors: [], plan: { totalCalls: 0, calls: [] } });
    expect((await register({ credential: { kuaizhan } })).payload.userErrors).toEqual([]);
  });

  it('refuses a shop the tenant has, and names it', async () => {
    const kuaizhan = unregistered();
    const first = await register({ credential: { kuaizhan } });
    const again = await register({ credential: { kuaizhan } });
    expect(again.payload.userErrors).toEqual([
      expect.objectContaining({ code: 'ALREADY_EXISTS', nodeId: first.payload['shop'].id }),
    ]);
  });

  it('adds one shop for many that come at the same time with one key, and tells another credential apart', async () => {
    const kuaizhan = unregistered();
    const options = { idempotencyKey: 'one shop' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => register({ credential: { kuaizhan } }, options)));
    expect(answers.map(({ code }) => code)).toEqual(Array(5).fill(null));
    expect(new Set(answers.map(({ payload }) => payload['shop'].id)).size).toBe(1);
    const other = { kuaizhan: { ...kuaizhan, accessToken: 'another-token' } };
    expect((await register({ credential: other }, options)).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it.each([
    ['no name', { name: '' }, ['input.name']],
    ['a name of blanks', { name: '   ' }, ['input.name']],
    ['a name of 201 characters', { name: 'x'.repeat(201) }, ['input.name']],
    ['an empty label', { labels: [''] }, ['input.labels']],
    ['51 labels', { labels: Array.from({ length: 51 }, (_, index) => `l${index}`) }, ['input.labels']],
    [
      'a credential that can be none',
      { credential: { kuaizhan: { accessToken: 'canary with blank', siteId: 'canary-site', shopId: 'canary shop' } } },
      ['input.credential.kuaizhan.accessToken', 'input.credential.kuaizhan.siteId', 'input.credential.kuaizhan.shopId'],
    ],
    [
      'keys of a Douyin shop that can be none',
      { credential: { douyin: { appId: 'canary', appSecret: 'canary', shopId: 'canary' } } },
      ['input.credential.douyin.appId', 'input.credential.douyin.appSecret', 'input.credential.douyin.shopId'],
    ],
  ])(
    'refuses %s with the path, the dry run too where it can tell, and repeats no value',
    async (_case, more, expected) => {
      const refused = await register({ credential: { kuaizhan: unregistered() }, ...more });
      expect(paths(refused)).toEqual(expected.map((path) => ['INVALID_INPUT', path]));
      expect(refused.answer.text).not.toContain('canary');
    },
  );

  it('joins a group of the tenant, and no other', async () => {
    const group = await write(server, { apiKey: server.adminKey }, GROUP_CREATE, { name: 'joined', shopIds: [] });
    const groupId = group.payload['shopGroup'].id as string;
    const joined = await register({ credential: { kuaizhan: unregistered() }, groupId });
    expect(joined.payload['shop'].group).toEqual({ id: groupId });
    const missing = groupId.replace(/g[a-z2-7]+\//g, 'gzzzzzzz/').replace(/g[a-z2-7]{7}$/, 'gzzzzzzz');
    for (const wrong of [missing, joined.payload['shop'].id, 'x'])
      expect(paths(await register({ credential: { kuaizhan: unregistered() }, groupId: wrong }))).toEqual([
        ['NOT_FOUND', 'input.groupId'],
      ]);
  });
});

describe('shopUpdate', () => {
  it('renames and relabels, and leaves what is absent', async () => {
    const shop = await freshShop(server);
    const first = await write(server, shop, UPDATE, { id: shop.id, name: 'renamed', labels: ['a'] });
    expect(first.payload['shop']).toMatchObject({ name: 'renamed', labels: ['a'], status: 'ACTIVE' });
    const second = await write(server, shop, UPDATE, { id: shop.id, labels: null });
    expect(second.payload['shop']).toMatchObject({ name: 'renamed', labels: [] });
    expect(paths(await write(server, shop, UPDATE, { id: shop.id, name: null }))).toEqual([
      ['UNSUPPORTED_COMBINATION', 'input.name'],
    ]);
    expect(paths(await write(server, shop, UPDATE, { id: shop.id, isSuspended: null }))).toEqual([
      ['UNSUPPORTED_COMBINATION', 'input.isSuspended'],
    ]);
    expect(callsOf(server, shop)).toEqual([]);
  });

  it('suspends: reads of the platform fail with the reason, the registration stays readable, resuming heals', async () => {
    const shop = await freshShop(server);
    await write(server, shop, UPDATE, { id: shop.id, isSuspended: true });
    const query = 'query ($id: ID!) { shop(by: { id: $id }) { name status commodityCount } }';
    const suspended = await post(server, shop.apiKey, query, { id: shop.id });
    expect(suspended.data.shop).toEqual({ name: shop.name, status: 'SUSPENDED', commodityCount: null });
    expect(suspended.errors).toEqual([
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'SHOP_SUSPENDED', shopId: shop.id }) }),
    ]);
    expect(callsOf(server, shop)).toEqual([]);
    await write(server, shop, UPDATE, { id: shop.id, isSuspended: false });
    expect(await commodityCount(shop)).toBe(0);
  });

  it('goes by the version of the registration, its updatedAt', async () => {
    const shop = await freshShop(server);
    const stale = await write(server, shop, UPDATE, { id: shop.id, name: 'x' }, { expectedVersion: 'stale' });
    expect(stale.payload.userErrors).toEqual([
      expect.objectContaining({ code: 'CONFLICT', nodeId: shop.id, currentVersion: expect.stringMatching(/Z$/) }),
    ]);
    const expectedVersion = stale.payload.userErrors[0].currentVersion as string;
    const options = { expectedVersion, idempotencyKey: 'versioned registration' };
    const done = await write(server, shop, UPDATE, { id: shop.id, name: 'y' }, options);
    expect(done.payload).toMatchObject({ userErrors: [], replayed: false, shop: { name: 'y' } });
    expect((await write(server, shop, UPDATE, { id: shop.id, name: 'y' }, options)).payload).toMatchObject({
      userErrors: [],
      replayed: true,
      shop: { name: 'y' },
    });
  });

  it('changes nothing when dry', async () => {
    const shop = await freshShop(server);
    const { payload } = await write(server, shop, UPDATE, { id: shop.id, name: 'x' }, { dryRun: true });
    expect(payload).toMatchObject({ userErrors: [], shop: null, plan: { totalCalls: 0 } });
    const { data } = await post(server, shop.apiKey, 'query ($id: ID!) { shop(by: { id: $id }) { name } }', {
      id: shop.id,
    });
    expect(data.shop.name).toBe(shop.name);
  });
});

describe('shopCredentialRotate', () => {
  const kuaizhan = (shop: WritableShop, accessToken: string) => ({
    kuaizhan: { accessToken, siteId: shop.siteId, shopId: shop.shopId },
  });

  const lastLabel = () => server.kuaizhan.journal.entries.at(-1)?.caller.label;

  it('puts the new token in force for the next call, and says nothing of it', async () => {
    const shop = await freshShop(server);
    server.kuaizhan.state.addToken('canary-rotated-token', 'rotated', [Number(shop.siteId)]);
    const credential = kuaizhan(shop, 'canary-rotated-token');
    const rotated = await write(server, shop, ROTATE, { id: shop.id, credential });
    expect(rotated.payload.userErrors).toEqual([]);
    expect(rotated.answer.text).not.toContain('canary-rotated-token');
    expect(await commodityCount(shop)).toBe(0);
    expect(lastLabel()).toBe('rotated');
  });

  it('keeps the old token while the platform does not take the new one', async () => {
    const shop = await freshShop(server);
    await write(server, shop, ROTATE, { id: shop.id, credential: kuaizhan(shop, 'not-known-yet') });
    expect(await commodityCount(shop)).toBe(0);
    expect(lastLabel()).toBe(shop.label);
  });

  it('refuses the credential of another shop', async () => {
    const [shop, other] = [await freshShop(server), await freshShop(server)];
    const refused = await write(server, shop, ROTATE, { id: shop.id, credential: kuaizhan(other, 'x') });
    expect(refused.code).toBe('INVALID_INPUT');
    expect(await commodityCount(shop)).toBe(0);
  });

  it('under a used key tells another credential apart: a repeat never passes for a rotation', async () => {
    const shop = await freshShop(server);
    const options = { idempotencyKey: 'rotate once' };
    const rotate = (token: string) =>
      write(server, shop, ROTATE, { id: shop.id, credential: kuaizhan(shop, token) }, options);
    expect((await rotate('first-token')).payload).toMatchObject({ userErrors: [], replayed: false });
    expect((await rotate('first-token')).payload).toMatchObject({ userErrors: [], replayed: true });
    expect((await rotate('second-token')).code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('shopSandboxSet', () => {
  it('switches, and back', async () => {
    const shop = await freshShop(server);
    for (const isSandbox of [true, false]) {
      const { payload } = await write(server, shop, SANDBOX, { id: shop.id, isSandbox });
      expect(payload).toMatchObject({ userErrors: [], shop: { isSandbox } });
    }
  });
});

describe('shopProxySet', () => {
  const set = (shop: WritableShop, input: object, options: object | null = null) =>
    write(server, shop, PROXY, { id: shop.id, ...input }, options);

  it("takes a proxy of the operator's list, never shows its password, and can be switched off and cleared", async () => {
    const shop = await freshShop(server);
    const url = 'http://user:canary-proxy-password@proxy.example:8080';
    const { payload, answer } = await set(shop, { isEnabled: true, url });
    expect(payload).toMatchObject({
      userErrors: [],
      shop: { proxy: { isEnabled: true, url: 'http://user@proxy.example:8080' } },
    });
    expect(answer.text).not.toContain('canary-proxy-password');
    const off = await set(shop, { isEnabled: false });
    expect(off.payload['shop'].proxy).toEqual({ isEnabled: false, url: 'http://user@proxy.example:8080' });
    expect(await commodityCount(shop)).toBe(0);
  });

  it.each([
    ['http://other.example:8080', 'EGRESS_DENIED'],
    ['http://proxy.example:80', 'EGRESS_DENIED'],
    ['http://127.0.0.1:8080', 'EGRESS_DENIED'],
    ['socks5://proxy.example:8080', 'INVALID_INPUT'],
    ['proxy.example:8080', 'INVALID_INPUT'],
    ['', 'INVALID_INPUT'],
  ])('refuses %s with %s, dry or not', async (url, code) => {
    const shop = await freshShop(server);
    for (const options of [null, { dryRun: true }])
      expect(paths(await set(shop, { isEnabled: true, url }, options))).toEqual([[code, 'input.url']]);
    expect(await commodityCount(shop)).toBe(0);
  });

  it('cannot be switched on without an address', async () => {
    const shop = await freshShop(server);
    expect(paths(await set(shop, { isEnabled: true }))).toEqual([['INVALID_INPUT', 'input.url']]);
    expect((await set(shop, { isEnabled: false })).payload).toMatchObject({ userErrors: [], shop: { proxy: null } });
  });
});

describe('shopUnregister', () => {
  it('removes the shop: its objects are as missing as any, and it can be registered again under a new key', async () => {
    const shop = await freshShop(server);
    const gid = shop.gid('Commodity', server.kuaizhan.addCommodity({ shopId: shop.shopId, title: 'x' }).id);
    const { payload } = await write(server, shop, UNREGISTER, { id: shop.id });
    expect(payload).toMatchObject({ userErrors: [], deletedId: shop.id });
    const query = 'query ($id: ID!, $gid: ID!) { shop(by: { id: $id }) { id } node(id: $gid) { id } }';
    const { data, errors } = await post(server, shop.apiKey, query, { id: shop.id, gid });
    expect([data, errors]).toEqual([{ shop: null, node: null }, []]);
    expect((await write(server, shop, UNREGISTER, { id: shop.id })).code).toBe('NOT_FOUND');
    const { accessToken, siteId, shopId } = shop;
    const again = await register({ credential: { kuaizhan: { accessToken, siteId, shopId } } });
    expect(again.payload.userErrors).toEqual([]);
    expect(again.payload['shop'].id).not.toBe(shop.id);
  });

  it('answers a repeat of its key although the shop is gone, and leaves its audit row with the shop', async () => {
    const shop = await freshShop(server);
    const once = () => write(server, shop, UNREGISTER, { id: shop.id }, { idempotencyKey: `gone ${shop.key}` });
    expect((await once()).payload).toMatchObject({ userErrors: [], deletedId: shop.id, replayed: false });
    expect((await once()).payload).toMatchObject({ userErrors: [], deletedId: shop.id, replayed: true });
    const rows = await server.foundation.store.audit.list(server.tenantId, shop.key, { limit: 5 });
    expect(rows[0]).toMatchObject({ action: 'shopUnregister', outcome: 'OK', nodeId: shop.id });
  });

  it('works on a suspended shop', async () => {
    const shop = await freshShop(server);
    await write(server, shop, UPDATE, { id: shop.id, isSuspended: true });
    expect((await write(server, shop, UNREGISTER, { id: shop.id })).payload.userErrors).toEqual([]);
  });
});

describe('shop groups', () => {
  const created = async (name: string, shops: readonly WritableShop[]) =>
    write(server, { apiKey: server.adminKey }, GROUP_CREATE, { name, shopIds: shops.map(({ id }) => id) });

  it('hold the shops named, change name and members apart, and can be emptied', async () => {
    const [a, b] = [await freshShop(server), await freshShop(server)];
    const { payload } = await created('south', [a, b]);
    expect(payload).toMatchObject({
      userErrors: [],
      shopGroup: { name: 'south', shops: [{ id: a.id }, { id: b.id }] },
    });
    const { id } = payload['shopGroup'];
    const change = (input: object) => write(server, { apiKey: server.adminKey }, GROUP_UPDATE, { id, ...input });
    expect((await change({ name: 'north' })).payload['shopGroup']).toMatchObject({ name: 'north', shops: [{}, {}] });
    expect((await change({ shopIds: [b.id] })).payload['shopGroup']).toMatchObject({
      name: 'north',
      shops: [{ id: b.id }],
    });
    const query = 'query ($id: ID!) { shop(by: { id: $id }) { group { name } } }';
    expect((await post(server, a.apiKey, query, { id: a.id })).data.shop.group).toBeNull();
    expect((await change({ shopIds: null })).payload['shopGroup'].shops).toEqual([]);
    expect(paths(await change({ name: null }))).toEqual([['UNSUPPORTED_COMBINATION', 'input.name']]);
  });

  it('take a shop once, and none of another tenant', async () => {
    const [mine, taken] = [await freshShop(server), await freshShop(server)];
    const theirs = await freshShop(server, 'Neighbour');
    await created('first', [taken]);
    expect(paths(await created('second', [mine, taken]))).toEqual([['STATE_FORBIDS', 'input.shopIds.1']]);
    const foreign = await created('third', [mine, theirs]);
    const missing = await created('third', [mine, { ...theirs, id: 'gid://v1/Shop/szzzzzzz/szzzzzzz' }]);
    expect(foreign.code).toBe('NOT_FOUND');
    expect(foreign.payload).toEqual(missing.payload);
  });

  it.each([
    ['no name', { name: '' }, 'input.name'],
    ['101 members', { name: 'x', shopIds: Array(101).fill('gid://v1/Shop/s1/s1') }, 'input.shopIds'],
  ])('with %s are refused', async (_case, input, path) => {
    const refused = await write(server, { apiKey: server.adminKey }, GROUP_CREATE, { shopIds: [], ...input });
    expect(paths(refused)).toEqual([['INVALID_INPUT', path]]);
  });
});

describe('every write to the registry', () => {
  const writes: readonly (readonly [string, (shop: WritableShop) => object])[] = [
    ['shopUpdate', ({ id }) => ({ id, name: 'again' })],
    ['shopSandboxSet', ({ id }) => ({ id, isSandbox: true })],
    ['shopProxySet', ({ id }) => ({ id, isEnabled: true, url: 'http://proxy.example:8080' })],
    [
      'shopCredentialRotate',
      ({ id, siteId, shopId }) => ({ id, credential: { kuaizhan: { accessToken: 'new-token', siteId, shopId } } }),
    ],
  ];

  it.each(writes)(
    '%s repeats its stored answer, refuses the key for another shop, and is audited',
    async (name, input) => {
      const [shop, other] = [await freshShop(server), await freshShop(server)];
      const options = { idempotencyKey: `registry ${name}` };
      const first = await write(server, shop, kind(name), input(shop), options);
      const again = await write(server, shop, kind(name), input(shop), options);
      expect(first.payload.userErrors).toEqual([]);
      const { replayed, ...same }: Payload = again.payload;
      expect(replayed).toBe(true);
      expect({ ...same, replayed: false }).toEqual(first.payload);
      expect((await write(server, shop, kind(name), input(other), options)).code).toBe('IDEMPOTENCY_KEY_REUSED');
      const query =
        'query ($id: ID!) { shop(by: { id: $id }) { auditLog { nodes { action outcome nodeId requestId } } } }';
      const { data } = await post(server, shop.apiKey, query, { id: shop.id });
      const row = { action: name, outcome: 'OK', nodeId: shop.id };
      expect(data.shop.auditLog.nodes).toEqual([
        { ...row, requestId: again.answer.extensions.requestId },
        { ...row, requestId: first.answer.extensions.requestId },
      ]);
      expect(callsOf(server, shop)).toEqual([]);
    },
  );
});
