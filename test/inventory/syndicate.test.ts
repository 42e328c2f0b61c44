import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DY_CREATE,
  DY_PROPERTIES,
  DY_READ,
  DY_UPLOAD,
  idOf,
  KZ_CREATE,
  KZ_READ,
  type SyndicateBench,
  startSyndicate,
} from './syndicate-bench.js';
import { FOREIGN, newTitle, OWN, PHONE, shirt, TO_DOUYIN, tea, variant } from './syndicate-goods.js';

let bench: SyndicateBench;
beforeAll(async () => {
  bench = await startSyndicate();
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(() => {
  bench.server.douyin.faults.clear();
  bench.server.kuaizhan.faults.clear();
});

describe('an item', () => {
  it('goes from Kuaizhan to Kuaizhan with all that is not of its shop', async () => {
    const title = newTitle();
    const categories = await bench.server.ask(
      'query ($id: ID!) { shop(by: { id: $id }) { commodityCategories { id } } }',
      { id: idOf(bench.kuaizhan[0]) },
    );
    const categoryIds = [categories.data.shop.commodityCategories[0].id];
    const sourceId = await bench.addCommodity(tea(title, { categoryIds, freight: { amount: '5.50' } }));
    const { results } = await bench.copy({ sourceId, shopIds: [idOf(bench.kuaizhan[1])] });
    const [copy, ...others] = bench.commodities(bench.kuaizhan[1], title);
    expect(others).toEqual([]);
    expect(results).toEqual([
      {
        shop: { id: idOf(bench.kuaizhan[1]), platform: 'KUAIZHAN' },
        item: { id: `gid://v1/Commodity/${bench.kuaizhan[1].key}/${copy?.id}` },
        status: 'SUCCEEDED',
        droppedPaths: ['categories'],
        userErrors: [],
      },
    ]);
    expect(bench.server.allCalls()).toEqual([KZ_READ, KZ_CREATE]);
    expect(bench.forms(KZ_CREATE)).toEqual([
      {
        shop_id: bench.kuaizhan[1].attributes['shopId'],
        title,
        type: '100',
        desc: '岩骨花香',
        attachment_urls: JSON.stringify([OWN]),
        global_category: '食品/茶饮',
        keywords: '岩茶',
        models: '{"净含量":["50g","100g"]}',
        model_details:
          '{"[[\\"净含量\\",\\"50g\\"]]":{"price":59.9,"amount":3},"[[\\"净含量\\",\\"100g\\"]]":{"price":99,"amount":4}}',
        use_buyer_settings: 'false',
        freight: '5.5',
        is_online: 'false',
        enable_score: 'true',
        only_use_score: 'false',
        proportion_of_score: '0.1',
        unit_name: '罐',
        max_count_of_purchase: '6',
        enable_purchase_limit: 'true',
      },
    ]);
  });

  it('goes from Kuaizhan to Douyin without what Douyin cannot hold', async () => {
    const title = newTitle();
    const description = `<p>岩骨花香</p><img src="${OWN}?a=1&amp;b=2">`;
    const sourceId = await bench.addCommodity(tea(title, { description }));
    const { results } = await bench.copy({
      sourceId,
      shopIds: [idOf(bench.douyin[1])],
      douyin: [{ shopId: idOf(bench.douyin[1]), ...TO_DOUYIN }],
    });
    const [copy] = bench.products(bench.douyin[1], title);
    expect(results).toMatchObject([
      {
        item: { id: `gid://v1/Product/${bench.douyin[1].key}/${copy?.id}` },
        status: 'SUCCEEDED',
        droppedPaths: ['description', 'globalCategory', 'keywords', 'points', 'unitName'],
        userErrors: [],
      },
    ]);
    expect(bench.server.allCalls()).toEqual([KZ_READ, DY_PROPERTIES, DY_CREATE]);
    expect(bench.bodies(DY_CREATE)).toEqual([
      {
        category_leaf_id: 20111,
        commit: false,
        description: `${OWN}?a=1&b=2`,
        freight_id: 0,
        limit_per_buyer: 6,
        mobile: PHONE,
        name: title,
        pic: OWN,
        product_format_new: '{"1687":[{"diy_type":0,"name":"其他","value":1299}]}',
        product_type: 0,
        reduce_type: 1,
        spec_prices:
          '[{"code":"","price":5990,"spec_detail_name1":"50g","spec_detail_name2":"","spec_detail_name3":"","stock_num":3},' +
          '{"code":"","price":9900,"spec_detail_name1":"100g","spec_detail_name2":"","spec_detail_name3":"","stock_num":4}]',
        specs: '净含量|50g,100g',
        standard_brand_id: 596120136,
      },
    ]);
  });

  it('goes from Douyin to Kuaizhan without merchant codes and what else Kuaizhan cannot hold', async () => {
    const title = newTitle();
    const sourceId = await bench.addProduct(shirt(title));
    const { results } = await bench.copy({ sourceId, shopIds: [idOf(bench.kuaizhan[0])], publish: true });
    expect(results).toMatchObject([
      {
        status: 'SUCCEEDED',
        droppedPaths: ['skus.0.merchantCode', 'outerId', 'categoryPath', 'brand', 'attributes', 'deliveryDelayDays'],
        userErrors: [],
      },
    ]);
    expect(bench.server.allCalls()).toEqual([KZ_CREATE, DY_READ]);
    expect(bench.forms(KZ_CREATE)).toEqual([
      {
        shop_id: bench.kuaizhan[0].attributes['shopId'],
        title,
        type: '100',
        desc: `<img src="${OWN}" style="width:100%;">`,
        attachment_urls: JSON.stringify([OWN]),
        models: '{"颜色":["红","蓝"]}',
        model_details:
          '{"[[\\"颜色\\",\\"红\\"]]":{"price":59.9,"amount":5},"[[\\"颜色\\",\\"蓝\\"]]":{"price":69.9,"amount":5}}',
        use_buyer_settings: 'false',
        freight: '0',
        is_online: 'true',
      },
    ]);
  });

  it('goes from Douyin to Douyin with its category, brand, attributes and codes', async () => {
    const title = newTitle();
    const input = shirt(title, { stockReduction: 'ON_PAYMENT' });
    const sourceId = await bench.addProduct(input);
    const shopIds = [idOf(bench.douyin[1])];
    const { results } = await bench.copy({ sourceId, shopIds, publish: true, douyin: [{ servicePhone: PHONE }] });
    expect(results).toMatchObject([{ status: 'SUCCEEDED', droppedPaths: [], userErrors: [] }]);
    expect(bench.server.allCalls()).toEqual([DY_READ, DY_CREATE]);
    expect(bench.bodies(DY_CREATE)).toMatchObject([
      {
        category_leaf_id: 20283,
        commit: true,
        delivery_delay_day: 2,
        outer_product_id: input.outerId,
        product_format_new: '{"1687":[{"diy_type":0,"name":"棉","value":1234}]}',
        reduce_type: 2,
        spec_prices: expect.stringContaining('"code":"TEE-RED"'),
        standard_brand_id: 14133,
      },
    ]);
    expect(bench.products(bench.douyin[1], title)[0]?.checkStatus).toBe(2);
  });

  it('without options gets the one option that Douyin requires, and its pictures are brought there', async () => {
    const title = newTitle();
    const imageUrls = [FOREIGN, ...[1, 2, 3, 4, 5].map((at) => `${OWN}?${at}`)];
    const sourceId = await bench.addCommodity({
      title,
      imageUrls,
      goods: { single: { price: { amount: '9.90' }, stock: 7 } },
    });
    const { results } = await bench.copy({ sourceId, shopIds: [idOf(bench.douyin[0])], douyin: [TO_DOUYIN] });
    expect(results).toMatchObject([{ status: 'SUCCEEDED', droppedPaths: [] }]);
    expect(bench.bodies(DY_UPLOAD)).toMatchObject([{ url: FOREIGN }]);
    const [copy] = bench.products(bench.douyin[0], title);
    expect(copy?.content.pics).toHaveLength(5);
    expect(copy?.content.description).toEqual([`${OWN}?5`]);
    expect(copy?.content.specs.map(({ name, values }) => [name, values.map((value) => value.name)])).toEqual([
      ['规格', ['默认']],
    ]);
  }, 15_000);

  it('that is a group buy is sold alone on Douyin, and a coupon not at all', async () => {
    const groupBuy = {
      price: { amount: '20' },
      groupPrice: { amount: '15' },
      stock: 9,
      memberCount: 2,
      durationHours: 24,
    };
    const group = await bench.addCommodity({ title: newTitle(), imageUrls: [OWN], goods: { groupBuy } });
    const coupon = await bench.addCommodity({
      title: newTitle(),
      imageUrls: [OWN],
      goods: { coupon: { price: { amount: '8' }, stock: 1, startsOn: '2026-01-01', endsOn: '2026-12-31' } },
    });
    const shopIds = [idOf(bench.douyin[0]), idOf(bench.kuaizhan[1])];
    const wish = { shopIds, priceMarkup: 0.1, douyin: [TO_DOUYIN] };
    const sold = await bench.copy({ sourceId: group, ...wish });
    expect(sold.results).toMatchObject([
      { status: 'SUCCEEDED', droppedPaths: ['groupBuy', 'groupBuy.allowsMultipleOpening'] },
      { status: 'SUCCEEDED', droppedPaths: ['groupBuy.allowsMultipleOpening'] },
    ]);
    expect(bench.bodies(DY_CREATE)).toMatchObject([{ spec_prices: expect.stringContaining('"price":2200') }]);
    expect(bench.forms(KZ_CREATE)).toMatchObject([
      { type: '200', price: '22', group_price: '16.5', n_group_members: '2' },
    ]);
    const refused = await bench.copy({ sourceId: coupon, ...wish });
    expect(refused.results).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'NOT_SUPPORTED_UPSTREAM' }] },
      { status: 'SUCCEEDED' },
    ]);
    expect(bench.forms(KZ_CREATE)).toMatchObject([{ coupon_start_date: '2026-01-01', coupon_end_date: '2026-12-31' }]);
  });
});

