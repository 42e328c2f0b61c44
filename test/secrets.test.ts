import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scratchFolder } from './support/scratch-folder.js';
import { type Answer, start, type TestServer } from './support/start.js';
import { documentOf, freshShop, KINDS, post, type WritableShop } from './writes/kinds.js';

/*
 * A run over reads, writes, refusals and faults with secrets that are easy to find, and then a search of everything that
 * left the process or stayed on the disk.
 */

let folder: string;
let server: TestServer;
/** By what it is. */
const secrets = new Map<string, string>();
/** Told to the gateway as data: it may be answered and stored, and is nothing for the log. */
const personal = new Map<string, string>();
const heard: string[] = [];
let metrics = '';
let files: { name: string; bytes: Buffer }[] = [];

const MASTER_KEY = randomBytes(32).toString('base64');

const listen = async (key: string, query: string, variables: object = {}): Promise<Answer> => {
  const answer = await post(server, key, query, variables);
  heard.push(answer.text, [...answer.headers].flat().join('\n'));
  return answer;
};

async function reads(shop: WritableShop, commodityId: string): Promise<void> {
  const { officialAccount, columns } = server.kuaizhan.seed;
  const query = `query ($id: ID!, $openId: String!, $column: ID!) { shop(by: { id: $id }) {
      name native { id } status health { circuit } credential { appIdMasked secretFingerprint } proxy { url }
      kuaizhan { title description announcement address phone grossEarnings { amount } paidOrderCount }
      site { name raw officialAccount { nickname appId followGuideUrl subscription(openId: $openId) { isSubscribed } } }
      commodities(first: 20) { nodes { id title raw shop { id } revisions(first: 5) { nodes { version source changes { path before after } } } } }
      commodityCategories { id title raw }
      auditLog { nodes { action actor outcome } } }
    node(id: $column) { ... on PostColumn { posts(first: 3) { nodes { id title raw } } } } }`;
  const tea = server.shops[0];
  const column = columns.find(({ siteId }) => siteId === tea?.siteId)?.columnId ?? '';
  personal.set('an open id', officialAccount?.followerOpenId ?? '');
  for (const one of [shop, tea]) {
    if (one === undefined) continue;
    const answer = await listen(server.adminKey, query, {
      id: one.id,
      openId: officialAccount?.followerOpenId,
      column: tea?.gid('PostColumn', column),
    });
    expect([answer.status, answer.data?.shop.name]).toEqual([200, one.name]);
  }
  const commodity = `query ($id: ID!) { commodity(id: $id) { id raw
    diff(from: "2020-01-01T00:00:00Z") { path before after } } }`;
  const answers = [
    await listen(server.adminKey, commodity, { id: commodityId }),
    await listen(server.readKey, '{ shops { nodes { name proxy { url } credential { secretFingerprint } } } }'),
  ];
  for (const { status } of answers) expect(status).toBe(200);
}

async function writes(): Promise<void> {
  for (const kind of KINDS) {
    const shop = await freshShop(server);
    secrets.set(`the access token of the shop of ${kind.mutation}`, shop.accessToken);
    const { input, otherInput } = kind.prepare(server, shop);
    const match = { operation: kind.operation, shop: shop.shopId };
    const message = `拒绝 ${shop.accessToken} ${Buffer.from(shop.accessToken).toString('base64')}`;
    const rules = [
      { match, times: 1, fault: 'business_code', message } as const,
      { match, times: 1, fault: 'reset', phase: 'after_effect' } as const,
    ];
    server.kuaizhan.faults.set(rules);
    for (const [at, idempotencyKey] of ['one', 'two', 'two', 'three'].entries()) {
      const options = { idempotencyKey: `${idempotencyKey} ${shop.key}` };
      await listen(server.adminKey, documentOf(kind), { input: at < 3 ? input : otherInput, options });
    }
    await listen(server.adminKey, documentOf(kind), { input, options: { dryRun: true } });
    server.kuaizhan.faults.clear();
  }
}

async function registrations(shop: WritableShop): Promise<void> {
  const credential = (accessToken: string, shopId = shop.shopId) => ({
    kuaizhan: { accessToken, siteId: shop.siteId, shopId },
  });
  const ask = (mutation: string, input: object) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    return listen(
      server.adminKey,
      `mutation ($input: ${type}!) { ${mutation}(input: $input, options: { idempotencyKey: "${mutation}" }) { userErrors { code message path } replayed } }`,
      { input },
    );
  };
  secrets.set('a registered token', 'canary-registered-token-3c1');
  secrets.set('a rotated token', 'canary-rotated-token-9d2');
  secrets.set('a refused token', 'canary refused token with blanks');
  secrets.set('a token of the wrong type', 'canary-wrong-type-token-5e3');
  secrets.set('a proxy password', 'canary-proxy-password-77f');
  const sister = server.kuaizhan.addShop({ siteId: Number(shop.siteId), token: 'canary-registered-token-3c1' });
  for (let times = 0; times < 2; times += 1) {
    await ask('shopRegister', { name: 'sister', credential: credential('canary-registered-token-3c1', sister.id) });
    await ask('shopCredentialRotate', { id: shop.id, credential: credential('canary-rotated-token-9d2') });
  }
  await ask('shopRegister', { name: 'x', credential: credential('canary refused token with blanks') });
  await ask('shopRegister', {
    name: 'x',
    credential: { kuaizhan: { accessToken: ['canary-wrong-type-token-5e3', 1] } },
  });
  await ask('shopRegister', { name: 'x', credential: { kuaizhan: { accessToken: 'canary-wrong-type-token-5e3' } } });
  await ask('shopProxySet', {
    id: shop.id,
    isEnabled: false,
    url: 'http://user:canary-proxy-password-77f@proxy.example:8080',
  });
  await ask('shopProxySet', { id: shop.id, isEnabled: true, url: 'http://user:canary-proxy-password-77f@other:1' });
}

