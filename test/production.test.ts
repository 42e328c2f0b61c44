import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KuaizhanEmulator, startKuaizhanEmulator } from '../src/platforms/kuaizhan/emulator/index.js';
import { type CompiledCli, compileCli, type Running } from './support/compiled-cli.js';
import { scratchFolder } from './support/scratch-folder.js';
import { post } from './writes/kinds.js';

/*
 * The production form: a process of its own, without demo and without emulator, before a platform that knows nothing of
 * it; shops come in through the command line and through the graph.
 */

let cli: CompiledCli;
let folder: string;
let platform: KuaizhanEmulator;
let env: Record<string, string>;
let server: Running;
let url: string;
let adminUrl: string;
let key: string;

const json = async (...words: string[]): Promise<Record<string, string>> => {
  const { code, out, err } = await cli.run([...words, '--json'], env);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Record<string, string>;
};

beforeAll(async () => {
  cli = compileCli();
  folder = scratchFolder('production');
  platform = await startKuaizhanEmulator({ seed: 'demo' });
  env = {
    PORT: '0',
    ADMIN_PORT: '0',
    DATA_DIR: join(folder, 'data'),
    MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    KUAIZHAN_URL: platform.url,
    UPSTREAM_ALLOW_PRIVATE: 'true',
  };
  await json('tenants', 'create', '--name', 'Merchant');
  key = (await json('keys', 'create', '--tenant', 'Merchant', '--scopes', 'admin'))['key'] ?? '';
  server = cli.start(['serve'], env);
  [, url = '', adminUrl = ''] = await server.until(/answers at (\S+)\/graphql, health and metrics at (\S+)/);
}, 60_000);
afterAll(async () => {
  server.signal('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0 });
  await platform.close();
  cli.remove();
  rmSync(folder, { recursive: true });
}, 30_000);

describe('the production server', () => {
  it('reads and writes a shop registered by the command line and one registered by shopRegister', async () => {
    const [first, second] = platform.seed.shops;
    if (first === undefined || second === undefined) throw new Error('the seed is empty');
    writeFileSync(join(folder, 'token'), first.accessToken);
    const of = ['--tenant', 'Merchant', '--name', first.name, '--platform', 'kuaizhan', '--forum-id', first.forumId];
    const credential = [
      '--access-token-file',
      join(folder, 'token'),
      '--site-id',
      first.siteId,
      '--shop-id',
      first.shopId,
    ];
    const byCli = (await json('shops', 'register', ...of, ...credential))['id'] ?? '';

    const { accessToken, siteId, shopId, forumId } = second;
    const registered = await post(
      { url },
      key,
      `mutation ($input: ShopRegisterInput!) { shopRegister(input: $input) { shop { id } userErrors { code } } }`,
      { input: { name: second.name, credential: { kuaizhan: { accessToken, siteId, shopId, forumId } } } },
    );
    expect(registered.data.shopRegister.userErrors).toEqual([]);
    const byGraph = registered.data.shopRegister.shop.id as string;

    const query = `query ($a: ID!, $b: ID!) { a: shop(by: { id: $a }) { ...S } b: shop(by: { id: $b }) { ...S } }
      fragment S on Shop { name commodityCount site { id } commodities(first: 2) { nodes { id title price { amount } } } }`;
    const read = await post({ url }, key, query, { a: byCli, b: byGraph });
    expect(read.errors).toEqual([]);
    expect(read.data).toMatchObject({
      a: { name: first.name, commodityCount: 180, commodities: { nodes: [{}, {}] } },
      b: { name: second.name, commodityCount: 120, commodities: { nodes: [{}, {}] } },
    });

    for (const id of [byCli, byGraph]) {
      const written = await post(
        { url },
        key,
        `mutation ($input: CommodityCreateInput!) { commodityCreate(input: $input) { commodity { title shop { commodityCount } } userErrors { code } } }`,
        { input: { shopId: id, title: '新品', goods: { single: { price: { amount: '9.90' }, stock: 3 } } } },
      );
      expect(written.data.commodityCreate).toEqual({
        commodity: { title: '新品', shop: { commodityCount: id === byCli ? 181 : 121 } },
        userErrors: [],
      });
    }
  }, 30_000);

  it('is healthy, measured, and says nothing of a demo', async () => {
    expect((await fetch(`${adminUrl}/livez`)).status).toBe(200);
    expect((await fetch(`${adminUrl}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${adminUrl}/metrics`)).text()).toMatch(/^# HELP /m);
    expect(await (await fetch(`${url}/`)).text()).not.toMatch(/gk_demo|gk_live|emulat/i);
  });

  it('is what the package names as its command', () => {
    const { bin } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { bin: object };
    expect(bin).toEqual({ shopgraph: 'dist/cli/main.js' });
    expect(readFileSync(join(process.cwd(), 'src/cli/main.ts'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

describe('the production server does not start', () => {
  it.each([
    ['without a master key', { MASTER_KEYS: '' }, /^error: MASTER_KEYS: [^\n]+$/],
    ['with a master key of the wrong length', { MASTER_KEYS: 'k1:c2hvcnQ=' }, /^error: MASTER_KEYS: [^\n]+$/],
    [
      'with another master key than its store',
      { MASTER_KEYS: `k1:${'A'.repeat(43)}=` },
      /^error: MASTER_KEYS: [^\n]+$/,
    ],
    ['before an address on this machine', { UPSTREAM_ALLOW_PRIVATE: 'false' }, /^error: KUAIZHAN_URL: [^\n]+$/],
    [
      'before a private address',
      { UPSTREAM_ALLOW_PRIVATE: 'false', KUAIZHAN_URL: 'http://10.1.2.3' },
      /^error: KUAIZHAN_URL: [^\n]+$/,
    ],
    ['without a port that is one', { PORT: '70000' }, /^error: PORT: [^\n]+$/],
  ])(
    '%s: one line names the variable',
    async (_name, change, line) => {
      const { code, out, err } = await cli.start(['serve'], { ...env, ...change }).ended;
      expect([code, out]).toEqual([1, '']);
      expect(err.trim()).toMatch(line);
      expect(err).not.toMatch(/ at \S+:\d+:\d+/);
    },
    30_000,
  );
});
