import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EMULATORS } from '../../../../src/platforms/emulators.js';
import { type KuaizhanEmulator, startKuaizhanEmulator } from '../../../../src/platforms/kuaizhan/emulator/index.js';
import { caller, type Row, rowOf, rowsOf } from './platform-caller.js';

describe('the demo seed of the emulated Kuaizhan platform', () => {
  let emulator: KuaizhanEmulator;
  beforeAll(async () => {
    emulator = await startKuaizhanEmulator();
  });
  afterAll(() => emulator.close());

  it('has two shops with 180 and 120 commodities of every kind', async () => {
    const counts: unknown[] = [];
    for (const shop of emulator.seed.shops) {
      const api = caller(emulator.url, shop.accessToken);
      counts.push((await api.get('/v2/ec/commodity/count', { shop_id: shop.shopId })).data);
      const rows: Row[] = [];
      for (const online of ['true', 'false']) {
        for (const offset of ['0', '100']) {
          const page = { shop_id: shop.shopId, is_online: online, limit: '100', offset, state: '50' };
          rows.push(...rowsOf(await api.get('/v2/ec/commodity/list', page)));
        }
      }
      const of = (test: (row: Row) => boolean) => rows.filter(test).length;
      expect(new Set(rows.map((row) => row['_id'])).size).toBe(rows.length);
      expect(new Set(rows.map((row) => row['type']))).toEqual(new Set([100, 200, 300]));
      expect(new Set(rows.map((row) => (row['models'] as unknown[]).length))).toEqual(new Set([0, 1, 2]));
      expect(of((row) => row['is_online'] === false)).toBeGreaterThan(4);
      expect(of((row) => row['is_passed'] === false)).toBeGreaterThan(4);
      expect(of((row) => row['is_use_template'] === true && !('freight' in row))).toBeGreaterThan(2);
      expect(of((row) => (row['category_ids'] as unknown[])[0] === null)).toBeGreaterThan(4);
      expect(of((row) => !Number.isInteger(row['price']))).toBeGreaterThan(30);
      expect(of((row) => String(row['ctime']).length === 19)).toBeGreaterThan(4);
      const categories = rowsOf(await api.get('/v2/ec/commodity/category/list', { shop_id: shop.shopId }));
      expect(categories.length).toBeGreaterThanOrEqual(6);
      for (const category of categories) {
        const members = of((row) => (row['category_ids'] as unknown[]).includes(category['_id']));
        expect(category['count_commodities']).toBe(members);
      }
    }
    expect(counts).toEqual([180, 120]);
  });

  it('names columns of more than twenty articles, whose list elements have no content', async () => {
    for (const { siteId, columnId, postCount } of emulator.seed.columns) {
      const shop = emulator.seed.shops.find((candidate) => candidate.siteId === siteId);
      const api = caller(emulator.url, shop?.accessToken ?? '');
      const page = rowOf(await api.get('/v2/platform/post/list', { id: columnId }));
      expect(page).toMatchObject({ has_more: 1, total_num: postCount, total_page: Math.ceil(postCount / 20) });
      const [head] = page['list'] as Row[];
      expect(head).not.toHaveProperty('post_content');
      expect(page['list']).toHaveLength(20);
      const drafts = rowOf(await api.get('/v2/platform/post/list', { id: columnId, status: 'draft', per_page: '100' }));
      const online = rowOf(await api.get('/v2/platform/post/list', { id: columnId, status: 'online', per_page: '3' }));
      expect(Number(drafts['total_num']) + Number(online['total_num'])).toBe(postCount);
      expect((await api.get('/v2/platform/post/list', { id: columnId, status: 'gone' })).ret).toBe(1);
      expect(
        rowOf(await api.get('/v2/platform/post/info', { id: String(head?.['post_id']) }))['post_content'],
      ).not.toBe('');
    }
  });

  it('binds an official account to the first site only', async () => {
    const [first, second] = emulator.seed.shops;
    const account = emulator.seed.officialAccount;
    const api = caller(emulator.url, first?.accessToken ?? '');
    const ofSite = { site_id: first?.siteId ?? '' };
    expect(rowOf(await api.get('/v2/wx/service/info', ofSite))).toMatchObject({
      is_bind: true,
      app_secret: account?.appSecret,
    });
    const follows = async (open_id = '') => (await api.get('/v2/wx/user/subscribe', { ...ofSite, open_id })).data;
    expect(await follows(account?.followerOpenId)).toEqual({ is_subscriber: true });
    expect(await follows(account?.strangerOpenId)).toEqual({ is_subscriber: false });
    const unbound = caller(emulator.url, second?.accessToken ?? '');
    const ofSecond = { site_id: second?.siteId ?? '' };
    expect(rowOf(await unbound.get('/v2/wx/service/info', ofSecond))).toMatchObject({ is_bind: false });
    emulator.rules.unboundAccount = 'refused';
    expect((await unbound.get('/v2/wx/service/info', ofSecond)).ret).toBe(1);
  });

  it('lets a member of the forum write until the ban, which ends when its days are over', async () => {
    const [shop] = emulator.seed.shops;
    const [member] = emulator.seed.communityUsers;
    let time = Date.parse('2025-06-01T00:00:00Z');
    const timed = await startKuaizhanEmulator({ now: () => time });
    try {
      const api = caller(timed.url, shop?.accessToken ?? '');
      const parties = { user_id: member?.userId ?? '', forum_id: member?.forumId ?? '' };
      const write = () =>
        api.post('/v2/club/topic/create', {
          ...parties,
          content: '<b>好茶</b>',
          is_html: '1',
          geo_longitude: '118.03',
          geo_latitude: '27.75',
        });
      expect(rowOf(await write())).toMatchObject({ brief: '好茶', is_html: true, geo: [118.03, 27.75] });
      expect((await api.post('/v2/club/user/ban', { ...parties, days: '3' })).ret).toBe(0);
      expect((await write()).ret).toBe(1);
      time += 3 * 86_400_000;
      expect((await write()).ret).toBe(0);
    } finally {
      await timed.close();
    }
  });

  it('is the same at every start', async () => {
    const again = await startKuaizhanEmulator();
    try {
      expect(again.seed).toEqual(emulator.seed);
      expect([...again.state.commodities.keys()]).toEqual([...emulator.state.commodities.keys()]);
    } finally {
      await again.close();
    }
  });

  it('is what the list of emulators starts, with credentials to register', async () => {
    const [kuaizhan] = EMULATORS;
    const started = await kuaizhan?.start();
    try {
      expect(started?.platform).toBe('KUAIZHAN');
      expect(started?.demoShops.map((shop) => shop.name)).toEqual(['山野茶铺', '木作小店']);
      for (const { credential } of started?.demoShops ?? []) {
        expect(Object.keys(credential).sort()).toEqual(['accessToken', 'forumId', 'shopId', 'siteId']);
        const api = caller(started?.url ?? '', credential['accessToken'] ?? '');
        expect((await api.get('/v2/platform/site/info', { site_id: credential['siteId'] ?? '' })).ret).toBe(0);
      }
    } finally {
      await started?.close();
    }
  });
});