async function faults(shop: WritableShop): Promise<void> {
  const query = 'query ($id: ID!) { shop(by: { id: $id }) { commodityCount commodities { nodes { id } } } }';
  const loud = {
    match: { shop: shop.shopId },
    message: `token ${shop.accessToken}, 登录 ${encodeURIComponent(shop.accessToken)}`,
  };
  for (const rule of [
    { ...loud, fault: 'business_code' } as const,
    { ...loud, fault: 'redirect', location: `http://127.0.0.1:9/?access_token=${shop.accessToken}` } as const,
    { ...loud, fault: 'html_200' } as const,
    { ...loud, fault: 'wrong_types' } as const,
    { ...loud, fault: 'reset' } as const,
  ]) {
    server.kuaizhan.faults.set([rule]);
    await listen(server.adminKey, query, { id: shop.id });
  }
  server.kuaizhan.faults.clear();
  await server.kuaizhan.refuseConnections();
  await listen(server.adminKey, query, { id: shop.id });
  await server.kuaizhan.acceptConnections();
}

beforeAll(async () => {
  folder = scratchFolder('secrets');
  const masterKeys = `k1:${MASTER_KEY}`;
  const env = { EGRESS_PROXY_HOSTS: 'proxy.example:8080' };
  server = await start({ seed: 'demo', file: join(folder, 'shopgraph.db'), masterKeys, env });
  try {
    await run();
  } finally {
    await server.stop();
  }
  files.push(...gather('after the end'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const gather = (when: string) =>
  readdirSync(folder).map((name) => ({ name: `${name} ${when}`, bytes: readFileSync(join(folder, name)) }));

async function run(): Promise<void> {
  const { kuaizhan } = server;
  secrets.set('the master key', MASTER_KEY);
  secrets.set('the app secret of WeChat', kuaizhan.seed.officialAccount?.appSecret ?? '');
  for (const shop of server.shops) secrets.set(`the access token of ${shop.name}`, shop.accessToken);
  for (const [name, key] of [
    ['admin', server.adminKey],
    ['read', server.readKey],
  ] as const) {
    secrets.set(`the ${name} key`, key);
    secrets.set(`the secret in the ${name} key`, key.split('_')[3] ?? '');
  }
  const shop = await freshShop(server);
  secrets.set('the access token of the fresh shop', shop.accessToken);
  secrets.set('the phone code', 'canary-vcode-417');
  secrets.set('the verification id', 'canary-verification-418');
  const row = kuaizhan.state.shops.get(shop.shopId)?.row as Record<string, unknown>;
  Object.assign(row, { tel_vcode: 'canary-vcode-417', verification_id: 'canary-verification-418' });
  const commodity = kuaizhan.addCommodity({ shopId: shop.shopId, title: 'seen' });
  personal.set('a title that was written', 'new one');

  await reads(shop, shop.gid('Commodity', commodity.id));
  await writes();
  await faults(shop);
  await registrations(shop);
  await reads(shop, shop.gid('Commodity', commodity.id));
  metrics = await (await fetch(`${server.adminUrl}/metrics`)).text();
  // While it runs the newest rows are in the log beside the database; after the end they are in the file itself.
  files = gather('while it ran');
}

/** A value in every form in which it might lie about. */
const formsOf = (value: string): string[] => [
  value,
  encodeURIComponent(value),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
  Buffer.from(value).toString('base64url'),
  Buffer.from(value).toString('hex'),
];
const found = (text: string | Buffer): string[] =>
  [...secrets].filter(([, value]) => formsOf(value).some((form) => text.includes(form))).map(([name]) => name);

describe('a run with secrets', () => {
  it('had something to hide, and something to say', () => {
    for (const [name, value] of [...secrets, ...personal]) expect([name, value.length > 6]).toEqual([name, true]);
    expect(heard.length).toBeGreaterThan(60);
    expect(server.logLines.length).toBeGreaterThan(30);
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'shopgraph.db while it ran',
        'shopgraph.db-wal while it ran',
        'shopgraph.db after the end',
      ]),
    );
    expect(heard.join('')).toContain('new one');
    expect(files.some(({ bytes }) => bytes.includes('new one'))).toBe(true);
  });

  it('shows none of them in any answer', () => {
    expect([...new Set(heard.flatMap(found))]).toEqual([]);
  });

  it('writes none of them into the log, nor what callers sent, nor headers', () => {
    const log = server.logLines.join('\n');
    expect(found(log)).toEqual([]);
    for (const [name, value] of personal) expect([name, log.includes(value)]).toEqual([name, false]);
    expect(log).not.toMatch(/Bearer|access_token=|authorization/i);
  });

  it('shows none of them, and no shop or key, in the metrics', () => {
    expect(metrics).toMatch(/^# HELP /m);
    expect(found(metrics)).toEqual([]);
    expect(metrics).not.toMatch(/gid:|gk_live|tn_/);
  });

  it('leaves none of them on the disk', () => {
    expect(files.flatMap(({ name, bytes }) => found(bytes).map((secret) => [name, secret]))).toEqual([]);
  });
});
