import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../../src/log/logger.js';
import { shopProfileLoader } from '../../../../src/platforms/kuaizhan/subgraph/shop/shop-profile.loader.js';
import type { KuaizhanClient } from '../../../../src/platforms/kuaizhan/upstream/client.js';
import { toCommodity } from '../../../../src/platforms/kuaizhan/upstream/endpoints/commodity-record.js';
import { shopOf } from '../upstream/start-client.js';

const seen = {
  receivedAt: new Date(0),
  freshness: { fetchedAt: new Date(0), source: 'LIVE' },
  markPartial: () => undefined,
} as const;
const ids = { site_id: '1', ctime: '2020-01-01T00:00:00' };

/** A commodity of the shop, with the shop as it was at this second. */
const row = (second: string, shopId = 'mine') => {
  const utime = `2020-01-01T00:00:${second}`;
  const shop = { ...ids, _id: shopId, utime, title: `${shopId} at ${second}` };
  return toCommodity({ ...ids, _id: second, shop_id: 'mine', type: 100, title: 'tea', utime, shop }, seen);
};
const bare = { ...ids, _id: 'bare', shop_id: 'mine', type: 100, title: 'tea', utime: ids.ctime };

function given() {
  const shop = shopOf();
  const client: KuaizhanClient = {
    shop,
    call: () => Promise.reject(new Error('nothing is to be asked')),
    noteBadRows: () => undefined,
  };
  const log = createLogger({ level: 'silent', format: 'json', write: () => undefined });
  return shopProfileLoader({ client, shop, nativeShopId: 'mine', log });
}

describe('of the shop profiles that came along', () => {
  it('the one changed last is shown, whichever came last', async () => {
    const profile = given();
    profile.prime([row('02'), row('09'), row('04'), toCommodity(bare, seen)]);
    profile.prime([row('05')]);
    expect((await profile.load())?.title).toBe('mine at 09');
    profile.prime([row('08'), row('30')]);
    expect((await profile.load())?.title).toBe('mine at 30');
  });

  it("another shop's is never shown", async () => {
    const profile = given();
    profile.prime([row('59', 'theirs'), row('01')]);
    expect((await profile.load())?.title).toBe('mine at 01');
  });

  it('none is as good as nothing: it is asked for', async () => {
    const profile = given();
    profile.prime([toCommodity(bare, seen), row('59', 'theirs')]);
    await expect(profile.load()).rejects.toThrow('nothing is to be asked');
  });
});
