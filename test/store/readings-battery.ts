import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { READING_LEASE_MS, type ReadingTurn, type StreamEnd } from '../../src/push/reading-turns.js';
import type { Store } from '../../src/store/open-store.js';
import type { TenantRegistry } from '../../src/tenants/registry.js';
import type { Shop } from '../../src/tenants/shop.js';
import { freshKey, kuaizhanShop, makeRegistry } from './home.js';
import type { StorePlace } from './store-battery.js';

const NAMES = { platform: 'KUAIZHAN', streams: ['orders', 'products'] } as const;
const T = 1_740_000_000_000;

/** The promises of the turns of reconciling reads, whatever database is below them. */
export function readingsBattery(name: string, makePlace: () => StorePlace): void {
  describe(`the turns of reconciling reads on ${name}`, () => {
    let place: StorePlace;
    let store: Store;
    let other: Store;
    let registry: TenantRegistry;
    let tenantId: string;
    let now: number;

    beforeEach(async () => {
      now = T;
      place = makePlace();
      store = await place.open({ now: () => new Date(now) });
      other = await place.open({ now: () => new Date(now) });
      registry = (await makeRegistry(store, freshKey('k1'))).registry;
      tenantId = (await registry.createTenant('Acme')).id;
    });
    afterEach(() => place.close());

    const register = (siteId: string): Promise<Shop> =>
      registry.registerShop(tenantId, {
        name: siteId,
        registration: kuaizhanShop(siteId, `key of ${siteId}`),
        isSandbox: false,
        labels: [],
      });
    const enrol = (waitMs = 0, at = store): Promise<void> =>
      at.readingTurns.enrol(NAMES, () => ({ readUntil: new Date(T), waitMs: () => waitMs }));
    const claim = (
      owner: string,
      { at = store, limit = 10, exceptShops = [] as string[] } = {},
    ): Promise<readonly ReadingTurn[]> =>
      at.readingTurns.claim(owner, { names: [NAMES], limit, exceptShops, longestWaitMs: 15 * 60_000 });
    const shopsOf = (turns: readonly ReadingTurn[]): string[] => turns.map(({ shopKey }) => shopKey);
    const ended = (stream: string, over: Partial<StreamEnd> = {}): StreamEnd => ({
      stream,
      readUntil: new Date(T),
      waitMs: 60_000,
      failure: null,
      ...over,
    });

    it('begin once with each shop, and forget one that is removed', async () => {
      const shop = await register('1');
      await Promise.all([enrol(), enrol(0, other)]);
      const progress = { readUntil: new Date(T), failures: 0, failure: null };
      expect(await claim('a')).toEqual([
        { tenantId, shopKey: shop.key, streams: NAMES.streams.map((stream) => ({ stream, ...progress })) },
      ]);
      await store.readingTurns.finish('a', shop.key, [ended('orders', { readUntil: new Date(T + 5_000) })]);
      await enrol();
      now += 60_000;
      const [turn] = await claim('a');
      expect(turn?.streams.map(({ readUntil }) => readUntil.getTime())).toEqual([T + 5_000, T]);
      await registry.unregisterShop(shop.key);
      now += READING_LEASE_MS + 1;
      expect(await claim('a')).toEqual([]);
      expect(await store.readingTurns.oldest()).toBeNull();
    });

    it('give a shop to one of two that ask at once, those that wait longest first', async () => {
      const shops = [await register('1')];
      await enrol();
      now += 1_000;
      shops.push(await register('2'));
      await enrol();
      const [mine, others] = await Promise.all([claim('a', { limit: 1 }), claim('b', { at: other, limit: 1 })]);
      expect([...shopsOf(mine), ...shopsOf(others)].sort()).toEqual(shops.map(({ key }) => key).sort());
      expect(await claim('c')).toEqual([]);
      for (const { key } of shops)
        for (const owner of ['a', 'b'])
          await store.readingTurns.finish(owner, key, [ended('orders'), ended('products')]);
      now += 60_000;
      expect(shopsOf(await claim('c', { limit: 1, exceptShops: [shops[0]?.key ?? ''] }))).toEqual([shops[1]?.key]);
    });

    it('come back from one that died, and not from one that renews', async () => {
      const shop = await register('1');
      await enrol();
      await claim('a');
      now += READING_LEASE_MS - 1;
      await store.readingTurns.renew('a', [shop.key]);
      now += READING_LEASE_MS - 1;
      expect(await claim('b', { at: other })).toEqual([]);
      now += 2;
      expect(shopsOf(await claim('b', { at: other }))).toEqual([shop.key]);
      // The first one wakes up again: the shop is not its own any more.
      expect(await store.readingTurns.advance('a', shop.key, 'orders', new Date(T + 9_000))).toBe(false);
      await store.readingTurns.finish('a', shop.key, [ended('orders', { readUntil: new Date(T + 9_000) })]);
      expect(await other.readingTurns.advance('b', shop.key, 'orders', new Date(T + 1_000))).toBe(true);
      now += READING_LEASE_MS + 1;
      const [turn] = await claim('c');
      expect(turn?.streams[0]?.readUntil).toEqual(new Date(T + 1_000));
    });

    it('are not held by a lease of a clock that was set back', async () => {
      await register('1');
      await enrol();
      now += 3600_000;
      await claim('a');
      now -= 3600_000;
      expect(await claim('b')).toHaveLength(1);
    });

    it('are due again when the clock by which they wait was set back, and may be read anew from the present on', async () => {
      const shop = await register('1');
      await enrol();
      now += 3600_000;
      await claim('a');
      await store.readingTurns.finish('a', shop.key, [
        ended('orders', { readUntil: new Date(now) }),
        ended('products', { readUntil: new Date(now) }),
      ]);
      expect(await claim('a')).toEqual([]);
      now -= 3600_000;
      expect(shopsOf(await claim('a'))).toEqual([shop.key]);
      expect(await store.readingTurns.advance('a', shop.key, 'orders', new Date(now))).toBe(true);
      expect(await store.readingTurns.oldest()).toEqual(new Date(now));
    });

    it('remember how far was read, never less, and how often it failed since', async () => {
      const shop = await register('1');
      await enrol();
      await claim('a');
      await store.readingTurns.advance('a', shop.key, 'orders', new Date(T + 7_000));
      const failure = 'UPSTREAM_REJECTED';
      await store.readingTurns.finish('a', shop.key, [ended('orders', { failure, waitMs: 0 })]);
      const [turn] = await claim('a');
      expect(turn?.streams).toEqual([
        { stream: 'orders', readUntil: new Date(T + 7_000), failures: 1, failure },
        { stream: 'products', readUntil: new Date(T), failures: 0, failure: null },
      ]);
      expect(await store.readingTurns.oldest()).toEqual(new Date(T));
      await store.readingTurns.finish('a', shop.key, [ended('orders', { failure, waitMs: 0 }), ended('products')]);
      expect((await claim('a'))[0]?.streams).toEqual([
        { stream: 'orders', readUntil: new Date(T + 7_000), failures: 2, failure },
      ]);
      await store.readingTurns.finish('a', shop.key, [ended('orders', { waitMs: 0 })]);
      expect((await claim('a'))[0]?.streams[0]).toMatchObject({ failures: 0, failure: null });
    });

    it('are of shops in production that are not suspended', async () => {
      const [one, two, three] = [await register('1'), await register('2'), await register('3')];
      await enrol();
      await registry.setSandbox(one.key, true);
      await registry.updateShop(two.key, { status: 'SUSPENDED' });
      await registry.updateShop(three.key, { status: 'AUTH_EXPIRED' });
      expect(shopsOf(await claim('a'))).toEqual([three.key]);
      await registry.setSandbox(one.key, false);
      expect(shopsOf(await claim('a'))).toEqual([one.key]);
    });
  });
}
