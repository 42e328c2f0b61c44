import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/store/open-store.js';
import { ApiKeys } from '../../src/tenants/api-keys.js';
import type { ApiKeyStore } from '../../src/tenants/ports.js';
import type { Vault } from '../../src/tenants/sealing.js';
import { freshKey, type Home, makeHome, makeRegistry } from '../store/home.js';

describe('API keys', () => {
  let home: Home;
  let store: Store;
  let vault: Vault;
  let tenantId: string;
  let lookUps: number;
  let keys: ApiKeys;
  const keyring = freshKey('k1');

  beforeEach(async () => {
    home = makeHome();
    store = await home.open();
    const made = await makeRegistry(store, keyring);
    vault = made.vault;
    tenantId = (await made.registry.createTenant('Acme')).id;
    lookUps = 0;
    const counting: ApiKeyStore = {
      ...store.apiKeys,
      find: (id) => {
        lookUps += 1;
        return store.apiKeys.find(id);
      },
    };
    keys = new ApiKeys(counting, vault, 'live');
  });
  afterEach(() => home.close());

  const make = (over: Partial<Parameters<ApiKeys['create']>[0]> = {}) =>
    keys.create({ tenantId, name: 'app', scopes: ['read', 'catalog:write'], shopGrants: ['s1'], ...over });

  const resealed = (head: string): string => `${head}_${crc32(head).toString(16).padStart(8, '0')}`;

  it('stand for their tenant, scopes and shops, and are nowhere kept in clear', async () => {
    const { id, key, scopes } = await make();
    expect(key).toMatch(/^gk_live_[a-z2-7]{12}_[0-9a-f]{64}_[0-9a-f]{8}$/);
    expect(await keys.verify(key)).toEqual({
      tenantId,
      keyId: id,
      name: 'app',
      scopes: new Set(scopes),
      shopGrants: new Set(['s1']),
    });
    expect(scopes).toContain('finance:read');
    const secret = key.split('_')[3] ?? '';
    expect(home.bytes().includes(id)).toBe(true);
    expect(home.bytes().includes(secret)).toBe(false);
    expect(JSON.stringify(await keys.list(tenantId))).not.toContain(secret);
  });

  it('answer at once when they were seen lately, after one look-up for many callers', async () => {
    const { key } = await make();
    await Promise.all(Array.from({ length: 20 }, () => keys.verify(key)));
    expect(lookUps).toBe(1);
    expect(keys.verify(key)).not.toBeInstanceOf(Promise);
  });

  it('are refused without a look-up when the checksum is wrong or the text is no key', async () => {
    const { key } = await make();
    const flipped = key.replace(/_([0-9a-f])/, (_, digit: string) => `_${digit === '0' ? '1' : '0'}`);
    for (const text of ['', 'gk_live', flipped, `${key}0`, key.toUpperCase(), ` ${key}`, 'x'.repeat(10_000)]) {
      expect(keys.verify(text)).toBeNull();
    }
    expect(lookUps).toBe(0);
  });

  it('are refused when the secret or the id is another, with a good checksum', async () => {
    const { key } = await make();
    const [gk, env, id, secret = ''] = key.split('_');
    const otherSecret = `${secret.startsWith('0') ? '1' : '0'}${secret.slice(1)}`;
    expect(await keys.verify(resealed([gk, env, id, otherSecret].join('_')))).toBeNull();
    expect(await keys.verify(resealed([gk, env, 'aaaaaaaaaaaa', secret].join('_')))).toBeNull();
    expect(await keys.verify(resealed([gk, 'demo', id, secret].join('_')))).toBeNull();
    expect(await keys.verify(key)).not.toBeNull();
  });

  it('of the demo open nothing in a real installation', async () => {
    const demo = new ApiKeys(store.apiKeys, vault, 'demo');
    const { key } = await demo.create({ tenantId, name: 'demo', scopes: ['read'], shopGrants: null });
    expect(key).toMatch(/^gk_demo_/);
    expect((await demo.verify(key))?.shopGrants).toBeNull();
    expect(await keys.verify(key)).toBeNull();
    expect(await demo.verify((await make()).key)).not.toBeNull();
  });

  it('end at once when revoked here, for good, and by their date', async () => {
    const { id, key } = await make();
    expect(await keys.verify(key)).not.toBeNull();
    const first = await keys.revoke(id);
    expect(await keys.verify(key)).toBeNull();
    expect(await keys.revoke(id)).toEqual(first);
    await expect(keys.revoke('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const short = await make({ expiresAt: new Date(Date.now() + 1_000) });
    expect(await keys.verify(short.key)).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1_020));
    expect(await keys.verify(short.key)).toBeNull();
  });

  it('cannot be made with an unknown scope, no scope, no name, or an end in the past', async () => {
    const path = async (over: Parameters<typeof make>[0]) =>
      make(over).catch((error: { code: string; detail: { path: string[] } }) => [error.code, error.detail.path.at(-1)]);
    expect(await path({ scopes: ['read', 'world:rule'] })).toEqual(['INVALID_INPUT', 'scopes']);
    expect(await path({ scopes: [] })).toEqual(['INVALID_INPUT', 'scopes']);
    expect(await path({ name: '  ' })).toEqual(['INVALID_INPUT', 'name']);
    expect(await path({ expiresAt: new Date(0) })).toEqual(['INVALID_INPUT', 'expires']);
  });

  it('still verify after the master key was changed', async () => {
    const { key } = await make();
    const next = freshKey('k2');
    await (await makeRegistry(store, `${next},${keyring}`)).vault.rewrap();
    const again = new ApiKeys(store.apiKeys, (await makeRegistry(store, next)).vault, 'live');
    expect(await again.verify(key)).not.toBeNull();
  });
});
