import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import type { Store } from '../../src/store/open-store.js';
import { KeyringError, parseKeyring } from '../../src/tenants/keyring.js';
import { revealSecret } from '../../src/tenants/reveal-secret.js';
import { openVault, type SealedPlace } from '../../src/tenants/sealing.js';
import { Secret } from '../../src/tenants/secret.js';
import { freshKey, type Home, kuaizhanShop, makeHome, makeRegistry } from '../store/home.js';

describe('the keyring', () => {
  it.each([
    ['', 'entry 1 of 1 is not id:base64'],
    ['k1', 'entry 1 of 1 is not id:base64'],
    [`k1:${Buffer.alloc(31, 1).toString('base64')}`, 'entry 1 of 1 is not id:base64'],
    [`${freshKey('k1')},`, 'entry 2 of 2 is not id:base64'],
    [`${freshKey('k1')},${freshKey('k1')}`, 'entry 2 of 2 repeats an id'],
  ])('refuses bad text %#, naming MASTER_KEYS and the place', (text, problem) => {
    expect(() => parseKeyring(text)).toThrow(`MASTER_KEYS: ${problem}`);
  });

  it('never says what was in it', () => {
    const text = 'hunter2:not-a-key';
    expect(() => parseKeyring(text)).toThrow(KeyringError);
    expect(() => parseKeyring(text)).not.toThrow(/hunter2|not-a-key/);
  });

  it('takes the first of several keys as current, blanks around them allowed', () => {
    const keys = parseKeyring(` ${freshKey('new')}, ${freshKey('old')}\n`);
    expect([keys.currentId, keys.has('old'), keys.has('other')]).toEqual(['new', true, false]);
  });
});

