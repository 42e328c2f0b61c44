import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { start, type TestServer } from '../support/start.js';
import { callsOf, freshShop, type WritableShop, type Written, write } from './kinds.js';

let server: TestServer;
let shop: WritableShop;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
}, 30_000);
afterAll(() => server.stop());

const COMMODITY = `commodity { id version title description keywords globalCategory kind price { amount } originalPrice { amount }
  freight { amount } priceRange { min { amount } max { amount } } totalStock isOnline options { name values }
  variants { selectedOptions { name value } price { amount } stock } images { url } categories { id }
  groupBuy { price { amount } memberCount durationHours allowsRepeatJoin } coupon { startsOn endsOn isAutoRefunded }
  points { isEnabled isPointsOnly maxShare } purchaseLimit unitName usesSiteBuyerSettings }`;
const CREATE = { mutation: 'commodityCreate', inputType: 'CommodityCreateInput', subject: COMMODITY };
const UPDATE = { mutation: 'commodityUpdate', inputType: 'CommodityUpdateInput', subject: COMMODITY };

const CREATED = 'POST /v2/ec/commodity/create';
const UPDATED = 'POST /v2/ec/commodity/update';

const create = (input: object, options: object | null = null) =>
  write(server, shop, CREATE, { shopId: shop.id, title: 'tea', ...input }, options);
const update = (input: object, options: object | null = null) => write(server, shop, UPDATE, input, options);
const single = (amount: string, stock = 5) => ({ single: { price: { amount }, stock } });
const unit = (options: Record<string, string>, amount = '10', stock = 1) => ({
  selectedOptions: Object.entries(options).map(([name, value]) => ({ name, value })),
  price: { amount },
  stock,
});
const paths = ({ payload }: Written) => payload.userErrors.map(({ code, path }) => [code, path.join('.')]);
/** Parameters of the last call of an operation. */
const sent = (operation: string): Readonly<Record<string, unknown>> =>
  server.kuaizhan.journal.entries.findLast(
    (entry) => entry.caller.label === shop.label && entry.operation === operation,
  )?.params ?? {};
const add = (draft: object = {}): string =>
  shop.gid('Commodity', server.kuaizhan.addCommodity({ shopId: shop.shopId, title: 'old', price: 9, ...draft }).id);

