import { describe, expect, it } from '@jest/globals';
import type { Shop } from '../../src/tenants/shop.js';
import { createShopAccess } from '../../src/tenants/shop-access.js';

const shop = (key: string, over: Partial<Shop> = {}): Shop => ({
  tenantId: 'tn_a',
  key,
  platform: 'KUAIZHAN',
  name: key,
  status: 'ACTIVE',
  nativeId: key,
  nativeResource: 'site',
  attributes: {},
  isSandbox: false,
  proxy: null,
  labels: [],
  groupKey: null,
  credentialVersion: 1,
  appIdMasked: '',
  secretFingerprint: '',
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...over,
});

const shops = [
  shop('mine'),
  shop('closed', { status: 'SUSPENDED' }),
  shop('ours'),
  shop('theirs', { tenantId: 'tn_b' }),
];

const access = (grants: string[] | null) => {
  const asked: string[] = [];
  const registry = {
    shopByKey: async (key: string) => {
      asked.push(key);
      return shops.find((one) => one.key === key) ?? null;
    },
  };
  const caller = { tenantId: 'tn_a', keyId: 'k', name: 'k', scopes: new Set<string>() };
  return {
    asked,
    shops: createShopAccess(registry, { ...caller, shopGrants: grants === null ? null : new Set(grants) }),
  };
};

describe('the shops of a caller', () => {
  it('are seen when granted, and are alike when ungranted, foreign and missing', async () => {
    const caller = access(['mine', 'closed', 'theirs']).shops;
    expect(await caller.visible('mine')).toBe(shops[0]);
    expect(await caller.visible('closed')).toBe(shops[1]);
    for (const key of ['ours', 'theirs', 'missing']) expect(await caller.visible(key)).toBeNull();
    expect(await access(null).shops.visible('ours')).toBe(shops[2]);
    expect(await access(null).shops.visible('theirs')).toBeNull();
  });

  it('refuse writes with the reason, and foreign ones exactly as missing ones', async () => {
    const caller = access(['mine', 'closed', 'theirs']).shops;
    const refusal = (key: string) => caller.writable(key).catch((error: { code: string }) => error);
    expect(await caller.writable('mine')).toBe(shops[0]);
    expect(await refusal('ours')).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(await refusal('closed')).toMatchObject({ code: 'SHOP_SUSPENDED' });
    const [foreign, missing] = [await refusal('theirs'), await refusal('missing')];
    expect(foreign).toMatchObject({ code: 'NOT_FOUND' });
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(missing));
    expect(String(foreign)).toBe(String(missing));
  });

  it('are looked up once in a request', async () => {
    const { asked, shops: caller } = access(null);
    await Promise.all([caller.visible('mine'), caller.writable('mine'), caller.visible('mine')]);
    expect(asked).toEqual(['mine']);
  });

  it('cover a shop by tenant and grant', () => {
    const [mine, , ours, theirs] = shops;
    const caller = access(['mine', 'theirs']).shops;
    expect([mine, ours, theirs].map((one) => one !== undefined && caller.granted(one))).toEqual([true, false, false]);
  });
});
