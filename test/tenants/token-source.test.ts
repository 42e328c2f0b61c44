import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TenantRegistry } from '../../src/tenants/registry.js';
import { revealSecret } from '../../src/tenants/reveal-secret.js';
import type { Secret } from '../../src/tenants/secret.js';
import type { Shop } from '../../src/tenants/shop.js';
import { StaticTokenSources, type TokenSource } from '../../src/tenants/token-source.js';
import { freshKey, type Home, kuaizhanShop, makeHome, makeRegistry } from '../store/home.js';

describe('the tokens of a shop', () => {
  let home: Home;
  let registry: TenantRegistry;
  let shop: Shop;
  let now: number;
  let expired: string[];
  let sources: StaticTokenSources;

  beforeEach(async () => {
    home = makeHome();
    registry = (await makeRegistry(await home.open(), freshKey('k1'))).registry;
    const tenant = await registry.createTenant('Acme');
    shop = await registry.registerShop(tenant.id, {
      name: 'Tea',
      registration: kuaizhanShop('1', 'old'),
      isSandbox: false,
      labels: [],
    });
    now = 0;
    expired = [];
    sources = new StaticTokenSources(registry, { now: () => now, onExpired: (_, reason) => expired.push(reason) });
  });
  afterEach(() => home.close());

  const text = async (tokens: TokenSource): Promise<string> => revealSecret(await tokens.get());

  it('are the current one, then the one before when the platform refuses it', async () => {
    const rotated = await registry.rotateCredential(shop.key, kuaizhanShop('1', 'new'));
    const tokens = sources.of(rotated);
    const [one, two] = await Promise.all([tokens.get(), tokens.get()]);
    expect(revealSecret(one)).toBe('new');
    tokens.invalidate('refused', one);
    tokens.invalidate('refused', two);
    expect(await text(tokens)).toBe('old');
    expect(await text(sources.of(rotated))).toBe('old');
    expect(expired).toEqual([]);
  });

  it('prove a new credential with the first answer that took it', async () => {
    const rotated = await registry.rotateCredential(shop.key, kuaizhanShop('1', 'new'));
    const tokens = sources.of(rotated);
    tokens.accept(await tokens.get());
    const previous = async (): Promise<Readonly<Record<string, Secret>> | null> =>
      (await registry.secrets(rotated)).previous;
    for (let n = 0; n < 1_000 && (await previous()) !== null; n += 1) await new Promise((r) => setTimeout(r, 10));
    expect(await previous()).toBeNull();
    tokens.invalidate('refused');
    await expect(tokens.get()).rejects.toMatchObject({ code: 'SHOP_AUTH_EXPIRED' });
  });

  it('are SHOP_AUTH_EXPIRED at once when all are refused, with at most two probes a minute', async () => {
    const tokens = sources.of(shop);
    await tokens.get();
    tokens.invalidate('token is gone');
    let probes = 0;
    for (now = 0; now < 60_000; now += 500) {
      const token = await tokens.get().catch((error: { code: string }) => {
        expect(error.code).toBe('SHOP_AUTH_EXPIRED');
        return null;
      });
      if (token === null) continue;
      probes += 1;
      tokens.invalidate('still gone', token);
    }
    expect(probes).toBeLessThanOrEqual(2);
    expect(probes).toBeGreaterThan(0);
    expect(expired[0]).toBe('token is gone');
  });

  it('are good again after an accepted probe, and after one nobody complained of', async () => {
    const tokens = sources.of(shop);
    const accept = (token: Secret): void => tokens.accept(token);
    const wait = (): void => {
      now += 11_000;
    };
    for (const heal of [accept, wait]) {
      await tokens.get();
      tokens.invalidate('refused');
      now += 30_000;
      heal(await tokens.get());
      expect([await text(tokens), await text(tokens)]).toEqual(['old', 'old']);
    }
  });

  it('are read anew after a rotation', async () => {
    expect(await text(sources.of(shop))).toBe('old');
    const rotated = await registry.rotateCredential(shop.key, kuaizhanShop('1', 'new'));
    expect(await text(sources.of(rotated))).toBe('new');
  });
});
