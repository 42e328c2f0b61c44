import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/store/open-store.js';
import type { TenantRegistry } from '../../src/tenants/registry.js';
import type { Shop } from '../../src/tenants/shop.js';
import type { SealedTokens, TokenPlace } from '../../src/tenants/token-store.js';
import { freshKey, kuaizhanShop, makeRegistry } from './home.js';
import type { StorePlace } from './store-battery.js';

const tokens = (version: number, over: Partial<SealedTokens> = {}): SealedTokens => ({
  version,
  credentialVersion: 1,
  accessToken: `sealed access ${version}`,
  refreshToken: `sealed refresh ${version}`,
  accessEndsAt: 1_750_000_000_000,
  refreshEndsAt: 1_760_000_000_000,
  refreshedAt: 1_740_000_000_000,
  ...over,
});

/** The promises every store of tokens keeps, whatever database is below it. */
export function tokensBattery(name: string, makePlace: () => StorePlace): void {
  describe(`the tokens in a store on ${name}`, () => {
    let home: StorePlace;
    let store: Store;
    let other: Store;
    let registry: TenantRegistry;
    let shop: Shop;
    let live: TokenPlace;
    let now: number;

    beforeEach(async () => {
      now = 1_740_000_000_000;
      home = makePlace();
      store = await home.open({ now: () => new Date(now) });
      other = await home.open({ now: () => new Date(now) });
      registry = (await makeRegistry(store, freshKey('k1'))).registry;
      const tenant = await registry.createTenant('Acme');
      const registration = kuaizhanShop('1', 'key');
      shop = await registry.registerShop(tenant.id, { name: 'Tea', registration, isSandbox: false, labels: [] });
      live = { tenantId: tenant.id, shopKey: shop.key, environment: 'live' };
    });
    afterEach(() => home.close());

    it('are one pair for each tenant, shop and environment', async () => {
      expect(await store.tokens.look(live)).toMatchObject({
        credentialVersion: 1,
        tokens: null,
        isLeased: false,
        closedForMs: null,
      });
      expect(await store.tokens.put(live, tokens(1))).toBe('done');
      const sandbox: TokenPlace = { ...live, environment: 'sandbox' };
      expect((await other.tokens.look(live))?.tokens).toEqual(tokens(1));
      expect((await other.tokens.look(sandbox))?.tokens).toBeNull();
      expect(await other.tokens.look({ ...live, tenantId: 'tn_other' })).toBeNull();
      expect(await other.tokens.put({ ...live, tenantId: 'tn_other' }, tokens(2))).toBe('void');
      expect(await other.tokens.take({ ...live, tenantId: 'tn_other' }, 1, 1_000)).toBeNull();
    });

    it('give the turn to one of many that ask at once, over two connections', async () => {
      for (let round = 1; round < 5; round += 1) {
        const turns = await Promise.all(
          Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? store : other).tokens.take(live, 1, 1_000)),
        );
        expect(turns.filter((turn) => turn !== null)).toEqual([round]);
        expect((await other.tokens.look(live))?.isLeased).toBe(true);
        await other.tokens.giveBack(live, round);
        expect((await store.tokens.look(live))?.isLeased).toBe(false);
      }
    });

    it('give the next turn when a lease has ended, not before, and in spite of a clock set back', async () => {
      expect(await store.tokens.take(live, 1, 1_000)).toBe(1);
      now += 999;
      expect(await other.tokens.take(live, 1, 1_000)).toBeNull();
      now += 1;
      expect(await other.tokens.take(live, 1, 1_000)).toBe(2);
      now -= 10;
      expect(await other.tokens.take(live, 1, 1_000)).toBeNull();
      now -= 3600_000;
      expect(await other.tokens.take(live, 1, 1_000)).toBe(3);
    });

    it('are changed by the latest turn, never by one before it', async () => {
      const first = (await store.tokens.take(live, 1, 1_000)) ?? 0;
      now += 1_000;
      const second = (await other.tokens.take(live, 1, 1_000)) ?? 0;
      expect(await store.tokens.put(live, tokens(first))).toBe('done');
      expect((await other.tokens.look(live))?.isLeased).toBe(true);
      await store.tokens.giveBack(live, first);
      expect((await other.tokens.look(live))?.isLeased).toBe(true);
      expect(await other.tokens.put(live, tokens(second))).toBe('done');
      expect((await store.tokens.look(live))?.isLeased).toBe(false);
      expect(await store.tokens.put(live, tokens(first))).toBe('overtaken');
      expect(await store.tokens.put(live, tokens(second, { accessToken: 'again' }))).toBe('overtaken');
      expect((await store.tokens.look(live))?.tokens).toEqual(tokens(second));
    });

    it('are closed for a while, for one credential, until some are put', async () => {
      const closed = { credentialVersion: 1, forMs: 30_000 };
      const close = async (): Promise<void> => {
        await store.tokens.giveBack(live, (await store.tokens.take(live, 1, 1_000)) ?? 0, closed);
      };
      const closedForMs = async () => (await other.tokens.look(live))?.closedForMs;
      await close();
      now += 10_000;
      expect(await closedForMs()).toBe(20_000);
      expect(await other.tokens.take(live, 1, 1_000)).toBeNull();
      now += 25_000;
      expect(await closedForMs()).toBe(0);
      const turn = (await other.tokens.take(live, 1, 1_000)) ?? 0;
      expect(await closedForMs()).toBe(0);
      await other.tokens.put(live, tokens(turn));
      expect(await closedForMs()).toBeNull();
      await close();
      await registry.rotateCredential(shop.key, kuaizhanShop('1', 'another'));
      expect(await closedForMs()).toBeNull();
      expect(await other.tokens.take(live, 2, 1_000)).not.toBeNull();
    });

    it('are neither renewed nor put for a credential that is not the shop’s own', async () => {
      await registry.rotateCredential(shop.key, kuaizhanShop('1', 'another'));
      expect(await store.tokens.take(live, 1, 1_000)).toBeNull();
      expect(await store.tokens.put(live, tokens(1))).toBe('void');
      expect(await store.tokens.put(live, tokens(1, { credentialVersion: 2 }))).toBe('done');
      expect(await other.tokens.look(live)).toMatchObject({ credentialVersion: 2, tokens: { credentialVersion: 2 } });
    });

    it('go with the shop, and are not put for one that has gone', async () => {
      await store.tokens.take(live, 1, 1_000);
      await store.tokens.put(live, tokens(1));
      await registry.unregisterShop(shop.key);
      expect(await other.tokens.look(live)).toBeNull();
      expect(await other.tokens.put(live, tokens(2))).toBe('void');
      expect(await other.tokens.take(live, 1, 1_000)).toBeNull();
      await other.tokens.giveBack(live, 1);
    });

    it('are STORAGE_UNAVAILABLE after the store was closed', async () => {
      await store.close();
      for (const work of [
        () => store.tokens.look(live),
        () => store.tokens.take(live, 1, 1_000),
        () => store.tokens.put(live, tokens(1)),
        () => store.tokens.giveBack(live, 1),
      ]) {
        await expect(work()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      }
    });
  });
}
