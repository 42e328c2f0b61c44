import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import { createLogger } from '../../src/log/logger.js';
import { type OpenPlatforms, openPlatforms } from '../../src/open-platforms.js';
import { start, type TestServer } from '../support/start.js';
import { freshShop, type WritableShop } from './kinds.js';

let server: TestServer;
let platforms: OpenPlatforms;
let shop: WritableShop;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
  shop = await freshShop(server);
  const env = {
    KUAIZHAN_URL: server.kuaizhan.url,
    UPSTREAM_ALLOW_PRIVATE: 'true',
    MASTER_KEYS: `k:${'A'.repeat(43)}=`,
  };
  const log = createLogger({ level: 'silent', format: 'json' });
  platforms = openPlatforms(readConfig(env, 'serve'), server.foundation, log);
}, 30_000);
afterAll(async () => {
  await platforms.close();
  await server.stop();
});

const MINUTE = 60_000;
/** What the platform shows of a write that was sent so long ago. */
const settle = (mutation: string, intent: object, sentMsAgo: number) =>
  platforms.list[0]?.settlements[mutation]?.({
    tenantId: server.tenantId,
    shopKey: shop.key,
    intent: JSON.stringify(intent),
    sentAt: new Date(Date.now() - sentMsAgo),
  } as never);
const commodity = (title: string, updatedMsAgo: number) => {
  const updatedAt = Date.now() - updatedMsAgo;
  return server.kuaizhan.addCommodity({ shopId: shop.shopId, title, createdAt: updatedAt, updatedAt }).id;
};
const category = (title: string, updatedMsAgo: number) => {
  const updatedAt = Date.now() - updatedMsAgo;
  return server.kuaizhan.addCategory({ shopId: shop.shopId, title, createdAt: updatedAt, updatedAt }).id;
};
const FAILED = { state: 'FAILED', outcome: null };

describe.each([
  ['commodityUpdate', commodity],
  ['commodityCategoryUpdate', category],
] as const)('an unknown %s', (mutation, make) => {
  it('was done when the object shows what was sent', async () => {
    const id = make('new', 2 * MINUTE);
    expect(await settle(mutation, { id, shopId: shop.shopId, title: 'new' }, 2 * MINUTE)).toMatchObject({
      state: 'SUCCEEDED',
      outcome: expect.stringContaining(id),
    });
  });

  it('was not done when the object is as old as ever, a minute after it was sent and not before', async () => {
    const id = make('old', 30 * MINUTE);
    expect(await settle(mutation, { id, shopId: shop.shopId, title: 'new' }, 2 * MINUTE)).toEqual(FAILED);
    expect(await settle(mutation, { id, shopId: shop.shopId, title: 'new' }, 10_000)).toBeNull();
  });

  it('stays unknown when the object has changed since: a newer write may have come over it', async () => {
    const id = make('newest', MINUTE);
    expect(await settle(mutation, { id, shopId: shop.shopId, title: 'new' }, 3 * MINUTE)).toBeNull();
  });
});

describe.each([
  ['commodityDelete', commodity],
  ['commodityCategoryDelete', category],
] as const)('an unknown %s', (mutation, make) => {
  it('was done when the object is gone', async () => {
    expect(await settle(mutation, { id: 'Vgone00000000000' }, MINUTE)).toMatchObject({ state: 'SUCCEEDED' });
  });

  it('was not done when the object is still there after a minute', async () => {
    const id = make('still there', MINUTE);
    expect(await settle(mutation, { id }, 2 * MINUTE)).toEqual(FAILED);
    expect(await settle(mutation, { id }, 10_000)).toBeNull();
  });
});

describe('an unknown creation', () => {
  it.each([
    ['commodityCreate', commodity],
    ['commodityCategoryCreate', category],
  ] as const)('(%s) is one object made since, and never an older one, nor one of several', async (mutation, make) => {
    const intent = (title: string) => ({ title, priceFen: null, categoryIds: [], isOnline: true });
    const made = make(`${mutation} once`, MINUTE);
    expect(await settle(mutation, intent(`${mutation} once`), 2 * MINUTE)).toMatchObject({
      state: 'SUCCEEDED',
      outcome: expect.stringContaining(made),
    });
    make(`${mutation} old`, 60 * MINUTE);
    expect(await settle(mutation, intent(`${mutation} old`), 2 * MINUTE)).toBeNull();
    make(`${mutation} twin`, MINUTE);
    make(`${mutation} twin`, MINUTE);
    expect(await settle(mutation, intent(`${mutation} twin`), 2 * MINUTE)).toBeNull();
    expect(await settle(mutation, intent(`${mutation} none`), 20 * MINUTE)).toBeNull();
  });
});
