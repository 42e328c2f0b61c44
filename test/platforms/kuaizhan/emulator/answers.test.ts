import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KuaizhanEmulator, startKuaizhanEmulator } from '../../../../src/platforms/kuaizhan/emulator/index.js';
import { caller, fixture, raw, rowOf, rowsOf, shapeOf } from './platform-caller.js';

const SHOP = 'V4800vQ0xafvOtuT';
const SPECS = {
  models: JSON.stringify({ 尺码: ['32', '33', '34'] }),
  model_details: JSON.stringify(
    Object.fromEntries(
      ['32', '33', '34'].map((size) => [JSON.stringify([['尺码', size]]), { price: 34, amount: 999 }]),
    ),
  ),
};
const DOCUMENTED_CREATE = {
  shop_id: SHOP,
  title: '第三方商品',
  desc: 'ok',
  global_category: '日用品',
  original_price: '43',
  freight: '12',
  is_online: 'true',
  use_buyer_settings: 'true',
  category_ids: '["V9_byHlQrE__b-jW"]',
  attachment_urls: '["http://pic.example.com/a"]',
  ...SPECS,
};

describe('the emulated Kuaizhan platform answers in the shape of the documented samples', () => {
  let emulator: KuaizhanEmulator;
  let api: ReturnType<typeof caller>;
  let start: () => Promise<void>;

  beforeAll(async () => {
    start = async () => {
      emulator = await startKuaizhanEmulator({ seed: 'fixtures', now: () => Date.parse('2016-09-22T11:16:37.397Z') });
      api = caller(emulator.url, emulator.seed.shops[0]?.accessToken ?? '');
    };
    await start();
  });
  afterAll(() => emulator.close());

  it.each([
    ['site-info', '/v2/platform/site/info', { site_id: '3505790044' }],
    ['commodity-info', '/v2/ec/commodity/info', { commodity_id: 'V9fNoHlQrBjQQaDk' }],
    ['commodity-count', '/v2/ec/commodity/count', { shop_id: SHOP }],
    ['category-info', '/v2/ec/commodity/category/info', { category_id: 'V-PF9fJyvMzivJtX' }],
    ['category-list', '/v2/ec/commodity/category/list', { shop_id: SHOP }],
    ['post-info', '/v2/platform/post/info', { id: '210224' }],
    ['edge-post-list-with-items', '/v2/platform/post/list', { id: '605160' }],
    ['wx-service-info', '/v2/wx/service/info', { site_id: '4208285106' }],
    ['edge-wx-service-info-unbound', '/v2/wx/service/info', { site_id: '3505790044' }],
    ['wx-user-subscribe', '/v2/wx/user/subscribe', { site_id: '4208285106', open_id: 'fixture-follower' }],
  ])('%s', async (name, path, params) => {
    expect(shapeOf(await api.get(path, params as unknown as Record<string, string>))).toEqual(shapeOf(fixture(name)));
  });

  it('gives the sample group buy value for value, 51 keys with its shop of 50', async () => {
    const { data } = await api.get('/v2/ec/commodity/info', { commodity_id: 'V9fNoHlQrBjQQaDk' });
    expect(data).toEqual(fixture('commodity-info').data);
    expect(Object.keys(data as object)).toHaveLength(51);
    const list = await api.get('/v2/ec/commodity/list', {
      shop_id: SHOP,
      fetch_by_ids: 'true',
      ids: 'V9fNoHlQrBjQQaDk',
    });
    expect(list).toEqual(fixture('commodity-list'));
  });

  it('gives site, article and category samples value for value', async () => {
    expect((await api.get('/v2/platform/site/info', { site_id: '3505790044' })).data).toEqual(
      fixture('site-info').data,
    );
    expect((await api.get('/v2/platform/post/info', { id: '210224' })).data).toEqual(fixture('post-info').data);
    const category = await api.get('/v2/ec/commodity/category/info', { category_id: 'V-PF9fJyvMzivJtX' });
    expect(category.data).toEqual(fixture('category-info').data);
  });

  it('creates the documented commodity with the 46 keys of the sample', async () => {
    const created = await api.post('/v2/ec/commodity/create', DOCUMENTED_CREATE);
    expect(shapeOf(created)).toEqual(shapeOf(fixture('commodity-create')));
    expect(Object.keys(rowOf(created))).toHaveLength(46);
    const varying = { _id: '', ctime: '', utime: '', attachments: [], avatar: '', model_details: [] };
    expect({ ...rowOf(created), ...varying }).toEqual({ ...rowOf(fixture('commodity-create')), ...varying });
    const byName = (row: unknown) =>
      JSON.stringify([...(row as { name: string }[])].sort((a, b) => (a.name < b.name ? -1 : 1)));
    expect(byName(rowOf(created)['model_details'])).toBe(byName(rowOf(fixture('commodity-create'))['model_details']));
  });

  it('answers writes with the odd bodies of the samples', async () => {
    const created = rowOf(await api.post('/v2/ec/commodity/create', DOCUMENTED_CREATE));
    const id = String(created['_id']);
    expect(await api.post('/v2/ec/commodity/update', { commodity_id: id, title: 'x' })).toEqual(
      fixture('commodity-update'),
    );
    expect(await api.post('/v2/ec/commodity/delete', { commodity_id: id })).toEqual(fixture('commodity-delete'));
    const category = await api.post('/v2/ec/commodity/category/create', {
      shop_id: SHOP,
      title: '测试123',
      desc: 'test',
    });
    expect(shapeOf(category)).toEqual(shapeOf(fixture('category-create')));
    const named = { category_id: String(rowOf(category)['_id']), shop_id: SHOP };
    expect(await api.post('/v2/ec/commodity/category/update', { ...named, title: 'y' })).toEqual(
      fixture('category-update'),
    );
    expect(await api.post('/v2/ec/commodity/category/delete', named)).toEqual(fixture('category-delete'));
  });

  it('answers forum writes as the samples do', async () => {
    const parties = { user_id: 'Vb9dc3zXC4spppaO', forum_id: 'VqrZbnzXCx2ycjcq' };
    const topic = await api.post('/v2/club/topic/create', { ...parties, content: '搜狐快站' });
    expect(shapeOf(topic)).toEqual(shapeOf(fixture('club-topic-create')));
    expect(topic.data).toMatchObject({ tag_ids: ['ORDINARY'], brief: '搜狐快站', title: null });
    expect(await api.post('/v2/club/user/ban', { ...parties, reason_content: '广告' })).toEqual(
      fixture('club-user-ban'),
    );
    expect(await api.post('/v2/club/user/ban', parties)).toEqual(fixture('club-user-ban'));
    expect((await api.post('/v2/club/topic/create', { ...parties, content: 'again' })).ret).toBe(1);
  });

  it('keeps the key order of each family, and labels the content type as each family would', async () => {
    const ec = await raw(api.withToken('/v2/ec/commodity/count', { shop_id: SHOP }));
    expect(ec.text).toMatch(/^\{"msg":"","data":\d+,"ret":0\}$/);
    expect(ec.headers['content-type']).toContain('application/json');
    const post = await raw(api.withToken('/v2/platform/post/info', { id: '210224' }));
    expect(post.text).toMatch(/^\{"ret":0,"msg":"success","data":\{/);
    expect(post.headers['content-type']).toContain('text/html');
  });

  it('refuses with the conventional texts and without data', async () => {
    const list = '/v2/ec/commodity/list';
    expect(JSON.parse((await raw(`${emulator.url}${list}`)).text)).toEqual(fixture('failure-access-token-missing'));
    expect(await caller(emulator.url, 'wrong').get(list)).toEqual(fixture('failure-access-token-invalid'));
    expect(await api.get(list)).toEqual(fixture('failure-parameter-missing'));
    expect(await api.get(list, { shop_id: SHOP, limit: '101' })).toEqual(fixture('failure-parameter-invalid'));
    expect(await api.get(list, { shop_id: SHOP, fetch_by_ids: '1', ids: '[]' })).toEqual(fixture('failure-ids-empty'));
    expect(await api.get('/v2/ec/commodity/info', { commodity_id: 'nothing' })).toEqual(fixture('failure-not-found'));
    const cheap = { shop_id: SHOP, title: 'x', price: '0.001', amount: '1' };
    expect(await api.post('/v2/ec/commodity/create', cheap)).toEqual(fixture('failure-price-too-low'));
    const broken = { shop_id: SHOP, title: 'x', models: '{}', model_details: '{[' };
    expect(await api.post('/v2/ec/commodity/create', broken)).toEqual(fixture('failure-model-details-malformed'));
    emulator.addShop({ siteId: 77, token: 'other', id: 'OtherShopOtherSh' });
    expect(await api.get('/v2/ec/commodity/count', { shop_id: 'OtherShopOtherSh' })).toEqual(
      fixture('failure-forbidden'),
    );
  });

  it('answers empty lists and zero counts as the edge samples do', async () => {
    const shop = emulator.addShop({ siteId: 78, token: 'empty' });
    const empty = caller(emulator.url, 'empty');
    expect(await empty.get('/v2/ec/commodity/list', { shop_id: shop.id })).toEqual(
      fixture('edge-commodity-list-empty'),
    );
    expect(await empty.get('/v2/ec/commodity/category/list', { shop_id: shop.id })).toEqual(
      fixture('edge-category-list-empty'),
    );
    expect(await empty.get('/v2/ec/commodity/count', { shop_id: shop.id })).toEqual(
      fixture('edge-commodity-count-zero'),
    );
    const beyond = await api.get('/v2/platform/post/list', { id: '605160', page: '9' });
    expect(shapeOf(beyond)).toEqual(shapeOf(fixture('post-list')));
  });

  it('is the same after a reset, ids included', async () => {
    await api.post('/v2/ec/commodity/delete', { commodity_id: 'V-O9lfJyvMXx0Ex5' });
    emulator.reset();
    expect(rowsOf(await api.get('/v2/ec/commodity/list', { shop_id: SHOP })).map((row) => row['_id'])).toEqual([
      'V-O9lfJyvMXx0Ex5',
      'V9fNoHlQrBjQQaDk',
    ]);
    const first = rowOf(await api.post('/v2/ec/commodity/create', DOCUMENTED_CREATE))['_id'];
    emulator.reset();
    expect(rowOf(await api.post('/v2/ec/commodity/create', DOCUMENTED_CREATE))['_id']).toBe(first);
  });
});
