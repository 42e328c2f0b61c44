import { randomBytes } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type CompiledCli, compileCli, type Running } from '../support/compiled-cli.js';
import { scratchFolder } from '../support/scratch-folder.js';

const ADDRESSES = /answers at (\S+)\/graphql, health and metrics at (\S+)/;
const FREE_PORTS = { PORT: '0', ADMIN_PORT: '0' };

// Every server is a process of its own.
jest.setTimeout(60_000);

let cli: CompiledCli;
let folder: string;
beforeAll(() => {
  cli = compileCli();
  folder = scratchFolder('servers');
});
afterAll(() => {
  cli.remove();
  rmSync(folder, { recursive: true });
});

const ask = (url: string, key: string, query: string, variables: object = {}) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });

describe('serve, on emulated platforms', () => {
  interface Emulated {
    platforms: { url: string; demoShops: { name: string; credential: Record<string, string> }[] }[];
  }
  let emulators: Running;
  let server: Running;
  let platform: Emulated['platforms'][number];
  let env: Record<string, string>;
  let url: string;
  let adminUrl: string;

  const json = async <T>(...words: string[]): Promise<T> => {
    const { code, out, err } = await cli.run([...words, '--json'], env);
    expect([err, code]).toEqual(['', 0]);
    return JSON.parse(out) as T;
  };

  beforeAll(async () => {
    emulators = cli.start(['emulate', '--json']);
    const { platforms } = JSON.parse((await emulators.until(/^\{.*\}$/m))[0]) as Emulated;
    platform = platforms[0] ?? { url: '', demoShops: [] };
    env = {
      ...FREE_PORTS,
      DATA_DIR: join(folder, 'served'),
      MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      KUAIZHAN_URL: platform.url,
      UPSTREAM_ALLOW_PRIVATE: 'true',
    };
    server = cli.start(['serve'], env);
    const [, at = '', admin = ''] = await server.until(ADDRESSES);
    url = at;
    adminUrl = admin;
  });
  afterAll(async () => {
    emulators.signal('SIGTERM');
    expect(await emulators.ended).toMatchObject({ code: 0 });
  });

  it('is ready, and its explorer knows no key', async () => {
    expect((await fetch(`${adminUrl}/readyz`)).status).toBe(200);
    const page = await (await fetch(`${url}/`)).text();
    expect(page).not.toMatch(/gk_|emulated/);
  });

  it('sees a tenant, a shop and a key made beside it, and a revoked key within a second', async () => {
    const shop = platform.demoShops[0];
    writeFileSync(join(folder, 'token'), shop?.credential['accessToken'] ?? '');
    const tenant = await json<{ id: string }>('tenants', 'create', '--name', 'Tea');
    const credential = ['--access-token-file', join(folder, 'token'), '--site-id', shop?.credential['siteId'] ?? ''];
    const of = ['--tenant', tenant.id, '--name', 'Tea', '--platform', 'kuaizhan'];
    const { id } = await json<{ id: string }>(
      ...['shops', 'register', ...of, ...credential, '--shop-id', shop?.credential['shopId'] ?? ''],
    );
    const key = await json<{ id: string; key: string }>('keys', 'create', '--tenant', 'Tea', '--scopes', 'read');
    const query = 'query ($id: ID!) { shop(by: { id: $id }) { name commodityCount } }';
    expect(await (await ask(url, key.key, query, { id })).json()).toMatchObject({
      data: { shop: { name: 'Tea', commodityCount: 180 } },
    });
    await json('keys', 'revoke', key.id);
    await sleep(1000);
    expect((await ask(url, key.key, query, { id })).status).toBe(401);
  });

  it('is found healthy by the doctor, until the platform is gone', async () => {
    const healthy = await cli.run(['doctor'], env);
    expect([healthy.code, healthy.err]).toEqual([0, '']);
    expect(healthy.out.trim().split('\n')).toHaveLength(5);
    expect(healthy.out).toMatch(/^(ok {4}.*\n){5}$/);
    const ill = await cli.run(['doctor'], { ...env, KUAIZHAN_URL: 'http://127.0.0.1:9' });
    expect([ill.code, ill.err]).toEqual([1, 'error: 1 of 5 checks failed\n']);
    expect(ill.out).toMatch(/^FAIL {2}kuaizhan/m);
    const { code, out } = await cli.run(['doctor'], { ...env, MASTER_KEYS: '', LOG_LEVEL: 'loud' });
    expect([code, out.split('\n').length]).toEqual([1, 3]);
  });

  it('keeps a second server off its port', async () => {
    const port = new URL(adminUrl).port;
    const { code, err } = await cli.start(['serve'], { ...env, ADMIN_PORT: port }).ended;
    expect([code, err]).toEqual([1, 'error: ADMIN_PORT: the port is in use by another process\n']);
  });

  it('says where the settings are wrong instead of starting', async () => {
    const wrong = { KUAIZHAN_URL: platform.url, DATA_DIR: join(folder, 'none') };
    const { code, err } = await cli.start(['serve'], wrong).ended;
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^error: MASTER_KEYS: must be set/),
      expect.stringMatching(/^error: KUAIZHAN_URL: is a private or emulator address/),
    ]);
  });

  const control = async <T>(method: string, body: object[] | null = null): Promise<T> => {
    const init = { method, ...(body === null ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${platform.url}/_control/rules`, init);
    expect(answer.ok).toBe(true);
    return (await answer.json()) as T;
  };
  const hold = () => control('PUT', [{ match: { operation: 'GET /v2/ec/commodity/count' }, fault: 'hold' }]);
  const release = () => control('DELETE');
  const whenHeld = async () => {
    while ((await control<{ fired: number }[]>('GET')).every(({ fired }) => fired === 0)) await sleep(20);
  };
  const whenStopping = async (at: string) => {
    while ((await fetch(`${at}/readyz`)).status !== 503) await sleep(20);
  };
  const slowQuery = '{ shops { nodes { commodityCount } } }';

  it('stops with exit code 0 when told, once what it accepted is answered', async () => {
    await hold();
    const key = await json<{ key: string }>('keys', 'create', '--tenant', 'Tea', '--scopes', 'read');
    const slow = ask(url, key.key, slowQuery);
    await whenHeld();
    server.signal('SIGTERM');
    await whenStopping(adminUrl);
    await release();
    expect(await (await slow).json()).toMatchObject({ data: { shops: { nodes: [{ commodityCount: 180 }] } } });
    expect(await server.ended).toMatchObject({ code: 0 });
  });

  it('ends at once at the second signal', async () => {
    await hold();
    const key = await json<{ key: string }>('keys', 'create', '--tenant', 'Tea', '--scopes', 'read');
    const impatient = cli.start(['serve'], env);
    const [, at = '', admin = ''] = await impatient.until(ADDRESSES);
    const held = ask(at, key.key, slowQuery).catch(() => 'cut off');
    await whenHeld();
    impatient.signal('SIGTERM');
    await whenStopping(admin);
    impatient.signal('SIGTERM');
    // 0 would be the end after the answer; 130 is the end without it.
    expect((await impatient.ended).code).toBe(130);
    expect(await held).toBe('cut off');
  });
});

describe('demo', () => {
  interface Started {
    readonly url: string;
    readonly read: string;
    readonly admin: string;
    readonly demo: Running;
    readonly tookMs: number;
  }
  const start = async (): Promise<Started> => {
    const startedAt = performance.now();
    const demo = cli.start(['demo'], { ...FREE_PORTS, DATA_DIR: dataDir() });
    const [banner] = await demo.until(/Explorer[\s\S]*Stop with/);
    const of = (name: string) => new RegExp(`${name} +(\\S+)`).exec(banner)?.[1] ?? '';
    const facts = { url: of('GraphQL').replace('/graphql', ''), read: of('Read key'), admin: of('Admin key') };
    return { ...facts, demo, tookMs: performance.now() - startedAt };
  };
  const dataDir = () => join(folder, 'demo');
  const shopsOf = async ({ url, read }: Started) =>
    ((await (await ask(url, read, '{ shops { nodes { id name } } }')).json()) as { data: unknown }).data;
  const stop = async (demo: Running) => {
    demo.signal('SIGINT');
    const { code, out, err } = await demo.ended;
    expect([code, err]).toEqual([0, '']);
    return out;
  };

  let first: Started;
  let shops: unknown;

  it('is ready in seconds, says that the platforms are emulated, and answers each example', async () => {
    first = await start();
    const { url, read, admin, demo, tookMs } = first;
    // Two seconds of work, and room for a machine that does much else.
    expect(tookMs).toBeLessThan(30_000);
    const page = await (await fetch(`${url}/`)).text();
    const settings = JSON.parse(/id="settings">(.*?)<\/script>/.exec(page)?.[1] ?? '') as {
      tabs: { query: string; variables: string }[];
    };
    expect(settings.tabs.length).toBeGreaterThan(2);
    for (const { query, variables } of settings.tabs) {
      const answer = await ask(url, read, query, variables === '' ? {} : JSON.parse(variables));
      expect(await answer.json()).toEqual({ data: expect.any(Object), extensions: expect.any(Object) });
    }
    const codes = '{ shops { nodes { tCode } } }';
    expect(await (await ask(url, admin, codes)).json()).not.toHaveProperty('errors');
    expect(await (await ask(url, read, codes)).json()).toHaveProperty('errors');
    shops = await shopsOf(first);
    expect(await stop(demo)).toContain('EMULATED');
  });

  it('keeps its keys and shops over a restart, for its owner alone', async () => {
    const second = await start();
    expect([second.read, second.admin]).toEqual([first.read, first.admin]);
    expect(shops).toMatchObject({ shops: { nodes: expect.any(Array) } });
    expect(await shopsOf(second)).toEqual(shops);
    await stop(second.demo);
    for (const file of ['master.keys', 'demo-keys.json', 'shopgraph.db'])
      expect(statSync(join(dataDir(), file)).mode & 0o077).toBe(0);
  });
});

describe('schema print', () => {
  it('prints what clients see, and one subgraph with its federation directives', async () => {
    const [whole, one, none] = await Promise.all([
      cli.run(['schema', 'print']),
      cli.run(['schema', 'print', '--subgraph', 'kuaizhan']),
      cli.run(['schema', 'print', '--subgraph', 'taobao']),
    ]);
    expect(whole.out).toMatch(/^type Query/m);
    expect(whole.out).not.toMatch(/_service|_entities|@key/);
    expect(one.out).toMatch(/type Commodity .*@key\(fields: "id"/);
    expect([whole.code, one.code, none.code]).toEqual([0, 0, 2]);
  });
});
