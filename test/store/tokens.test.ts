import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { freshKey, type Home, kuaizhanShop, makeHome, makeRegistry } from './home.js';
import { tokensBattery } from './tokens-battery.js';

tokensBattery('an SQLite file', makeHome);

describe('the rows of tokens', () => {
  let home: Home;
  beforeEach(() => {
    home = makeHome();
  });
  afterEach(() => home.close());

  it('are not left behind by a shop that is unregistered', async () => {
    const store = await home.open();
    const { registry } = await makeRegistry(store, freshKey('k1'));
    const tenant = await registry.createTenant('Acme');
    const registration = kuaizhanShop('1', 'key');
    const shop = await registry.registerShop(tenant.id, { name: 'Tea', registration, isSandbox: false, labels: [] });
    const place = { tenantId: tenant.id, shopKey: shop.key, environment: 'live' } as const;
    const version = (await store.tokens.take(place, 1, 1_000)) ?? 0;
    const ends = { accessEndsAt: 1, refreshEndsAt: 1, refreshedAt: 1 };
    const sealed = { accessToken: 'sealed-canary-access', refreshToken: 'sealed-canary-refresh' };
    await store.tokens.put(place, { version, credentialVersion: 1, ...sealed, ...ends });
    expect(home.bytes().includes('sealed-canary')).toBe(true);
    await registry.unregisterShop(shop.key);
    await store.close();
    expect(home.bytes().includes('sealed-canary')).toBe(false);
    const database = new Libsql(home.file);
    const counts = database.prepare('select (select count(*) from tokens) + (select count(*) from token_leases) as n');
    expect(counts.get()).toMatchObject({ n: 0 });
    database.close();
  });
});
