import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/store/open-store.js';
import { RefreshingTokenSources } from '../../src/tenants/refreshing-tokens.js';
import { revealSecret } from '../../src/tenants/reveal-secret.js';
import type { Vault } from '../../src/tenants/sealing.js';
import type { Shop } from '../../src/tenants/shop.js';
import { freshKey, type Home, kuaizhanShop, makeHome, makeRegistry } from '../store/home.js';
import { TokenWorker } from './child/start-token-worker.js';
import { serveTokens, TokenPlatform } from './token-platform.js';

describe('the tokens of a shop in two processes', () => {
  let home: Home;
  let store: Store;
  let vault: Vault;
  let shop: Shop;
  let platform: TokenPlatform;
  let server: Awaited<ReturnType<typeof serveTokens>>;
  let workers: TokenWorker[];
  const keyring = freshKey('k1');

  beforeEach(async () => {
    home = makeHome();
    store = await home.open();
    const made = await makeRegistry(store, keyring);
    vault = made.vault;
    const tenant = await made.registry.createTenant('Acme');
    const registration = kuaizhanShop('1', 'key');
    shop = await made.registry.registerShop(tenant.id, { name: 'Tea', registration, isSandbox: false, labels: [] });
    platform = new TokenPlatform(() => Date.now());
    server = await serveTokens(platform, 300);
    workers = [];
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    server.close();
    await home.close();
  });

  const start = (command: string): TokenWorker => {
    const worker = new TokenWorker(home.file, keyring, shop.key, server.url, command);
    workers.push(worker);
    return worker;
  };

  /** Leaves a pair on disk whose access token has ended. */
  const leaveEnded = async (): Promise<void> => {
    platform.accessMs = 40;
    await new RefreshingTokenSources({ store: store.tokens, vault }).of(shop, platform.grants).get();
    platform.accessMs = 3600_000;
    await sleep(50);
    platform.asked.length = 0;
  };

  it('are refreshed once for a thousand callers, and right for all of them', async () => {
    await leaveEnded();
    const pair = [start('get'), start('get')];
    for (const worker of pair) expect(await worker.hear()).toBe('ready');
    for (const worker of pair) worker.go();
    const answers = (await Promise.all(pair.map((worker) => worker.hear()))) as string[][];
    expect(answers.flat()).toHaveLength(1_000);
    expect(new Set(answers.flat())).toEqual(new Set(['access-shop-2']));
    expect(platform.takes('access-shop-2')).toBe(true);
    expect(platform.asked).toEqual(['refresh']);
  });

  it('are renewed by another when the one whose turn it is dies, once its lease has ended', async () => {
    await leaveEnded();
    const [dying, other] = [start('die'), start('get')];
    for (const worker of [dying, other]) expect(await worker.hear()).toBe('ready');
    dying.go();
    expect(await dying.hear()).toBe('asking');
    const diedAt = performance.now();
    await dying.kill();
    other.go();
    const answers = (await other.hear()) as string[];
    expect(performance.now() - diedAt).toBeGreaterThan(500);
    expect(answers).toEqual(Array(500).fill('access-shop-2'));
    expect(platform.asked).toEqual(['refresh']);
    const here = new RefreshingTokenSources({ store: store.tokens, vault });
    expect(revealSecret(await here.of(shop, platform.grants).get())).toBe('access-shop-2');
    expect(platform.asked).toEqual(['refresh']);
  });
});
