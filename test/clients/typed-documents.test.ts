import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, print } from 'graphql';
import { ClientError } from 'graphql-request';
import { exampleOperations } from '../../src/cli/example-operations.js';
import type { Shop } from '../../src/tenants/shop.js';
import { start, type TestServer } from '../support/start.js';
import { storefrontClient } from './storefront-client.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HERE = join(ROOT, 'test/clients');
const run = promisify(execFile);
const read = (...path: string[]): string => readFileSync(join(HERE, ...path), 'utf8');
const same = (text: string): string => print(parse(text));

describe('typed documents', () => {
  it('are made for every example operation of the explorer and of the README, and for no other', () => {
    const shop = (platform: string, key: string) => ({ platform, key }) as Shop;
    const shops = [shop('KUAIZHAN', 'one'), shop('KUAIZHAN', 'two'), shop('DOUYIN', 'three'), shop('DOUYIN', 'four')];
    const tabs = exampleOperations(shops).map(({ query }) => query);
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const blocks = [...readme.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, text = '']) => text);
    const files = readdirSync(join(HERE, 'operations')).map((name) => read('operations', name));
    expect(files.map(same).sort()).toEqual([...tabs, ...blocks].map(same).sort());
  });

  it('are what `npm run codegen` writes from the committed schema', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shopgraph-codegen-'));
    try {
      const config = readFileSync(join(ROOT, 'codegen.yml'), 'utf8');
      const elsewhere = config.replace('./test/clients/generated/', `${folder}/`);
      expect(elsewhere).not.toBe(config);
      writeFileSync(join(folder, 'codegen.yml'), elsewhere.replaceAll(' ./', ` ${ROOT}`));
      const cli = join(ROOT, 'node_modules/@graphql-codegen/cli/esm/bin.js');
      await run(process.execPath, [cli, '--config', join(folder, 'codegen.yml'), '--silent'], {
        cwd: ROOT,
        env: { PATH: process.env['PATH'] ?? '' },
      });
      for (const name of readdirSync(join(HERE, 'generated')))
        expect([name, readFileSync(join(folder, name), 'utf8')]).toEqual([name, read('generated', name)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it('compile under the strict settings, with a client that uses them right, and not with one that does not', async () => {
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const said = await run(process.execPath, [compiler, '-p', HERE, '--pretty', 'false']).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
    expect(said).toBe('');
  }, 60_000);
});

describe('a client with typed documents', () => {
  let server: TestServer;
  let client: ReturnType<typeof storefrontClient>;
  beforeAll(async () => {
    server = await start();
    client = storefrontClient(server.url, server.adminKey);
  }, 60_000);
  afterAll(() => server.stop());

  it('reads the shelves of two shops', async () => {
    const shelves = await client.shelves();
    expect([...shelves.keys()].sort()).toEqual(['山野茶铺', '木作小店'].sort());
    for (const titles of shelves.values()) expect(titles).toHaveLength(1);
  });

  it('tells the types of many ids apart', async () => {
    const { shop, commodity } = await client.firstIds();
    const [first, second, ...others] = await client.describe([shop, commodity, 'gid://v1/Shop/nowhere/nowhere']);
    expect(first).toBe('山野茶铺 on KUAIZHAN');
    expect(second).toMatch(/^\S.* of 山野茶铺$/);
    expect(others).toEqual(['nothing']);
  });

  it('pages through goods by cursor, no row twice', async () => {
    const { shop } = await client.firstIds();
    const one = await client.page(shop, null);
    const two = await client.page(shop, one.next);
    expect(new Set([...one.lines, ...two.lines]).size).toBe(20);
  });

  it('reads the site, plans a ban for it, and sends none', async () => {
    const site = await client.site();
    expect(site).toMatchObject({ domain: 'shanye.example.com', account: '山野茶铺' });
    server.kuaizhan.journal.clear();
    expect(await client.banPlan(site?.id ?? '')).toEqual(['POST /v2/club/user/ban']);
    expect(server.calls()).not.toContain('POST /v2/club/user/ban');
  });

  it('creates once, however often it repeats itself with the same key', async () => {
    const { shop } = await client.firstIds();
    expect(await client.create(shop)).toEqual({ price: '128.00', replayed: false, codes: [] });
    expect(await client.create(shop)).toEqual({ price: '128.00', replayed: true, codes: [] });
    expect(server.calls().filter((call) => call === 'POST /v2/ec/commodity/create')).toHaveLength(1);
  });

  it('gets a typed code for a refused write, and an error for a wrong key', async () => {
    const { shop } = await client.firstIds();
    const reader = storefrontClient(server.url, server.readKey);
    expect(await reader.create(shop)).toEqual({ price: null, replayed: false, codes: ['PERMISSION_DENIED'] });
    await expect(storefrontClient(server.url, 'nonsense').shelves()).rejects.toBeInstanceOf(ClientError);
  });
});