describe('the price of a copy', () => {
  it('is marked up exactly, half a fen up, and never nothing', async () => {
    const goods = {
      withOptions: {
        variants: [
          variant('a', '0.01', 1),
          variant('b', '0.30', 1),
          variant('c', '12.34', 1),
          variant('d', '9999999.99', 1),
        ],
      },
    };
    const sourceId = await bench.addCommodity({ title: newTitle(), goods });
    const pricesAt = async (priceMarkup: number) => {
      await bench.copy({ sourceId, shopIds: [idOf(bench.kuaizhan[1])], priceMarkup });
      const [form] = bench.forms(KZ_CREATE);
      return Object.values(JSON.parse(String(form?.['model_details'])) as Record<string, { price: number }>).map(
        ({ price }) => price,
      );
    };
    expect(await pricesAt(0.05)).toEqual([0.01, 0.32, 12.96, 10_499_999.99]);
    expect(await pricesAt(-0.9)).toEqual([0.01, 0.03, 1.23, 1_000_000]);
    expect(await pricesAt(0.0001)).toEqual([0.01, 0.3, 12.34, 10_000_999.99]);
  });

  it.each([-1, 0.00001, 10.5])('is not changed by %d', async (priceMarkup) => {
    const sourceId = await bench.addCommodity(tea(newTitle()));
    const { userErrors, results } = await bench.copy({ sourceId, shopIds: [idOf(bench.kuaizhan[1])], priceMarkup });
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'priceMarkup'] }]);
    expect(results).toEqual([]);
    expect(bench.server.allCalls()).toEqual([]);
  });
});

