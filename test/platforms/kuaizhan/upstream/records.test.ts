import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../src/errors/app-error.js';
import type { KuaizhanClient } from '../../../../src/platforms/kuaizhan/upstream/client.js';
import * as category from '../../../../src/platforms/kuaizhan/upstream/endpoints/category.js';
import * as commodity from '../../../../src/platforms/kuaizhan/upstream/endpoints/commodity.js';
import { getPost, listPosts } from '../../../../src/platforms/kuaizhan/upstream/endpoints/post.js';
import { getSite } from '../../../../src/platforms/kuaizhan/upstream/endpoints/site.js';
import { createTopic } from '../../../../src/platforms/kuaizhan/upstream/endpoints/topic.js';
import { banUser } from '../../../../src/platforms/kuaizhan/upstream/endpoints/user-ban.js';
import { getOfficialAccount, isSubscriber } from '../../../../src/platforms/kuaizhan/upstream/endpoints/wechat.js';
import { json, MisbehavingServer } from '../../../support/misbehaving-server.js';
import { ClientBench } from './start-client.js';

const FIXTURES = new URL('../../../fixtures/kuaizhan/', import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8');
const data = (name: string): Record<string, unknown> =>
  (JSON.parse(fixture(name)) as { data: Record<string, unknown> }).data;

const SHOP = 'V4800vQ0xafvOtuT';
const GROUP_BUY = 'V9fNoHlQrBjQQaDk';
const server = new MisbehavingServer();
const nothing = async (): Promise<void> => undefined;
let bench: ClientBench;
let client: KuaizhanClient;

beforeAll(async () => {
  await server.start();
  bench = new ClientBench(server.url);
});
beforeEach(() => {
  client = bench.given().client;
});
afterAll(async () => {
  await bench.clients.close();
  await server.stop();
});

const answer = (name: string): void => server.behave(json(fixture(name)));
const answerData = (value: unknown): void => server.behave(json({ ret: 0, msg: '', data: value }));
const codeOf = (call: Promise<unknown>): Promise<string | null> =>
  call.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('a commodity', () => {
  it('is read from the documented answer, with its shop', async () => {
    answer('commodity-info');
    const record = await commodity.getCommodity(client, GROUP_BUY);
    expect(record).toMatchObject({
      id: GROUP_BUY,
      shopId: SHOP,
      siteId: '4208285106',
      kindCode: 200,
      title: '拼团测试(无规格)',
      desc: '',
      keywords: '',
      globalCategory: '营养/保健',
      categoryIds: [],
      attachments: [{ url: expect.stringContaining('192.168.110.218'), type: 1 }],
      options: [],
      variants: [],
      priceFen: 55500,
      originalPriceFen: 444400,
      amount: 1231,
      groupPriceFen: 33300,
      groupMembers: 54,
      groupHours: 72,
      multiJoining: true,
      multiOpening: true,
      freightFen: null,
      usesTemplate: true,
      freightTemplateId: 'V-OTJHlQrCIrrDZp',
      usesBuyerSettings: false,
      isOnline: true,
      isPassed: true,
      isRecommended: false,
      stateCodes: [100, -110, 50, 0],
      scoreEnabled: false,
      scoreShare: null,
      maxPurchase: null,
      salesVolume: 2,
      ctime: new Date('2016-09-13T09:57:52.869Z'),
      utime: new Date('2016-09-22T08:15:47.189Z'),
      shop: {
        id: SHOP,
        siteId: '4208285106',
        title: '测测测测',
        announcement: 'xxxxx',
        tel: '15527597196',
        address: '北京 海淀区',
        isOnline: true,
        salesVolume: 15,
        paidOrderCount: 3,
        grossEarningsFen: 6661600,
        ctime: new Date('2016-07-20T08:22:42.262Z'),
      },
    });
    expect(record?.freshness).toEqual({ fetchedAt: record?.receivedAt, source: 'LIVE' });
  });

  it('shows its raw answer without what only scope holders may see', async () => {
    answer('commodity-info');
    const record = await commodity.getCommodity(client, GROUP_BUY);
    const text = JSON.stringify(record?.raw);
    for (const secret of ['006625', 'V948FPJyvBC4qLyB', '15527597196', '66616', 'tel', 'boss'])
      expect(text).not.toContain(secret);
    expect(record?.raw).toMatchObject({
      price_interval: null,
      model_details: {},
      category_ids: [null],
      site_id: 4208285106,
    });
    expect(Object.keys(record?.raw ?? {})).toHaveLength(51);
  });

  it('is created, and read with options that are matched by their names', async () => {
    answer('commodity-create');
    const record = await commodity.createCommodity(client, { shopId: SHOP, title: '第三方商品' }, nothing);
    expect(record.options).toEqual([{ name: '尺码', values: ['32', '33', '34'] }]);
    expect(record.variants.map(({ pairs }) => pairs)).toEqual([[['尺码', '32']], [['尺码', '34']], [['尺码', '33']]]);
    expect(record.variants[0]).toMatchObject({
      priceFen: 3400,
      amount: 999,
      rawName: 'W1siXHU1YzNhXHU3ODAxIiwgIjMyIl1d',
    });
    expect(record).toMatchObject({ amount: 2997, freightFen: 1200, shop: null, scoreShare: 1, multiJoining: false });
    expect(record.ctime).toEqual(new Date('2016-09-22T11:16:37.397Z'));
  });

  it('is read also where numbers are text, keys are missing, and empty things are written oddly', async () => {
    const { shop: _, ...bare } = data('commodity-info');
    answerData({
      ...bare,
      site_id: '4208285106',
      type: '200',
      price: '0.29',
      amount: '7',
      category_ids: {},
      models: {},
      model_details: [null, { name: '???', price: '1.1', amount: null }],
      attachments: '',
      states: null,
      ctime: '2016-09-22T19:52:21',
      is_online: '1',
      is_passed: 0,
      hotness: 12345678901234,
    });
    expect(await commodity.getCommodity(client, GROUP_BUY)).toMatchObject({
      siteId: '4208285106',
      kindCode: 200,
      priceFen: 29,
      amount: 7,
      categoryIds: [],
      options: [],
      variants: [{ pairs: null, rawName: '???', priceFen: 110, amount: null }],
      attachments: [],
      stateCodes: [],
      ctime: new Date('2016-09-22T11:52:21.000Z'),
      isOnline: true,
      isPassed: false,
      shop: null,
    });
  });

  it('keeps 64-bit ids to the digit', async () => {
    const text = fixture('commodity-info').replaceAll('4208285106', '3539925204033339668');
    server.behave(json(text));
    expect((await commodity.getCommodity(client, GROUP_BUY))?.siteId).toBe('3539925204033339668');
  });

  it('is refused when it is not the one that was asked for, or has no place in time', async () => {
    answer('commodity-info');
    expect(await codeOf(commodity.getCommodity(client, 'another'))).toBe('UPSTREAM_MALFORMED');
    answerData({ ...data('commodity-info'), ctime: '2016-13-45T00:00:00' });
    expect(await codeOf(commodity.getCommodity(client, GROUP_BUY))).toBe('UPSTREAM_MALFORMED');
  });

  it('says where an answer is wrong and shows no value of it', async () => {
    answerData({ ...data('commodity-info'), price: { CANARY: 1 } });
    const error = await commodity.getCommodity(client, GROUP_BUY).catch((reason: unknown) => reason as AppError);
    expect(String(error)).toContain('/data/price');
    expect(String(error)).not.toContain('CANARY');
  });
});

describe('a list of commodities', () => {
  it('is read from the documented answer', async () => {
    answer('commodity-list');
    const page = await commodity.listCommodities(client, { shopId: SHOP, offset: 0, limit: 20 });
    expect(page.rows.map(({ id }) => id)).toEqual([GROUP_BUY]);
    expect(page).toMatchObject({ count: 1, indices: [0], badRows: { count: 0 } });
    answer('edge-commodity-list-empty');
    expect((await commodity.listCommodities(client, { shopId: SHOP, offset: 0, limit: 1 })).rows).toEqual([]);
  });

  it('keeps the good rows when one is bad, leaves out those of other shops, and logs where it was', async () => {
    const good = data('commodity-info');
    answerData([good, { ...good, _id: 'x', shop_id: 'other' }, { ...good, price: [] }, 7, { ...good, _id: 'last' }]);
    const page = await commodity.listCommodities(client, { shopId: SHOP, offset: 0, limit: 20 });
    expect(page.rows.map(({ id }) => id)).toEqual([GROUP_BUY, 'last']);
    expect(page).toMatchObject({ count: 5, indices: [0, 4], badRows: { count: 2 } });
    expect(bench.logged.join()).toContain('/2/price');
  });

  it('sends only the filters that hold together', async () => {
    const sent = async (
      params: Omit<commodity.ListCommoditiesParams, 'shopId' | 'offset' | 'limit'>,
    ): Promise<string> => {
      answerData([]);
      await commodity.listCommodities(client, { shopId: 's', offset: 5, limit: 10, ...params });
      const query = new URLSearchParams(server.requests[0]?.query);
      query.delete('access_token');
      return decodeURIComponent(query.toString());
    };
    const window = 'offset=5&limit=10';
    expect(await sent({})).toBe(`shop_id=s&${window}`);
    expect(await sent({ stateCode: 50, isOnline: false })).toBe(`shop_id=s&is_online=false&state=50&${window}`);
    const category = { categoryId: 'c', isPassed: false, stateCode: 50, isOnline: true };
    expect(await sent(category)).toBe(`shop_id=s&is_online=true&category_id=c&is_passed=false&${window}`);
    expect(await sent({ query: '红', ...category })).toBe(`shop_id=s&is_online=true&query=红&${window}`);
    expect(await sent({ pureScore: true })).toBe(`shop_id=s&fetch_pure_score=true&${window}`);
  });

  it('by ids asks for each id once, with a limit, and drops what nobody asked for', async () => {
    const good = data('commodity-info');
    answerData([good, { ...good, _id: 'stranger' }]);
    const page = await commodity.getCommoditiesByIds(client, SHOP, [GROUP_BUY, 'gone', GROUP_BUY]);
    expect(page.rows.map(({ id }) => id)).toEqual([GROUP_BUY]);
    const query = server.requests[0]?.query;
    expect(query?.get('ids')).toBe(JSON.stringify([GROUP_BUY, 'gone']));
    expect([query?.get('fetch_by_ids'), query?.get('limit'), query?.get('shop_id')]).toEqual(['true', '2', SHOP]);
  });

  it('refuses windows and numbers of ids the platform would not take, before anything is sent', async () => {
    answerData([]);
    const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `id${n}`);
    expect(await codeOf(commodity.getCommoditiesByIds(client, SHOP, ids(101)))).toBe('INVALID_INPUT');
    expect(await codeOf(commodity.getCommoditiesByIds(client, SHOP, []))).toBe('INVALID_INPUT');
    for (const [offset, limit] of [
      [0, 0],
      [0, 101],
      [-1, 10],
      [0, Number.NaN],
    ] as const) {
      expect(await codeOf(commodity.listCommodities(client, { shopId: SHOP, offset, limit }))).toBe('INVALID_INPUT');
    }
    expect(server.requests).toHaveLength(0);
    const given = bench.given();
    await commodity.getCommoditiesByIds(given.client, SHOP, ids(100));
    expect(given.trace.calls).toMatchObject([{ batchSize: 100 }]);
  });

  it('is counted', async () => {
    answer('commodity-count');
    expect(await commodity.countCommodities(client, SHOP)).toBe(5);
    answer('edge-commodity-count-zero');
    expect(await commodity.countCommodities(client, SHOP)).toBe(0);
  });
});

