import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type KuaizhanEmulator, startKuaizhanEmulator } from '../../../../src/platforms/kuaizhan/emulator/index.js';
import { caller, type Row, raw, rowOf, rowsOf } from './platform-caller.js';

const LIST = '/v2/ec/commodity/list';
const CREATE = '/v2/ec/commodity/create';
const UPDATE = '/v2/ec/commodity/update';
const INFO = '/v2/ec/commodity/info';
const CATEGORY = '/v2/ec/commodity/category';

describe('the emulated Kuaizhan platform keeps the rules for commodities', () => {
  let emulator: KuaizhanEmulator;
  let api: ReturnType<typeof caller>;
  let shop: string;
  let time: number;
  const idsOf = (rows: readonly Row[]) => rows.map((row) => row['_id']);
  const add = (title: string, more: Partial<Parameters<KuaizhanEmulator['addCommodity']>[0]> = {}) => {
    time += 1000;
    return emulator.addCommodity({ shopId: shop, title, createdAt: time, ...more }).id;
  };
  const create = async (params: Record<string, string>) => api.post(CREATE, { shop_id: shop, title: '碗', ...params });
  const info = async (id: string) => rowOf(await api.get(INFO, { commodity_id: id }));

  beforeEach(async () => {
    time = Date.parse('2025-06-01T00:00:00.250Z');
    emulator = await startKuaizhanEmulator({ seed: 'empty', now: () => time });
    api = caller(emulator.url, 'secret');
    shop = emulator.addShop({ siteId: 5_000_000_001, token: 'secret' }).id;
  });
  afterEach(() => emulator.close());

  describe('in lists', () => {
    it('gives 32 rows unless told, 100 at most, newest first, and refuses any other limit or offset', async () => {
      const ids = Array.from({ length: 120 }, (_, index) => add(`item ${index}`)).reverse();
      expect(idsOf(rowsOf(await api.get(LIST, { shop_id: shop })))).toEqual(ids.slice(0, 32));
      expect(idsOf(rowsOf(await api.get(LIST, { shop_id: shop, limit: '100', offset: '60' })))).toEqual(ids.slice(60));
      for (const bad of ['0', '101', '-1', 'ten', '1e1', '']) {
        expect((await api.get(LIST, { shop_id: shop, limit: bad })).ret).toBe(1);
      }
      expect((await api.get(LIST, { shop_id: shop, offset: '-1' })).ret).toBe(1);
    });

    it('shows what is on the shelf unless told, and takes five spellings of true', async () => {
      const on = add('on');
      const off = add('off', { isOnline: false });
      expect(idsOf(rowsOf(await api.get(LIST, { shop_id: shop })))).toEqual([on]);
      for (const yes of ['1', 'true', 't', 'YES', 'y']) {
        expect(idsOf(rowsOf(await api.get(LIST, { shop_id: shop, is_online: yes })))).toEqual([on]);
      }
      for (const no of ['0', 'false', 'on', '', '2']) {
        expect(idsOf(rowsOf(await api.get(LIST, { shop_id: shop, is_online: no })))).toEqual([off]);
      }
      expect((await info(off))['is_online']).toBe(false);
    });

    it('filters by state, and by a category instead when one is given', async () => {
      const category = emulator.addCategory({ shopId: shop, title: '茶' });
      const passed = add('passed', { categoryIds: [category.id] });
      const waiting = add('waiting', { categoryIds: [category.id], isPassed: false });
      const other = add('other');
      expect(idsOf(rowsOf(await api.get(LIST, { shop_id: shop })))).toEqual([other, passed]);
      expect(idsOf(rowsOf(await api.get(LIST, { shop_id: shop, state: '50' })))).toEqual([other, waiting, passed]);
      const within = { shop_id: shop, category_id: category.id, state: '50' };
      expect(idsOf(rowsOf(await api.get(LIST, within)))).toEqual([passed]);
      expect(idsOf(rowsOf(await api.get(LIST, { ...within, is_passed: 'false' })))).toEqual([waiting]);
    });

    it('searches title, keywords and text over all sites of the token, deaf to the other parameters', async () => {
      const here = add('Green Tea');
      const elsewhere = emulator.addShop({ siteId: 5_000_000_002, token: 'secret' });
      emulator.addShop({ siteId: 5_000_000_003, token: 'foreign', id: 'ForeignShopForei' });
      emulator.addCommodity({ shopId: 'ForeignShopForei', title: 'green' });
      const there = add('x', { shopId: elsewhere.id, keywords: 'evergreen' });
      add('y', { desc: 'green', isOnline: false });
      const search = { shop_id: shop, query: 'GREEN', category_id: 'none', state: '7' };
      expect(idsOf(rowsOf(await api.get(LIST, search)))).toEqual([there, here]);
      emulator.rules.queryScope = 'shop';
      expect(idsOf(rowsOf(await api.get(LIST, search)))).toEqual([here]);
    });

    it('fetches by ids in all four encodings of a list', async () => {
      const [a, b] = [add('a'), add('b', { isOnline: false })];
      const start = `${emulator.url}${LIST}?access_token=secret&shop_id=${shop}&fetch_by_ids=true&`;
      const encodings = [
        `ids=${encodeURIComponent(JSON.stringify([a, b]))}`,
        `ids=${a}&ids=${b}`,
        `ids[]=${a}&ids%5B%5D=${b}`,
        `ids=${a},${b}`,
      ];
      for (const encoding of encodings) {
        const answer = JSON.parse((await raw(start + encoding)).text) as { ret: number; msg: string; data: Row[] };
        expect(idsOf(answer.data)).toEqual([b, a]);
      }
    });

    it('leaves unknown and foreign ids out, gives each row once, and lets the limit cut ids too', async () => {
      const ids = Array.from({ length: 40 }, (_, index) => add(`item ${index}`));
      emulator.addShop({ siteId: 5_000_000_003, token: 'foreign', id: 'ForeignShopForei' });
      const foreign = emulator.addCommodity({ shopId: 'ForeignShopForei', title: 'foreign' }).id;
      const asked = JSON.stringify([...ids, ids[0], 'unknownunknownun', foreign]);
      const byIds = { shop_id: shop, fetch_by_ids: 'y', ids: asked };
      expect(rowsOf(await api.get(LIST, byIds))).toHaveLength(32);
      expect(idsOf(rowsOf(await api.get(LIST, { ...byIds, limit: '100' })))).toEqual([...ids].reverse());
      expect((await api.get(LIST, { fetch_by_ids: 'y', ids: asked })).msg).toBe('missing parameter: shop_id');
    });
  });

  describe('in writes', () => {
    const specs = (models: unknown, details: Record<string, unknown>) => ({
      models: JSON.stringify(models),
      model_details: JSON.stringify(details),
    });
    const key = (...pairs: [string, string][]) => JSON.stringify(pairs);
    const unit = (price: number, amount: number) => ({ price, amount });

    it('takes price and stock from the specs, and gives the units in another order than the options', async () => {
      const colours = ['红', '黄', '蓝', '绿'];
      const sizes = ['M', 'L'];
      const details = Object.fromEntries(
        colours.flatMap((colour, row) =>
          sizes.map((size, column) => [key(['尺码', size], ['颜色', colour]), unit(10 + row + column, row)]),
        ),
      );
      const created = rowOf(
        await create({ ...specs({ 颜色: colours, 尺码: sizes }, details), price: '1', amount: '1' }),
      );
      expect(created).toMatchObject({
        price: 10,
        amount: 12,
        models: [
          ['颜色', colours],
          ['尺码', sizes],
        ],
      });
      const names = (created['model_details'] as { name: string }[]).map(({ name }) =>
        (JSON.parse(Buffer.from(name, 'base64').toString()) as [string, string][]).map(([, value]) => value).join(),
      );
      const inOrder = colours.flatMap((colour) => sizes.map((size) => `${colour},${size}`));
      expect([...names].sort()).toEqual([...inOrder].sort());
      expect(names).not.toEqual(inOrder);
    });

    it('goes back to one unit when both specs are empty objects', async () => {
      const id = String(rowOf(await create(specs({ 码: ['1'] }, { [key(['码', '1'])]: unit(5.5, 3) })))['_id']);
      await api.post(UPDATE, { commodity_id: id, price: '9' });
      expect(await info(id)).toMatchObject({ price: 5.5, amount: 3 });
      await api.post(UPDATE, { commodity_id: id, models: '{}', model_details: '{}', price: '7.25', amount: '4' });
      expect(await info(id)).toMatchObject({ price: 7.25, amount: 4, models: [], model_details: {} });
    });

    it.each([
      ['only models', { models: '{"码":["1"]}' }],
      ['only model_details', { model_details: '{"[[\\"码\\",\\"1\\"]]":{"price":1,"amount":1}}' }],
      ['a name that is no option', specs({ 码: ['1'] }, { [key(['尺', '1'])]: unit(1, 1) })],
      ['a value that is no value', specs({ 码: ['1'] }, { [key(['码', '2'])]: unit(1, 1) })],
      ['a combination that is missing', specs({ 码: ['1', '2'] }, { [key(['码', '1'])]: unit(1, 1) })],
      [
        'a combination named twice',
        specs(
          { a: ['1'], b: ['2', '3'] },
          { [key(['a', '1'], ['b', '2'])]: unit(1, 1), [key(['b', '2'], ['a', '1'])]: unit(1, 1) },
        ),
      ],
      ['a unit price below 0.01', specs({ 码: ['1'] }, { [key(['码', '1'])]: unit(0.001, 1) })],
      ['a price as text', specs({ 码: ['1'] }, { [key(['码', '1'])]: { price: '1', amount: 1 } })],
      ['pairs written as an object', specs({ 码: ['1'] }, { '{"码":"1"}': unit(1, 1) })],
      ['a group parameter on an ordinary commodity', { price: '1', amount: '1', group_price: '1' }],
      ['a group buy without members', { type: '200', amount: '1', group_price: '1', n_group_hours: '2' }],
      ['a group buy without stock', { type: '200', group_price: '1', n_group_hours: '2', n_group_members: '2' }],
      [
        'specs on a group buy',
        {
          type: '200',
          group_price: '1',
          n_group_hours: '2',
          n_group_members: '2',
          amount: '1',
          models: '{}',
          model_details: '{}',
        },
      ],
      ['an unknown type', { type: '150', price: '1', amount: '1' }],
      ['no price', { amount: '1' }],
      ['an exponent', { price: '1e2', amount: '1' }],
      ['a category of nowhere', { price: '1', amount: '1', category_ids: '["none"]' }],
    ])('refuses %s, without effect', async (_what, params) => {
      expect((await create(params as Record<string, string>)).ret).toBe(1);
      expect(emulator.journal.effects).toEqual([]);
      expect(emulator.state.commodities.size).toBe(0);
    });

    it('ignores what does not fit when it is not strict', async () => {
      emulator.rules.strict = false;
      const odd = await create({ price: '1', amount: '2', group_price: '1', models: '{"码":["1"]}' });
      expect(rowOf(odd)).toMatchObject({ price: 1, amount: 2, models: [], model_details: {} });
      expect(rowOf(odd)).not.toHaveProperty('group_price');
    });

    it('makes a group buy with its own keys and an ordinary commodity without them', async () => {
      const group = {
        type: '200',
        amount: '9',
        price: '8',
        group_price: '6.5',
        n_group_members: '3',
        n_group_hours: '24',
      };
      const created = rowOf(await create({ ...group, multi_joining: 't' }));
      expect(created).toMatchObject({
        type: 200,
        group_price: 6.5,
        n_group_members: 3,
        n_group_hours: 24,
        multi_joining: true,
      });
      await api.post(UPDATE, { commodity_id: String(created['_id']), group_price: '5' });
      expect(await info(String(created['_id']))).toMatchObject({
        group_price: 5,
        n_group_members: 3,
        multi_joining: true,
      });
      expect(rowOf(await create({ price: '1', amount: '1' }))).not.toHaveProperty('n_group_hours');
    });

    it('tells microseconds when it creates and milliseconds when it reads', async () => {
      const created = rowOf(await create({ price: '1', amount: '1' }));
      expect(created['ctime']).toMatch(/^2025-06-01T08:00:00\.250(?!000)\d{3}$/);
      expect((await info(String(created['_id'])))['ctime']).toBe('2025-06-01T08:00:00.250000');
      time = Date.parse('2025-06-01T00:00:09.000Z');
      await api.post(UPDATE, { commodity_id: String(created['_id']), desc: '' });
      expect((await info(String(created['_id'])))['utime']).toBe('2025-06-01T08:00:09');
    });

    it('changes only what an update names, and answers nothing', async () => {
      const id = String(rowOf(await create({ price: '1', amount: '1', desc: 'd', attachment_urls: 'u' }))['_id']);
      expect((await api.post(UPDATE, { commodity_id: id, is_online: 'on', type: '200', shop_id: 'x' })).data).toBe('');
      expect(await info(id)).toMatchObject({
        title: '碗',
        desc: 'd',
        avatar: 'u',
        is_online: false,
        type: 100,
        shop_id: shop,
      });
      expect((await api.post(UPDATE, { commodity_id: id, title: '' })).ret).toBe(1);
    });

    it('forgets a deleted commodity, and can tell how many remain', async () => {
      const id = add('a');
      add('b');
      emulator.rules.deleteAnswers = 'remaining';
      expect((await api.post('/v2/ec/commodity/delete', { commodity_id: id })).data).toBe(1);
      expect((await api.post('/v2/ec/commodity/delete', { commodity_id: id })).ret).toBe(1);
      expect((await api.get(INFO, { commodity_id: id })).ret).toBe(1);
    });
  });

  describe('in categories', () => {
    it('counts by shelf, newest category first, and leaves [null] where the last one goes', async () => {
      const first = rowOf(await api.post(`${CATEGORY}/create`, { shop_id: shop, title: '茶' }));
      time += 5;
      const second = rowOf(await api.post(`${CATEGORY}/create`, { shop_id: shop, title: '具', desc: 'd' }));
      const tea = String(first['_id']);
      const id = add('a', { categoryIds: [tea] });
      add('b', { categoryIds: [tea], isOnline: false });
      const listed = rowsOf(await api.get(`${CATEGORY}/list`, { shop_id: shop }));
      expect(idsOf(listed)).toEqual([second['_id'], tea]);
      expect(listed[1]).toMatchObject({
        count_commodities: 2,
        count_online_commodities: 1,
        count_offline_commodities: 1,
        desc: null,
      });
      await api.post(UPDATE, { commodity_id: id, is_online: '0' });
      expect(rowOf(await api.get(`${CATEGORY}/info`, { category_id: tea }))).toMatchObject({
        count_offline_commodities: 2,
      });
      await api.post(`${CATEGORY}/delete`, { shop_id: shop, category_id: tea });
      expect((await info(id))['category_ids']).toEqual([null]);
      expect((await api.get(`${CATEGORY}/info`, { category_id: tea })).ret).toBe(1);
    });

    it('goes by the title where no id is sent, if it is the only one, and the switch allows it', async () => {
      emulator.addCategory({ shopId: shop, title: '茶' });
      expect((await api.post(`${CATEGORY}/update`, { shop_id: shop, title: '茶', desc: 'new' })).ret).toBe(0);
      expect(rowsOf(await api.get(`${CATEGORY}/list`, { shop_id: shop }))[0]).toMatchObject({ desc: 'new' });
      emulator.addCategory({ shopId: shop, title: '茶' });
      expect((await api.post(`${CATEGORY}/delete`, { shop_id: shop, title: '茶' })).ret).toBe(1);
      expect((await api.post(`${CATEGORY}/delete`, { shop_id: shop, title: '酒' })).ret).toBe(1);
      emulator.rules.categoryByTitle = false;
      expect((await api.post(`${CATEGORY}/delete`, { shop_id: shop, title: '茶' })).msg).toBe(
        'missing parameter: category_id',
      );
    });

    it('does not take a category for one of another shop', async () => {
      const category = emulator.addCategory({ shopId: shop, title: '茶' });
      const other = emulator.addShop({ siteId: 5_000_000_001, token: 'secret' });
      const answer = await api.post(`${CATEGORY}/delete`, { shop_id: other.id, category_id: category.id });
      expect(answer).toEqual({ ret: 1, msg: 'category not found' });
    });
  });
});