describe('a dry run', () => {
  it('shows the very calls that are made, and what each copy will not have', async () => {
    const sourceId = await bench.addCommodity(tea(newTitle(), { imageUrls: [OWN] }));
    const shopIds = [idOf(bench.kuaizhan[1]), idOf(bench.douyin[0]), idOf(bench.kuaizhan[0])];
    const input = { sourceId, shopIds, priceMarkup: 0.07, douyin: [TO_DOUYIN] };
    const { plan, results } = await bench.copy(input, { dryRun: true });
    expect(results).toMatchObject([
      { status: 'SKIPPED', item: null, droppedPaths: [], userErrors: [] },
      { status: 'SKIPPED', droppedPaths: ['description', 'globalCategory', 'keywords', 'points', 'unitName'] },
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT' }] },
    ]);
    expect(bench.server.allCalls()).toEqual([KZ_READ, DY_PROPERTIES]);
    const calls = plan?.calls ?? [];
    expect(calls.map(({ endpoint, shopId }) => [endpoint, shopId])).toEqual([
      ['GET /v2/ec/commodity/info', shopIds[2]],
      ['POST /v2/ec/commodity/create', shopIds[0]],
      ['POST product/getCatePropertyV2', shopIds[1]],
      ['POST product/addV2', shopIds[1]],
    ]);
    expect(plan?.totalCalls).toBe(4);
    await bench.copy(input);
    expect(bench.server.allCalls()).toEqual([KZ_READ, KZ_CREATE, DY_PROPERTIES, DY_CREATE]);
    expect(bench.bodies(DY_CREATE)).toEqual([calls[3]?.body]);
    const sent = Object.entries(calls[1]?.body ?? {}).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]);
    expect(bench.forms(KZ_CREATE)).toEqual([Object.fromEntries(sent)]);
  });
});
