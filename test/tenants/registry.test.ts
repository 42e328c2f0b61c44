import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/store/open-store.js';
import type { ShopQuery } from '../../src/tenants/ports.js';
import { shopSortValue } from '../../src/tenants/ports.js';
import type { NewShopRegistration, TenantRegistry } from '../../src/tenants/registry.js';
import { revealSecret } from '../../src/tenants/reveal-secret.js';
import { Secret } from '../../src/tenants/secret.js';
import type { Shop } from '../../src/tenants/shop.js';
import { freshKey, type Home, kuaizhanShop, makeHome, makeRegistry } from '../store/home.js';

describe('the registry', () => {
  let home: Home;
  let store: Store;
  let registry: TenantRegistry;
  let elsewhere: TenantRegistry;
  let tenantId: string;

  beforeEach(async () => {
    home = makeHome();
    store = await home.open();
    const keyring = freshKey('k1');
    registry = (await makeRegistry(store, keyring)).registry;
    elsewhere = (await makeRegistry(await home.open(), keyring)).registry;
    tenantId = (await registry.createTenant('Acme')).id;
  });
  afterEach(() => home.close());

  const register = (siteId: string, over: Partial<NewShopRegistration> = {}, tenant = tenantId): Promise<Shop> =>
    registry.registerShop(tenant, {
      name: `Shop ${siteId}`,
      registration: kuaizhanShop(siteId, `token ${siteId}`),
      isSandbox: false,
      labels: [],
      ...over,
    });

  const opened = async (shop: Shop) => {
    const { current, previous } = await registry.secrets(shop);
    const reveal = (secrets: Readonly<Record<string, Secret>> | null) =>
      secrets === null ? null : Object.entries(secrets).map(([name, secret]) => `${name}=${revealSecret(secret)}`);
    return [reveal(current), reveal(previous)];
  };

  it('registers a shop, with a short key, a fingerprint and sealed secrets', async () => {
    const shop = await register('77', { labels: ['tea', 'tea', 'gift'], isSandbox: true });
    expect(shop).toMatchObject({
      tenantId,
      platform: 'KUAIZHAN',
      status: 'ACTIVE',
      nativeId: '77',
      attributes: { siteId: '77' },
      isSandbox: true,
      labels: ['tea', 'gift'],
      credentialVersion: 1,
      proxy: null,
    });
    expect(shop.key).toMatch(/^s[a-z2-7]{7}$/);
    expect(shop.secretFingerprint).toMatch(/^[0-9a-f]{12}$/);
    expect(await registry.shopByKey(shop.key)).toEqual(shop);
    expect(registry.cachedShop(shop.key)).toEqual(shop);
    expect(await elsewhere.shopByNative(tenantId, 'KUAIZHAN', '77')).toEqual(shop);
    expect(await opened(shop)).toEqual([['accessToken=token 77'], null]);
  });

  it('has a native shop once in a tenant, and tells which one it is', async () => {
    const shop = await register('77');
    await expect(register('77')).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
      detail: { nodeId: `gid://v1/Shop/${shop.key}/${shop.key}` },
    });
    const other = await registry.createTenant('Other');
    expect(await register('77', {}, other.id)).toMatchObject({ tenantId: other.id, nativeId: shop.nativeId });
  });

  it('registers one of several that arrive together', async () => {
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => register('77')));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('refuses what is no name, no label, no shop code and no group', async () => {
    const refusal = (over: Partial<NewShopRegistration>) =>
      register('1', over).catch((error: { code: string; detail: { path: string[] } }) => [
        error.code,
        error.detail.path.join('.'),
      ]);
    expect(await refusal({ name: ' ' })).toEqual(['INVALID_INPUT', 'input.name']);
    expect(await refusal({ labels: [''] })).toEqual(['INVALID_INPUT', 'input.labels']);
    expect(await refusal({ tCode: 'short' })).toEqual(['INVALID_INPUT', 'input.tCode']);
    expect(await refusal({ groupKey: 'gnone' })).toEqual(['NOT_FOUND', 'input.groupId']);
    expect(await registry.countShops(tenantId, { grants: null })).toBe(0);
  });

  it('finds a shop by the code made or kept for it', async () => {
    const made = await register('1');
    const kept = await register('2', { tCode: '0cc175b9c0f1b6a831c399e269772661' });
    expect(await registry.tCode(made)).toMatch(/^[0-9a-f]{32}$/);
    expect(await registry.shopByTCode(await registry.tCode(made))).toEqual(made);
    expect(await registry.shopByTCode('0cc175b9c0f1b6a831c399e269772661')).toEqual(kept);
    expect(await registry.shopByTCode('92eb5ffee6ae2fec3ad71c777531578f')).toBeNull();
    await expect(register('3', { tCode: '0cc175b9c0f1b6a831c399e269772661' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  it('shows a change at once here, and within a second to another process', async () => {
    const shop = await register('1');
    expect((await elsewhere.shopByKey(shop.key))?.name).toBe('Shop 1');
    const changed = await registry.updateShop(shop.key, { name: 'Tea', labels: ['x'], status: 'SUSPENDED' });
    expect(changed).toMatchObject({ name: 'Tea', labels: ['x'], status: 'SUSPENDED' });
    expect(await registry.shopByKey(shop.key)).toEqual(changed);
    await registry.setSandbox(shop.key, true);
    expect((await registry.shopByKey(shop.key))?.isSandbox).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(elsewhere.cachedShop(shop.key)).toBeUndefined();
    expect(await elsewhere.shopByKey(shop.key)).toMatchObject({ name: 'Tea', isSandbox: true });
    await expect(registry.updateShop('snobody', { name: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await registry.shopByKey('../../etc')).toBeNull();
  });

  it('keeps the old credential until the new one has proven itself', async () => {
    const shop = await register('1');
    const rotated = await registry.rotateCredential(shop.key, kuaizhanShop('1', 'second'));
    expect(rotated.credentialVersion).toBe(2);
    expect(rotated.secretFingerprint).not.toBe(shop.secretFingerprint);
    expect(await opened(rotated)).toEqual([['accessToken=second'], ['accessToken=token 1']]);
    const again = await registry.rotateCredential(shop.key, kuaizhanShop('1', 'third'));
    expect(await opened(again)).toEqual([['accessToken=third'], ['accessToken=token 1']]);
    await registry.proveCredential(rotated);
    expect(await opened(again)).toEqual([['accessToken=third'], ['accessToken=token 1']]);
    await registry.proveCredential(again);
    expect(await opened(again)).toEqual([['accessToken=third'], null]);
    expect(await registry.tCode(again)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('takes no credential of another shop, and ends AUTH_EXPIRED with a new one', async () => {
    const shop = await register('1');
    await registry.updateShop(shop.key, { status: 'AUTH_EXPIRED' });
    await expect(registry.rotateCredential(shop.key, kuaizhanShop('2', 'x'))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect((await registry.rotateCredential(shop.key, kuaizhanShop('1', 'x'))).status).toBe('ACTIVE');
    await registry.updateShop(shop.key, { status: 'SUSPENDED' });
    expect((await registry.rotateCredential(shop.key, kuaizhanShop('1', 'y'))).status).toBe('SUSPENDED');
  });

  it('rotates as often as it is asked, by several processes at once', async () => {
    const shop = await register('1');
    await Promise.all(
      [registry, elsewhere, registry].map((one, n) => one.rotateCredential(shop.key, kuaizhanShop('1', `new ${n}`))),
    );
    expect((await elsewhere.shopByNative(tenantId, 'KUAIZHAN', '1'))?.credentialVersion).toBe(4);
    expect((await opened(shop))[1]).toEqual(['accessToken=token 1']);
  });

  it('never gives a proxy the password of another', async () => {
    const shop = await register('1');
    const password = async () => {
      const secret = await registry.proxyPassword(shop);
      return secret === null ? null : revealSecret(secret);
    };
    const url = 'http://proxy.example:8080';
    const set = await registry.setProxy(shop.key, { isEnabled: true, url }, new Secret('pass'));
    expect(set.proxy).toEqual({ isEnabled: true, url });
    await registry.setProxy(shop.key, { isEnabled: false, url });
    expect(await password()).toBe('pass');
    await registry.setProxy(shop.key, { isEnabled: true, url }, new Secret('other'));
    expect(await password()).toBe('other');
    await registry.setProxy(shop.key, { isEnabled: true, url: 'http://elsewhere.example:8080' });
    expect(await password()).toBeNull();
    expect((await registry.setProxy(shop.key, null)).proxy).toBeNull();
  });

  it('destroys the secrets of a shop that is removed', async () => {
    const shop = await register('1', { labels: ['x'] });
    await registry.unregisterShop(shop.key);
    expect(await registry.shopByKey(shop.key)).toBeNull();
    await expect(registry.secrets(shop)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(registry.unregisterShop(shop.key)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await register('1')).key).not.toBe(shop.key);
  });

  it('groups shops of one tenant, each in one group at most', async () => {
    const [one, two, three] = [await register('1'), await register('2'), await register('3')];
    const foreign = await register('4', {}, (await registry.createTenant('Other')).id);
    const { groups } = registry;
    const group = await groups.create(tenantId, { name: 'Tea', shopKeys: [one.key, two.key] });
    expect((await registry.shopByKey(one.key))?.groupKey).toBe(group.key);
    expect((await groups.shops(group)).map((shop) => shop.key)).toEqual([one.key, two.key]);
    await expect(groups.create(tenantId, { name: 'x', shopKeys: [three.key, one.key] })).rejects.toMatchObject({
      code: 'STATE_FORBIDS',
      detail: { path: ['input', 'shopIds', '1'] },
    });
    await expect(groups.create(tenantId, { name: 'x', shopKeys: [foreign.key] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const changed = await groups.update(tenantId, group.key, { name: 'Coffee', shopKeys: [two.key, three.key] });
    expect(changed).toMatchObject({ key: group.key, name: 'Coffee' });
    expect((await registry.shopByKey(one.key))?.groupKey).toBeNull();
    expect((await groups.shops(group)).map((shop) => shop.key)).toEqual([two.key, three.key]);
    expect(await groups.find(foreign.tenantId, group.key)).toBeNull();
    await expect(groups.update(foreign.tenantId, group.key, { name: 'mine' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await register('5', { groupKey: group.key })).groupKey).toBe(group.key);
  });

  it('lists shops by every filter, order and grant, page by page without gaps or doubles', async () => {
    const shops = [];
    for (const [siteId, name, labels] of [
      ['1', 'Tea 100%', ['a', 'b']],
      ['2', '茶 House', ['a']],
      ['3', 'TEA_house', []],
      ['4', 'Coffee', ['b']],
      ['5', 'Coffee', []],
    ] as const) {
      shops.push(await register(siteId, { name, labels, isSandbox: siteId === '5' }));
    }
    await register('9', {}, (await registry.createTenant('Other')).id);
    await registry.updateShop(shops[3]?.key ?? '', { status: 'SUSPENDED' });
    const ids = async (query: Partial<ShopQuery>) =>
      (await registry.listShops(tenantId, { grants: null, limit: 10, ...query })).shops.map((shop) => shop.nativeId);
    expect(await ids({ filter: { labels: ['a', 'b'] } })).toEqual(['1']);
    expect(await ids({ filter: { search: 'tea HOUSE' } })).toEqual(['3']);
    expect(await ids({ filter: { search: '100%' } })).toEqual(['1']);
    expect(await ids({ filter: { search: '_' } })).toEqual(['3']);
    expect(await ids({ filter: { search: '茶' } })).toEqual(['2']);
    expect(await ids({ filter: { isSandbox: true } })).toEqual(['5']);
    expect(await ids({ filter: { statuses: ['SUSPENDED'] } })).toEqual(['4']);
    expect(await ids({ filter: { platforms: ['DOUYIN'] } })).toEqual([]);
    expect(await ids({ filter: { platforms: [] } })).toEqual([]);
    expect(await ids({ grants: new Set() })).toEqual([]);
    expect(await ids({ grants: new Set([shops[1]?.key ?? '']) })).toEqual(['2']);
    expect(await registry.countShops(tenantId, { grants: null, filter: { labels: ['b'] } })).toBe(2);

    for (const sort of ['NAME', 'CREATED_AT_DESC'] as const) {
      const seen: string[] = [];
      let after: ShopQuery['after'];
      for (let more = true; more; ) {
        const query = { grants: null, limit: 2, sort, ...(after === undefined ? {} : { after }) };
        const page = await registry.listShops(tenantId, query);
        seen.push(...page.shops.map((shop) => shop.nativeId));
        const last = page.shops.at(-1);
        after = last === undefined ? undefined : { value: shopSortValue(last, sort), key: last.key };
        more = page.hasNextPage;
      }
      expect(seen).toEqual(await ids({ sort }));
      expect([...seen].sort()).toEqual(['1', '2', '3', '4', '5']);
    }
  });
});
