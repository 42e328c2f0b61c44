import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type CompiledCli, compileCli } from '../support/compiled-cli.js';
import { scratchFolder } from '../support/scratch-folder.js';

// The commands run in another process, and some in one of their own.
jest.setTimeout(60_000);

let cli: CompiledCli;
let folder: string;
let env: Record<string, string>;
beforeAll(() => {
  cli = compileCli();
  folder = scratchFolder('cli');
  env = { DATA_DIR: join(folder, 'data'), MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}` };
  writeFileSync(join(folder, 'token'), 'canary-kz-token-1\n');
  writeFileSync(join(folder, 'empty'), '\n');
});
afterAll(() => {
  cli.remove();
  rmSync(folder, { recursive: true });
});

const json = async <T>(...words: string[]): Promise<T> => {
  const { code, out, err } = await cli.run([...words, '--json'], env);
  expect([err, code]).toEqual(['', 0]);
  return JSON.parse(out) as T;
};
interface Shop {
  id: string;
  key: string;
  tCode: string;
  platform: string;
}

describe('a command', () => {
  it.each([
    [0, ['tenants', 'list', '--json'], /^\[\]\n$/, /^$/],
    [0, ['keys', '--help'], /^Usage: shopgraph/, /^$/],
    [1, ['keys', 'revoke', 'abcdefghijkl'], /^$/, /^error: [^\n]+\n$/],
    [2, ['keys', 'revoke'], /^$/, /^error: [^\n]+\n$/],
  ])('ends its process with exit code %i for %j', async (code, words, out, err) => {
    const finished = await cli.start(words, env).ended;
    expect(finished).toEqual({ code, out: expect.stringMatching(out), err: expect.stringMatching(err) });
  });
});

describe('administration', () => {
  let tenant: { id: string; name: string };
  let shop: Shop;

  it('makes a tenant and lists it', async () => {
    tenant = await json('tenants', 'create', '--name', '山野茶铺 Co');
    expect(tenant).toEqual({ id: expect.stringMatching(/^tn_/), name: '山野茶铺 Co' });
    expect(await json('tenants', 'list')).toEqual([{ ...tenant, createdAt: expect.any(String) }]);
  });

  it('registers a shop with a token out of a file, and never shows the token', async () => {
    const words = ['--tenant', tenant.id, '--name', 'Tea', '--platform', 'kuaizhan', '--site-id', '4300112233'];
    shop = await json('shops', 'register', ...words, '--access-token-file', join(folder, 'token'));
    expect(shop).toEqual({
      id: `gid://v1/Shop/${shop.key}/${shop.key}`,
      key: expect.stringMatching(/^[a-z0-9]+$/),
      tCode: expect.stringMatching(/^[0-9a-f]{32}$/),
      platform: 'KUAIZHAN',
    });
    const { out } = await cli.run(['shops', 'list', '--tenant', tenant.name], env);
    expect(out).toContain(shop.id);
    expect(out).not.toMatch(/canary/);
    expect(await json('shops', 'list')).toEqual([
      expect.objectContaining({ id: shop.id, name: 'Tea', status: 'ACTIVE', isSandbox: false, proxy: null }),
    ]);
  });

  it('makes a key for one shop with an end, lists it without its text, and revokes it', async () => {
    const words = ['--tenant', tenant.name, '--scopes', 'read,catalog:write', '--shops', shop.id, '--expires', '90d'];
    const key = await json<{ id: string; key: string; scopes: string[] }>('keys', 'create', ...words, '--name', 'till');
    expect(key.key).toMatch(new RegExp(`^gk_live_${key.id}_`));
    expect(key.scopes).toEqual(expect.arrayContaining(['shops:read', 'catalog:write']));
    const [listed] = await json<Record<string, unknown>[]>('keys', 'list');
    expect(listed).toMatchObject({ id: key.id, tenantId: tenant.id, name: 'till', shops: [shop.id], revokedAt: null });
    const days = (Date.parse(String(listed?.['expiresAt'])) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(89.9);
    expect(days).toBeLessThan(90.1);
    expect(JSON.stringify(listed)).not.toContain(key.key);
    expect(await json('keys', 'revoke', key.id)).toEqual({ id: key.id, revokedAt: expect.any(String) });
    expect(await json('keys', 'list', '--tenant', tenant.id)).toEqual([
      expect.objectContaining({ revokedAt: expect.any(String) }),
    ]);
  });

  it('switches the sandbox and the proxy of a shop', async () => {
    expect(await json('shops', 'sandbox', shop.id, '--on')).toEqual({ id: shop.id, isSandbox: true });
    env['EGRESS_PROXY_HOSTS'] = 'proxy.example:8080';
    expect(await json('shops', 'proxy', shop.id, '--url', 'http://proxy.example:8080')).toEqual({
      id: shop.id,
      proxy: { isEnabled: true, url: 'http://proxy.example:8080' },
    });
    const other = await cli.run(['shops', 'proxy', shop.id, '--url', 'http://other.example:80'], env);
    expect([other.code, other.err]).toEqual([1, expect.stringMatching(/^error: .*EGRESS_DENIED\)\n$/)]);
    expect(await json('shops', 'proxy', shop.id, '--off')).toEqual({ id: shop.id, proxy: null });
  });

  it.each([
    [['tenants', 'create'], 2],
    [['tenants', 'create', '--name', ''], 2],
    [['tenants', 'drop'], 2],
    [['nonsense'], 2],
    [['keys', 'create', '--tenant', '山野茶铺 Co', '--scopes', 'everything'], 2],
    [['keys', 'create', '--tenant', '山野茶铺 Co', '--scopes', 'read', '--expires', 'soon'], 2],
    [['keys', 'create', '--tenant', '山野茶铺 Co', '--scopes', 'read', '--shops', 's1'], 2],
    [['keys', 'create', '--tenant', '山野茶铺 Co', '--scopes', 'read', '--shops', 'gid://v1/Shop/s1/s1'], 1],
    [['keys', 'create', '--tenant', 'nobody', '--scopes', 'read'], 1],
    [['keys', 'revoke', 'abcdefghijkl'], 1],
    [['keys', 'revoke'], 2],
    [['tenants', 'create', '--name', '山野茶铺 Co'], 1],
    [['shops', 'register', '--tenant', 'x', '--name', 'x', '--platform', 'taobao'], 2],
    [['shops', 'register', '--tenant', '山野茶铺 Co', '--name', 'x', '--platform', 'kuaizhan', '--site-id', '1'], 2],
    [['shops', 'sandbox', 'gid://v1/Shop/s1/s1', '--on'], 1],
    [['shops', 'sandbox', 'gid://v1/Shop/s1/s1'], 2],
  ])('answers %j with exit code %i and one line', async (words, code) => {
    const finished = await cli.run(words, env);
    expect([finished.code, finished.out]).toEqual([code, '']);
    expect(finished.err).toMatch(/^error: [^\n]+\n$/);
    expect(finished.err).not.toMatch(/ at |canary|undefined/);
  });

  it('tells a file with a secret that cannot be read, or is empty', async () => {
    for (const file of ['none', 'empty']) {
      const words = ['--tenant', tenant.id, '--name', 'x', '--platform', 'kuaizhan', '--site-id', '77'];
      const { code, err } = await cli.run(
        ['shops', 'register', ...words, '--access-token-file', join(folder, file)],
        env,
      );
      expect([code, err]).toEqual([1, expect.stringMatching(/^error: --access-token-file names [^\n]+\n$/)]);
    }
  });

  it('opens no store with another master key, and changes nothing', async () => {
    const other = { ...env, MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}` };
    const { code, err } = await cli.run(['tenants', 'list'], other);
    expect([code, err]).toEqual([1, expect.stringMatching(/^error: MASTER_KEYS: [^\n]+\n$/)]);
    expect(await json('tenants', 'list')).toHaveLength(1);
  });

  it('tells each problem of the configuration in a line that names the variable', async () => {
    const { code, err } = await cli.run(['tenants', 'list'], { DATA_DIR: join(folder, 'none'), PORT: 'x' });
    expect([code, err.split('\n').map((line) => line.split(':')[1]?.trim())]).toEqual([
      1,
      ['PORT', 'MASTER_KEYS', undefined],
    ]);
  });

  it.each([
    [[]],
    [['tenants']],
    [['keys', 'create']],
    [['shops', 'register']],
    [['schema']],
    [['serve']],
    [['doctor']],
  ])('explains %j with --help', async (words) => {
    const { code, out, err } = await cli.run([...words, '--help'], env);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Usage: shopgraph/);
  });
});
