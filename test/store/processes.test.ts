import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runSafeWrite } from '../../src/ledger/safe-write.js';
import { createLogger } from '../../src/log/logger.js';
import type { Store } from '../../src/store/open-store.js';
import { ApiKeys } from '../../src/tenants/api-keys.js';
import { runWorker } from './child/run-worker.js';
import { freshKey, type Home, makeHome, makeRegistry } from './home.js';

const log = createLogger({ level: 'silent', format: 'json' });

describe('several processes on one store', () => {
  let home: Home;
  let store: Store;
  const keyring = freshKey('k1');

  beforeEach(async () => {
    home = makeHome();
    store = await home.open();
  });
  afterEach(() => home.close());

  it('see a revoked key as revoked within a second', async () => {
    const { registry, vault } = await makeRegistry(store, keyring);
    const tenant = await registry.createTenant('Acme');
    const keys = new ApiKeys(store.apiKeys, vault, 'live');
    const { id, key } = await keys.create({
      tenantId: tenant.id,
      name: 'app',
      scopes: ['read'],
      shopGrants: null,
    });
    expect((await keys.verify(key))?.keyId).toBe(id);
    const ended = runWorker(home.file, keyring, 'revoke', id);
    let lastAccepted = 0;
    const until = performance.now() + 10_000;
    while (performance.now() < until) {
      const askedAt = Date.now();
      if ((await keys.verify(key)) === null) break;
      lastAccepted = askedAt;
      await sleep(20);
    }
    const { said } = await ended;
    expect(said).toEqual(['revoked']);
    const [revoked] = await keys.list(tenant.id);
    expect(lastAccepted - (revoked?.revokedAt?.getTime() ?? 0)).toBeLessThan(1_000);
    expect(await keys.verify(key)).toBeNull();
  });

  it('begin a write of one key once', async () => {
    const [one, two] = await Promise.all([
      runWorker(home.file, keyring, 'begin'),
      runWorker(home.file, keyring, 'begin'),
    ]);
    const pairs = (one.said[0] as string[]).map((kind, n) => [kind, (two.said[0] as string[])[n]].sort());
    expect(pairs).toEqual(Array(50).fill(['begun', 'existing']));
  });

  it('find what a killed one had sent as unknown, and what it had not as free', async () => {
    const died = await runWorker(home.file, keyring, 'die', 'order 7');
    expect(died).toMatchObject({ said: ['sent'], signal: 'SIGKILL' });
    expect(await store.journal.recover()).toEqual({ failed: 1, unknown: 1 });
    let sends = 0;
    const again = (idempotencyKey: string, reconcile?: () => Promise<{ state: 'SUCCEEDED'; outcome: string }>) =>
      runSafeWrite({
        journal: store.journal,
        caller: { tenantId: 'tn_one', keyId: 'k', name: 'k', scopes: new Set<string>(), shopGrants: null },
        shopKey: 's1',
        mutation: 'commodityCreate',
        input: { title: 'Tee' },
        intent: null,
        idempotencyKey,
        deadlineAt: performance.now() + 2_000,
        send: async (beforeFirstByte) => {
          await beforeFirstByte();
          sends += 1;
          return 'made';
        },
        encodeOutcome: (value) => JSON.stringify(value),
        ...(reconcile === undefined ? {} : { reconcile }),
        log,
      });
    await expect(again('order 7')).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
    expect(sends).toBe(0);
    const adopted = await again('order 7', async () => ({ state: 'SUCCEEDED', outcome: '"found"' }));
    expect(adopted).toMatchObject({ kind: 'replayed', outcome: '"found"' });
    expect(sends).toBe(0);
    expect(await again('never sent')).toMatchObject({ kind: 'done', value: 'made' });
    expect(sends).toBe(1);
  });
});
