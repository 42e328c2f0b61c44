import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { type CompiledCli, compileCli, type Running } from '../../../support/compiled-cli.js';
import { scratchFolder } from '../../../support/scratch-folder.js';
import { MANY, ONE } from './stock-bench.js';

let cli: CompiledCli;
let folder: string;
let douyin: DouyinEmulator;
let env: Record<string, string>;
let key: string;
let apiKey: string;
let nativeId: string;

beforeAll(async () => {
  cli = compileCli();
  folder = scratchFolder('stock-crash');
  douyin = await startDouyinEmulator({ seed: 'demo' });
  env = {
    PORT: '0',
    ADMIN_PORT: '0',
    DATA_DIR: join(folder, 'data'),
    MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    DOUYIN_URL: douyin.url,
    DOUYIN_SANDBOX_URL: douyin.sandboxUrl,
    UPSTREAM_ALLOW_PRIVATE: 'true',
  };
  const [seeded] = douyin.seed.shops;
  if (seeded === undefined) throw new Error('the seed is empty');
  nativeId = seeded.shopId;
  writeFileSync(join(folder, 'secret'), seeded.appSecret);
  const json = async (...words: string[]) => {
    const { out, err } = await cli.run([...words, '--json'], env);
    expect(err).toBe('');
    return JSON.parse(out) as Record<string, string>;
  };
  await json('tenants', 'create', '--name', 'T');
  const credential = ['--app-id', seeded.appKey, '--app-secret-file', join(folder, 'secret'), '--shop-id', nativeId];
  const shop = await json('shops', 'register', '--tenant', 'T', '--name', 'S', '--platform', 'douyin', ...credential);
  key = shop['key'] ?? '';
  apiKey = (await json('keys', 'create', '--tenant', 'T', '--scopes', 'admin'))['key'] ?? '';
}, 60_000);
afterAll(async () => {
  await douyin.close();
  cli.remove();
  rmSync(folder, { recursive: true });
});

const serve = async (): Promise<{ running: Running; url: string }> => {
  const running = cli.start(['serve'], env);
  const [, url = ''] = await running.until(/answers at (\S+)\/graphql/);
  return { running, url };
};

interface Payload {
  readonly replayed: boolean;
  readonly rows: readonly { readonly status: string }[];
}

async function set(url: string, rows: readonly object[], idempotencyKey: string): Promise<Payload> {
  const query = `mutation($input: SkuStocksSetInput!, $options: WriteOptions) {
    skuStocksSet(input: $input, options: $options) { replayed rows { status userErrors { code } } userErrors { code } }
  }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ query, variables: { input: { rows }, options: { idempotencyKey } } }),
  });
  return ((await response.json()) as { data: { skuStocksSet: Payload } }).data.skuStocksSet;
}

it('after a kill -9 between sending and answer, stock is settled under its key: read where it was set, sent with its id where it was changed, and left alone where it was refused', async () => {
  const state = douyin.state.shops.get(nativeId);
  const plain = [...(state?.products.values() ?? [])].filter(
    ({ status, checkStatus, skus }) => status === 0 && checkStatus === 3 && skus.every(({ skuType }) => skuType === 0),
  );
  const [one, two, three, four] = [plain[0]?.skus[0], plain[1]?.skus[0], plain[2]?.skus[0], plain[3]?.skus[0]];
  if (one === undefined || two === undefined || three === undefined || four === undefined) throw new Error('no SKUs');
  const id = (sku: typeof one) => `gid://v1/ProductSku/${key}/${sku.productId}.${sku.id}`;
  const absolute = [one, two].map((sku, at) => ({ skuId: id(sku), quantity: { setTo: 700 + at } }));
  const changes = [three, four].map((sku, at) => ({ skuId: id(sku), quantity: { changeBy: 10 + at } }));
  const before = [three.stock, four.stock];
  // Refused by the look before the call: the platform takes it again when everything is settled.
  const [refused] = plain[4]?.skus ?? [];
  if (refused === undefined || plain[4] === undefined) throw new Error('no SKUs');
  const untouched = refused.stock;
  plain[4].checkStatus = 2;
  changes.push({ skuId: id(refused), quantity: { changeBy: 7 } });

  const first = await serve();
  douyin.faults.set(
    [MANY, ONE].map((operation) => ({ match: { operation }, fault: 'hold', phase: 'before_effect', times: 2 })),
  );
  const lost = [set(first.url, absolute, 'absolute'), set(first.url, changes, 'changes')].map((answer) =>
    answer.catch(() => 'lost'),
  );
  await douyin.faults.whenHeld(3);
  first.running.signal('SIGKILL');
  expect(await Promise.all(lost)).toEqual(['lost', 'lost']);
  await first.running.ended;
  // The platform carries them out although nobody listens any more.
  douyin.faults.clear();
  for (let tries = 0; tries < 500 && four.stock === before[1]; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));

  plain[4].checkStatus = 3;
  const again = await serve();
  const answers = [await set(again.url, absolute, 'absolute'), await set(again.url, changes, 'changes')];
  again.running.signal('SIGTERM');
  expect(await again.running.ended).toMatchObject({ code: 0 });
  const done = { status: 'SUCCEEDED' };
  expect(answers).toMatchObject([
    { replayed: true, rows: [done, done] },
    { replayed: true, rows: [done, done, { status: 'FAILED', userErrors: [{ code: 'STATE_FORBIDS' }] }] },
  ]);
  expect(refused.stock).toBe(untouched);
  expect([one.stock, two.stock, three.stock, four.stock]).toEqual([
    700,
    701,
    (before[0] ?? 0) + 10,
    (before[1] ?? 0) + 11,
  ]);
}, 60_000);