describe('goods', () => {
  beforeAll(async () => {
    shop = await freshShop(server);
  });

  it('with everything said come back as they were said', async () => {
    const category = server.kuaizhan.addCategory({ shopId: shop.shopId, title: 'green' });
    const { payload } = await create({
      description: 'first flush',
      imageUrls: ['https://img.example.com/1.jpg', 'https://img.example.com/2.jpg'],
      globalCategory: '食品/茶',
      categoryIds: [shop.gid('CommodityCategory', category.id)],
      keywords: 'tea green',
      goods: { single: { price: { amount: '34.50' }, stock: 99, usesSiteBuyerSettings: true } },
      originalPrice: { amount: '43' },
      freight: { amount: '0.00' },
      isOnline: true,
      points: { isEnabled: true, maxShare: 0.5 },
      purchaseLimit: 3,
      unitName: '罐',
    });
    expect(payload['commodity']).toMatchObject({
      title: 'tea',
      description: 'first flush',
      keywords: 'tea green',
      globalCategory: '食品/茶',
      kind: 'ORDINARY',
      price: { amount: '34.50' },
      originalPrice: { amount: '43.00' },
      freight: { amount: '0.00' },
      totalStock: 99,
      isOnline: true,
      options: [],
      variants: [{ selectedOptions: [], price: { amount: '34.50' }, stock: 99 }],
      images: [{ url: 'https://img.example.com/1.jpg' }, { url: 'https://img.example.com/2.jpg' }],
      categories: [{ id: shop.gid('CommodityCategory', category.id) }],
      points: { isEnabled: true, isPointsOnly: false, maxShare: 0.5 },
      purchaseLimit: 3,
      unitName: '罐',
      usesSiteBuyerSettings: true,
    });
  });

  it('with options are written as the platform wants them and read back by their options', async () => {
    const variants = [
      unit({ 颜色: '红', 尺码: 'M' }, '10.01', 1),
      unit({ 颜色: '红', 尺码: 'XL' }, '10.02', 2),
      unit({ 尺码: 'M', 颜色: '黄' }, '10.03', 3),
      unit({ 尺码: 'XL', 颜色: '黄' }, '10.04', 4),
    ];
    const { payload } = await create({ goods: { withOptions: { variants } } });
    expect(payload.userErrors).toEqual([]);
    expect(JSON.parse(String(sent(CREATED)['models']))).toEqual({ 颜色: ['红', '黄'], 尺码: ['M', 'XL'] });
    expect(JSON.parse(String(sent(CREATED)['model_details']))).toEqual({
      '[["颜色","红"],["尺码","M"]]': { price: 10.01, amount: 1 },
      '[["颜色","红"],["尺码","XL"]]': { price: 10.02, amount: 2 },
      '[["颜色","黄"],["尺码","M"]]': { price: 10.03, amount: 3 },
      '[["颜色","黄"],["尺码","XL"]]': { price: 10.04, amount: 4 },
    });
    expect(sent(CREATED)).not.toHaveProperty('price');
    const { commodity } = payload;
    expect(commodity.options).toEqual([
      { name: '颜色', values: ['红', '黄'] },
      { name: '尺码', values: ['M', 'XL'] },
    ]);
    expect(commodity).toMatchObject({
      totalStock: 10,
      priceRange: { min: { amount: '10.01' }, max: { amount: '10.04' } },
    });
    const read = new Map(
      commodity.variants.map((one: { selectedOptions: { value: string }[]; price: object; stock: number }) => [
        one.selectedOptions.map(({ value }) => value).join('/'),
        [one.price, one.stock],
      ]),
    );
    expect(read.get('黄/XL')).toEqual([{ amount: '10.04' }, 4]);
    expect(read.size).toBe(4);
  });

  it.each([
    ['a combination missing', [unit({ a: '1', b: '1' }), unit({ a: '2', b: '2' })], ''],
    ['the same options in another order', [unit({ a: '1', b: '1' }), unit({ b: '1', a: '1' })], '.1.selectedOptions'],
    ['other options than the first', [unit({ a: '1' }), unit({ b: '2' })], '.1.selectedOptions'],
    ['no options', [unit({})], '.0.selectedOptions'],
    ['no units', [], ''],
    ['a price of nothing', [unit({ a: '1' }, '0')], '.0.price.amount'],
    ['a stock below nothing', [unit({ a: '1' }, '1', -1)], '.0.stock'],
    ['an option without a name', [unit({ '': '1' })], '.0.selectedOptions.0.name'],
    ['an option without a value', [unit({ a: '' })], '.0.selectedOptions.0.value'],
    [
      'an option named twice',
      [
        {
          ...unit({}),
          selectedOptions: [
            { name: 'a', value: '1' },
            { name: 'a', value: '2' },
          ],
        },
      ],
      '.0.selectedOptions',
    ],
    ['more than 600 units', Array.from({ length: 601 }, (_, index) => unit({ a: String(index) })), ''],
  ])('with %s are refused with the path, and nothing is sent', async (_case, variants, below) => {
    const before = callsOf(server, shop).length;
    const created = await create({ goods: { withOptions: { variants } } });
    const updated = await update({ id: shop.gid('Commodity', 'any'), goods: { withOptions: { variants } } });
    const path = `input.goods.withOptions.variants${below}`;
    expect(paths(created)).toContainEqual(['INVALID_INPUT', path]);
    expect(paths(updated)).toContainEqual(['INVALID_INPUT', path]);
    expect(callsOf(server, shop).length).toBe(before);
  });

  it('go from options to a single unit, which clears the options', async () => {
    const created = await create({ goods: { withOptions: { variants: [unit({ a: '1' }), unit({ a: '2' })] } } });
    const { id } = created.payload['commodity'];
    const { payload } = await update({ id, goods: single('8.88', 3) });
    expect(payload.userErrors).toEqual([]);
    expect(sent(UPDATED)).toMatchObject({ models: '{}', model_details: '{}', price: '8.88', amount: '3' });
    expect(payload['commodity']).toMatchObject({ options: [], price: { amount: '8.88' }, totalStock: 3 });
    expect(payload['commodity'].variants).toHaveLength(1);
  });

  it('given as null clear the options alone', async () => {
    const created = await create({ goods: { withOptions: { variants: [unit({ a: '1' }), unit({ a: '2' })] } } });
    const { payload } = await update({ id: created.payload['commodity'].id, goods: null });
    expect(sent(UPDATED)).toEqual({ commodity_id: expect.any(String), models: '{}', model_details: '{}' });
    expect(payload['commodity'].options).toEqual([]);
  });

  it('go from a single unit to options', async () => {
    const variants = [unit({ a: '1' }, '2.50', 4), unit({ a: '2' }, '3.50', 6)];
    const { payload } = await update({ id: add(), goods: { withOptions: { variants } } });
    expect(payload.userErrors).toEqual([]);
    expect(payload['commodity']).toMatchObject({ totalStock: 10, options: [{ name: 'a', values: ['1', '2'] }] });
  });

  it('in a group buy carry its rules, which can be changed', async () => {
    const groupBuy = {
      price: { amount: '9' },
      groupPrice: { amount: '7.77' },
      stock: 50,
      memberCount: 3,
      durationHours: 24,
    };
    const created = await create({ goods: { groupBuy: { ...groupBuy, allowsRepeatJoin: true } } });
    expect(created.payload.userErrors).toEqual([]);
    expect(created.payload['commodity']).toMatchObject({
      kind: 'GROUP_BUY',
      totalStock: 50,
      groupBuy: { price: { amount: '7.77' }, memberCount: 3, durationHours: 24, allowsRepeatJoin: true },
    });
    const { id } = created.payload['commodity'];
    const changed = await update({
      id,
      goods: { groupBuy: { ...groupBuy, groupPrice: { amount: '6.66' }, memberCount: 4 } },
    });
    expect(changed.payload.userErrors).toEqual([]);
    expect(changed.payload['commodity'].groupBuy).toMatchObject({ price: { amount: '6.66' }, memberCount: 4 });
  });

  it('in a coupon carry its days, which cannot be changed', async () => {
    const coupon = { price: { amount: '50' }, stock: 10, startsOn: '2030-01-01', endsOn: '2030-02-01' };
    const created = await create({ goods: { coupon: { ...coupon, isAutoRefunded: true } } });
    expect(created.payload.userErrors).toEqual([]);
    expect(sent(CREATED)).toMatchObject({
      coupon_start_date: '2030-01-01',
      coupon_end_date: '2030-02-01',
      coupon_auto_refund: 'true',
    });
    const before = callsOf(server, shop).length;
    expect(paths(await create({ goods: { coupon: { ...coupon, endsOn: '2029-12-31' } } }))).toEqual([
      ['INVALID_INPUT', 'input.goods.coupon.endsOn'],
    ]);
    expect(paths(await update({ id: add(), goods: { coupon } }))).toEqual([
      ['UNSUPPORTED_COMBINATION', 'input.goods.coupon'],
    ]);
    expect(callsOf(server, shop).length).toBe(before);
  });

  it('with options take no price before discount', async () => {
    const goods = { withOptions: { variants: [unit({ a: '1' })] } };
    const originalPrice = { amount: '20' };
    const before = callsOf(server, shop).length;
    expect(paths(await create({ goods, originalPrice }))).toEqual([['UNSUPPORTED_COMBINATION', 'input.originalPrice']]);
    expect(paths(await update({ id: add(), goods, originalPrice }))).toEqual([
      ['UNSUPPORTED_COMBINATION', 'input.originalPrice'],
    ]);
    expect(callsOf(server, shop).length).toBe(before);
  });
});