describe('sealed secrets', () => {
  let home: Home;
  let store: Store;
  const first = freshKey('k1');

  beforeEach(async () => {
    home = makeHome();
    store = await home.open();
  });
  afterEach(() => home.close());

  const edit = (statement: string): void => {
    const database = new Libsql(home.file);
    database.exec(statement);
    database.close();
  };

  it('open only at the place they were sealed for', async () => {
    const vault = await openVault(parseKeyring(first), store.settings, store.shops);
    const { key, wrapped } = await vault.newDataKey('tn_a', 's1');
    const place: SealedPlace = { tenantId: 'tn_a', shopKey: 's1', environment: 'live', field: 'token', version: 2 };
    const { sealed } = key.seal(place, new Secret('canary'));
    expect(revealSecret(key.open(place, sealed))).toBe('canary');
    const elsewhere: Partial<SealedPlace>[] = [
      { tenantId: 'tn_b' },
      { shopKey: 's2' },
      { environment: 'sandbox' },
      { field: 'secret' },
      { version: 1 },
    ];
    for (const change of elsewhere) expect(() => key.open({ ...place, ...change }, sealed)).toThrow(/not the one/);
    expect(() => key.open(place, `${sealed.slice(0, -2)}AA`)).toThrow(/not the one/);
    expect(key.seal(place, new Secret('canary')).sealed).not.toBe(sealed);
    await expect(vault.openDataKey('tn_a', 's2', wrapped)).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('are refused when rows are swapped between shops, fields or versions', async () => {
    const { registry } = await makeRegistry(store, first);
    const tenant = await registry.createTenant('Acme');
    const register = (siteId: string) =>
      registry.registerShop(tenant.id, {
        name: siteId,
        registration: kuaizhanShop(siteId, `token of ${siteId}`),
        isSandbox: false,
        labels: [],
      });
    const [one, two] = [await register('1'), await register('2')];
    const sealedOf = (shopKey: string, field: string): string =>
      `(select sealed from sealed_fields where shop_key = '${shopKey}' and field = '${field}')`;
    const put = (shopKey: string, value: string): void =>
      edit(`update sealed_fields set sealed = ${value} where shop_key = '${shopKey}' and field = 'accessToken'`);

    put(one.key, sealedOf(two.key, 'accessToken'));
    await expect(registry.secrets(one)).rejects.toMatchObject({ code: 'INTERNAL' });
    put(two.key, sealedOf(two.key, 'registry.tCode'));
    await expect(registry.secrets(two)).rejects.toMatchObject({ code: 'INTERNAL' });

    const three = await register('3');
    await registry.rotateCredential(three.key, kuaizhanShop('3', 'a newer token'));
    edit(
      `update sealed_fields set sealed = (select sealed from sealed_fields where shop_key = '${three.key}'
       and field = 'accessToken' and version = 1) where shop_key = '${three.key}' and field = 'accessToken'`,
    );
    await expect(registry.secrets(three)).rejects.toMatchObject({ code: 'INTERNAL' });
    edit(
      `update shops set data_key = (select data_key from shops where key = '${one.key}') where key = '${three.key}'`,
    );
    await expect(registry.tCode(three)).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('are nowhere in the files in clear', async () => {
    const { registry } = await makeRegistry(store, first);
    const tenant = await registry.createTenant('Acme');
    const canaries = [
      'canary-token-aaaa',
      'canary-token-bbbb',
      'canary-proxy-cccc',
      'dadadadadadadadadadadadadadadada',
    ] as const;
    const [token, rotated, password, tCode] = canaries;
    const shop = await registry.registerShop(tenant.id, {
      name: 'Tea',
      registration: kuaizhanShop('1', token),
      isSandbox: false,
      labels: ['a'],
      tCode,
    });
    await registry.rotateCredential(shop.key, kuaizhanShop('1', rotated));
    await registry.setProxy(shop.key, { isEnabled: true, url: 'http://proxy.example:8080' }, new Secret(password));
    const bytes = home.bytes();
    expect(bytes.includes('proxy.example')).toBe(true);
    for (const canary of canaries) {
      for (const form of [
        canary,
        Buffer.from(canary).toString('base64').slice(0, 20),
        Buffer.from(canary).toString('hex'),
      ]) {
        expect(bytes.includes(form)).toBe(false);
      }
    }
    expect(bytes.includes(first.slice(3))).toBe(false);
  });

  it('survive a change of the master key, after which the old one is not needed', async () => {
    const second = freshKey('k2');
    const before = await makeRegistry(store, first);
    const tenant = await before.registry.createTenant('Acme');
    const shops = [];
    for (let n = 0; n < 120; n += 1) {
      shops.push(
        await before.registry.registerShop(tenant.id, {
          name: `shop ${n}`,
          registration: kuaizhanShop(String(n), `token ${n}`),
          isSandbox: false,
          labels: [],
        }),
      );
    }
    const during = await makeRegistry(store, `${second},${first}`);
    expect(await during.vault.rewrap()).toBe(120);
    expect(await during.vault.rewrap()).toBe(0);
    const after = await makeRegistry(store, second);
    const [shop] = shops;
    if (shop === undefined) throw new Error('no shop');
    expect(revealSecret((await after.registry.secrets(shop)).current['accessToken'] ?? new Secret(''))).toBe('token 0');
    expect(after.vault.derive('x').equals(before.vault.derive('x'))).toBe(true);
    await expect(makeRegistry(store, first)).rejects.toThrow(/MASTER_KEYS: a key that sealed the store is missing/);
  });

  it('stop the start under a wrong keyring, which changes nothing on disk', async () => {
    const { registry } = await makeRegistry(store, first);
    const tenant = await registry.createTenant('Acme');
    const registration = { name: 'Tea', registration: kuaizhanShop('1', 'token'), isSandbox: false, labels: [] };
    await registry.registerShop(tenant.id, registration);
    await store.close();
    const digest = (): string => createHash('sha256').update(home.bytes()).digest('hex');
    const before = digest();
    for (const wrong of [freshKey('k1'), freshKey('k2'), `${freshKey('k2')},${freshKey('k1')}`]) {
      const opened = await home.open();
      await expect(makeRegistry(opened, wrong)).rejects.toThrow(KeyringError);
      await opened.close();
      expect(digest()).toBe(before);
    }
    const opened = await home.open();
    await expect(makeRegistry(opened, `${freshKey('k3')},${first}`)).resolves.toBeDefined();
  });

  it('come from one root, whichever of two processes starts first', async () => {
    const other = await home.open();
    const [one, two] = await Promise.all([makeRegistry(store, first), makeRegistry(other, first)]);
    expect(one.vault.derive('x').equals(two.vault.derive('x'))).toBe(true);
    expect(one.vault.derive('x').equals(one.vault.derive('y'))).toBe(false);
  });
});