describe('other records', () => {
  it('reads the documented categories', async () => {
    answer('category-list');
    const { rows } = await category.listCategories(client, SHOP);
    expect(rows).toMatchObject([
      { id: 'V-PF9fJyvMzivJtX', sortVolume: '1474545141418', desc: 'test', countCommodities: 0 },
      { id: 'V9_byHlQrE__b-jW', title: '测试', desc: null, countCommodities: 2, countOnline: 2, countOffline: 0 },
    ]);
    answer('category-info');
    expect(await category.getCategory(client, 'V-PF9fJyvMzivJtX')).toMatchObject({
      siteId: '4208285106',
      title: '测试123244',
      utime: new Date('2016-09-22T12:02:05.161Z'),
    });
    answer('category-create');
    const made = await category.createCategory(client, { shopId: SHOP, title: '测试123' }, nothing);
    expect(made.ctime).toEqual(new Date('2016-09-22T11:52:21.417Z'));
    answer('edge-category-list-empty');
    expect((await category.listCategories(client, SHOP)).rows).toEqual([]);
    answer('failure-not-found');
    expect(await category.getCategory(client, 'x')).toBeNull();
  });

  it('reads a site, asking for further parts only when told', async () => {
    answer('site-info');
    expect(await getSite(client, '3505790044')).toMatchObject({
      id: '3505790044',
      userId: '500487',
      status: 1,
      logoUrl: 'www.example.com/logo.png',
      privateDomain: 'private.example.com',
      changyan: null,
      entrances: null,
    });
    expect(server.requests[0]?.query.has('options')).toBe(false);
    answerData({ site_id: '3505790044', status: '9', private_domain: '', changyan: { a: 1 }, entrance_info: [] });
    expect(await getSite(client, '3505790044', { changyan: true })).toMatchObject({
      status: 9,
      privateDomain: null,
      changyan: { a: 1 },
      entrances: [],
    });
    expect(server.requests[0]?.query.get('options')).toBe('{"changyan":true,"entrance_info":false}');
    answer('failure-not-found');
    expect(await codeOf(getSite(client, '1'))).toBe('UPSTREAM_REJECTED');
  });

  it('reads posts, whatever stands for an empty list', async () => {
    answer('post-info');
    expect(await getPost(client, '210224')).toMatchObject({
      id: '210224',
      title: 'foo',
      columnId: '605160',
      content: '',
      picId: '346247',
      labels: [],
      weight: 120,
      commentOn: 11,
      setTime: null,
    });
    answer('post-list');
    const page = { columnId: '605160', page: 1, perPage: 20 };
    expect(await listPosts(client, page)).toMatchObject({ rows: [], totalCount: 4, totalPages: 1, hasNextPage: false });
    answer('edge-post-list-with-items');
    const found = await listPosts(client, { ...page, status: 'draft' });
    expect(found.rows).toMatchObject([{ id: '210224', content: null }]);
    expect(server.requests[0]?.query.get('status')).toBe('draft');
    for (const list of [null, [], {}]) {
      answerData({ list, has_more: 1 });
      expect(await listPosts(client, page)).toMatchObject({
        rows: [],
        totalCount: 0,
        totalPages: null,
        hasNextPage: true,
      });
    }
    answerData({
      list: [{ post_id: 1, set_time: '2020-01-02 03:04:05' }, { post_title: 'no id' }],
      total_page: '3',
      total_num: '41',
    });
    expect(await listPosts(client, page)).toMatchObject({
      rows: [{ setTime: new Date('2020-01-01T19:04:05Z') }],
      badRows: { count: 1 },
      totalCount: 41,
      hasNextPage: true,
    });
    answer('failure-not-found');
    expect(await getPost(client, '1')).toBeNull();
  });

  it('reads an official account without its app secret, and null for a site that has none', async () => {
    answerData({ ...data('wx-service-info'), app_id: 'wx1', app_secret: 'CANARY-app-secret', nick_name: 'n' });
    const account = await getOfficialAccount(client, '4208285106');
    expect(account).toMatchObject({
      siteId: '4208285106',
      appId: 'wx1',
      nickname: 'n',
      verifyType: 1,
      serviceType: 2,
      qrCodeUrl: null,
    });
    expect(JSON.stringify([account, bench.logged])).not.toContain('CANARY');
    answer('edge-wx-service-info-unbound');
    expect(await getOfficialAccount(client, '4208285106')).toBeNull();
    answer('wx-user-subscribe');
    expect(await isSubscriber(client, '4208285106', 'open-CANARY')).toBe(true);
    expect(bench.logged.join()).not.toContain('CANARY');
  });

  it('reads a new topic and a ban', async () => {
    answer('club-topic-create');
    const topic = await createTopic(client, { userId: 'u', forumId: 'f', content: 'c' }, nothing);
    expect(topic).toMatchObject({
      id: 'V-ShE3zXC29L6cSQ',
      siteId: '6321338681',
      title: null,
      content: '搜狐快站',
      tagIds: ['ORDINARY'],
      counts: { replies: 0, directReplies: 0, participants: 0 },
      isPassed: true,
      longitude: null,
      ctime: new Date('2016-09-23T03:27:15.086Z'),
    });
    answer('club-user-ban');
    expect((await banUser(client, { userId: 'u', forumId: 'f', days: 3 }, nothing)).isBanned).toBe(true);
    answerData({});
    expect(await codeOf(banUser(client, { userId: 'u', forumId: 'f' }, nothing))).toBe('OUTCOME_UNKNOWN');
  });

  it('takes every documented and invented failure for one, and every update and delete for a success', async () => {
    for (const name of readdirSync(FIXTURES).filter((file) => file.startsWith('failure-'))) {
      answer(name.replace('.json', ''));
      expect(await codeOf(commodity.listCommodities(client, { shopId: SHOP, offset: 0, limit: 1 }))).toMatch(
        name.includes('access-token') ? /^SHOP_AUTH_EXPIRED$/ : /^UPSTREAM_REJECTED$/,
      );
    }
    answer('commodity-update');
    await commodity.updateCommodity(client, { id: 'c', title: 't' }, nothing);
    answer('commodity-delete');
    await commodity.deleteCommodity(client, 'c', nothing);
    answer('category-update');
    await category.updateCategory(client, { id: 'c', shopId: 's', title: 't' }, nothing);
    answer('category-delete');
    await category.deleteCategory(client, { id: 'c', shopId: 's', title: 't' }, nothing);
    expect(Object.fromEntries(server.requests[0]?.form ?? [])).toEqual({ category_id: 'c', shop_id: 's', title: 't' });
  });

  it('reads every id of the documents with the time it was made at', async () => {
    const vectors = JSON.parse(fixture('vectors-ids-and-times')) as {
      ids: { id: string; documented_ctime: string | null; ctime_as_utc?: string; epoch_seconds: number }[];
    };
    for (const { id, documented_ctime, epoch_seconds } of vectors.ids) {
      if (documented_ctime === null) continue;
      answerData({ ...data('commodity-info'), _id: id, ctime: documented_ctime });
      const seconds = ((await commodity.getCommodity(client, id))?.ctime.getTime() ?? 0) / 1000;
      expect(Math.floor(seconds)).toBe(epoch_seconds);
    }
  });
});