describe('money', () => {
  beforeAll(async () => {
    shop = await freshShop(server);
  });

  it.each(['0', '0.00', '-1', '-0.01', '0.001', '0.005', '1.999', '12345678901234.00'])(
    'of %s is no price, and nothing is sent',
    async (amount) => {
      const refused = await create({ goods: single(amount) });
      expect(paths(refused)).toEqual([['INVALID_INPUT', 'input.goods.single.price.amount']]);
      expect(refused.payload.userErrors[0].constraint).toMatch(/>= 0\.01|at most two decimals/);
      expect(callsOf(server, shop)).toEqual([]);
    },
  );

  it('in another currency is refused', async () => {
    const goods = { single: { price: { amount: '1', currencyCode: 'USD' }, stock: 1 } };
    expect(paths(await create({ goods }))).toEqual([['INVALID_INPUT', 'input.goods.single.price.currencyCode']]);
    expect(callsOf(server, shop)).toEqual([]);
  });

  it('of any value of cents arrives to the cent', async () => {
    const fen = fc.sample(fc.integer({ min: 1, max: 99_999_999_99 }), { numRuns: 20, seed: 7 });
    for (const cents of [1, 29, 115, 10_001, 999_999_999_99, ...fen].slice(0, 16)) {
      const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
      const { payload } = await create({ goods: single(amount), freight: { amount } });
      expect(payload['commodity']).toMatchObject({ price: { amount }, freight: { amount } });
      expect([sent(CREATED)['price'], sent(CREATED)['freight']]).toEqual([String(cents / 100), String(cents / 100)]);
    }
  });

  it('wrong in several places is told in every place at once', async () => {
    const variants = [unit({ a: '1' }, '0'), unit({ a: '2' }, '1.234'), unit({ a: '3' }, '5')];
    const refused = await create({ goods: { withOptions: { variants } }, freight: { amount: '-3' } });
    expect(paths(refused)).toEqual([
      ['INVALID_INPUT', 'input.goods.withOptions.variants.0.price.amount'],
      ['INVALID_INPUT', 'input.goods.withOptions.variants.1.price.amount'],
      ['INVALID_INPUT', 'input.freight.amount'],
    ]);
  });
});

describe('null in an update', () => {
  beforeAll(async () => {
    shop = await freshShop(server);
  });

  it('clears texts and lists, and leaves what is absent', async () => {
    const category = server.kuaizhan.addCategory({ shopId: shop.shopId, title: 'c' });
    const id = add({
      desc: 'words',
      keywords: 'k',
      globalCategory: 'g',
      imageUrls: ['https://img.example.com/1.jpg'],
      categoryIds: [category.id],
    });
    const change = { description: null, keywords: null, globalCategory: null, imageUrls: null, categoryIds: null };
    const { payload } = await update({ id, ...change });
    expect(payload.userErrors).toEqual([]);
    expect(sent(UPDATED)).toEqual({
      commodity_id: expect.any(String),
      desc: '',
      keywords: '',
      global_category: '',
      attachment_urls: '[]',
      category_ids: '[]',
    });
    expect(payload['commodity']).toMatchObject({ title: 'old', price: { amount: '9.00' }, images: [], categories: [] });
    for (const name of ['description', 'keywords', 'globalCategory'])
      expect(payload['commodity'][name] || null).toBeNull();
  });

  it.each(['title', 'originalPrice', 'freight', 'isOnline'])('cannot clear %s', async (name) => {
    const before = callsOf(server, shop).length;
    expect(paths(await update({ id: add(), [name]: null }))).toEqual([['UNSUPPORTED_COMBINATION', `input.${name}`]]);
    expect(callsOf(server, shop).length).toBe(before);
  });

  it('of nothing at all is refused', async () => {
    expect(paths(await update({ id: add() }))).toEqual([['INVALID_INPUT', 'input']]);
  });
});
