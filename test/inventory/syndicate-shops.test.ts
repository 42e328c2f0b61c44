import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DY_CREATE,
  DY_PROPERTIES,
  DY_READ,
  idOf,
  KZ_CREATE,
  KZ_READ,
  type SyndicateBench,
  startSyndicate,
} from './syndicate-bench.js';
import { newTitle, PHONE, shirt, TO_DOUYIN, tea, variant } from './syndicate-goods.js';

let bench: SyndicateBench;
beforeAll(async () => {
  bench = await startSyndicate();
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(() => {
  bench.server.douyin.faults.clear();
  bench.server.kuaizhan.faults.clear();
});

describe('a shop', () => {
  it('for which something is missing fails alone, and nothing is sent to it', async () => {
    const sourceId = await bench.addCommodity(tea(newTitle(), { freight: { amount: '8' } }));
    const shopIds = [idOf(bench.douyin[0]), idOf(bench.kuaizhan[1]), idOf(bench.douyin[1])];
    const douyin = [{ shopId: idOf(bench.douyin[1]), servicePhone: PHONE }];
    const { results, userErrors } = await bench.copy({ sourceId, shopIds, douyin });
    expect(userErrors).toEqual([]);
    expect(results.map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED', 'FAILED']);
    expect(results[0]?.userErrors).toMatchObject([
      {
        __typename: 'InputError',
        code: 'INVALID_INPUT',
        path: ['input', 'douyin', 'categoryNativeId'],
        shopId: shopIds[0],
      },
      { code: 'INVALID_INPUT', path: ['input', 'douyin', 'servicePhone'] },
      { code: 'INVALID_INPUT', path: ['input', 'douyin', 'freightTemplateId'] },
    ]);
    expect(results[2]?.userErrors).toMatchObject([
      { path: ['input', 'douyin', '0', 'categoryNativeId'] },
      { path: ['input', 'douyin', '0', 'freightTemplateId'] },
    ]);
    expect(bench.server.allCalls()).toEqual([KZ_READ, KZ_CREATE]);
  });

  it('is told of a title that it cannot show, and takes another one', async () => {
    const title = '短';
    const sourceId = await bench.addCommodity(tea(title));
    const input = { sourceId, shopIds: [idOf(bench.douyin[0])] };
    const short = await bench.copy({ ...input, douyin: [TO_DOUYIN] });
    expect(short.results).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'douyin', '0', 'title'] }] },
    ]);
    const longer = newTitle();
    const mended = await bench.copy({ ...input, douyin: [{ ...TO_DOUYIN, title: longer }] });
    expect(mended.results).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(bench.products(bench.douyin[0], longer)).toHaveLength(1);
  });

  it('is told which part of the item it refuses', async () => {
    const goods = { withOptions: { variants: [variant('50g', '1', 1), variant('a|b', '2', 1)] } };
    const sourceId = await bench.addCommodity(tea(newTitle(), { goods }));
    const { results } = await bench.copy({ sourceId, shopIds: [idOf(bench.douyin[0])], douyin: [TO_DOUYIN] });
    expect(results).toMatchObject([
      {
        status: 'FAILED',
        userErrors: [
          {
            code: 'INVALID_INPUT',
            path: ['input', 'sourceId'],
            message: 'variants.1 of the item: Options and values are without | , ^.',
          },
        ],
      },
    ]);
    expect(bench.server.allCalls()).not.toContain(DY_CREATE);
  });

  it('needs the freight where a template says it in the source', async () => {
    const title = newTitle();
    const sourceId = await bench.addProduct(shirt(title, { freightTemplateId: '77001' }));
    const shopIds = [idOf(bench.kuaizhan[0])];
    const untold = await bench.copy({ sourceId, shopIds });
    expect(untold.results).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'kuaizhan', 'freight'] }] },
    ]);
    expect(bench.server.allCalls()).toEqual([DY_READ]);
    await bench.copy({ sourceId, shopIds, kuaizhan: [{ freight: { amount: '6.00' } }] });
    expect(bench.forms(KZ_CREATE)).toMatchObject([{ freight: '6' }]);
  });

  it('that refuses, and one that is down, take nothing from the others', async () => {
    const sourceId = await bench.addCommodity(tea(newTitle()));
    const shopIds = [idOf(bench.douyin[0]), idOf(bench.douyin[1]), idOf(bench.kuaizhan[1])];
    const { nativeId } = bench.douyin[1];
    bench.server.douyin.faults.set([
      { match: { operation: DY_PROPERTIES, shop: nativeId }, fault: 'http_status', status: 503 },
    ]);
    const douyin = [
      { ...TO_DOUYIN, shopId: shopIds[0], categoryNativeId: '20110', attributes: TO_DOUYIN.attributes },
      { ...TO_DOUYIN, shopId: shopIds[1] },
    ];
    const { results } = await bench.copy({ sourceId, shopIds, douyin });
    expect(results).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'douyin', '0', 'categoryNativeId'] }] },
      { status: 'FAILED', userErrors: [{ code: 'UPSTREAM_UNAVAILABLE', shopId: shopIds[1] }] },
      { status: 'SUCCEEDED', userErrors: [] },
    ]);
  }, 15_000);

  it('that is the source, and one that is named twice, get no copy', async () => {
    const title = newTitle();
    const sourceId = await bench.addCommodity(tea(title));
    const shopIds = [idOf(bench.kuaizhan[0]), idOf(bench.kuaizhan[1]), idOf(bench.kuaizhan[1])];
    const { results } = await bench.copy({ sourceId, shopIds });
    expect(results).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'shopIds', '0'] }] },
      { status: 'SUCCEEDED' },
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'shopIds', '2'] }] },
    ]);
    expect(bench.commodities(bench.kuaizhan[0], title)).toHaveLength(1);
    expect(bench.commodities(bench.kuaizhan[1], title)).toHaveLength(1);
  });

  it('that is suspended is told of, and its neighbours get their copies', async () => {
    const { registry } = bench.server.foundation;
    const sourceId = await bench.addCommodity(tea(newTitle()));
    await registry.updateShop(bench.douyin[1].key, { status: 'SUSPENDED' });
    try {
      const shopIds = [idOf(bench.douyin[1]), idOf(bench.kuaizhan[1])];
      const { results } = await bench.copy({ sourceId, shopIds });
      expect(results).toMatchObject([
        { status: 'FAILED', userErrors: [{ code: 'SHOP_SUSPENDED' }] },
        { status: 'SUCCEEDED' },
      ]);
    } finally {
      await registry.updateShop(bench.douyin[1].key, { status: 'ACTIVE' });
    }
  });
});

describe('who asks', () => {
  it('copies to and from its own shops alone, and nothing is sent when one is not', async () => {
    const sourceId = await bench.addCommodity(tea(newTitle()));
    const mine = idOf(bench.kuaizhan[1]);
    const key = await bench.server.makeKey(['catalog:write'], [bench.kuaizhan[0].key, bench.kuaizhan[1].key]);
    const shopIds = [mine, 'gid://v1/Shop/snone/snone', idOf(bench.douyin[0]), 'nonsense'];
    const foreign = await bench.copy({ sourceId, shopIds }, null, { key });
    expect(foreign).toMatchObject({
      results: [],
      userErrors: [
        { code: 'NOT_FOUND', path: ['input', 'shopIds', '1'] },
        { code: 'PERMISSION_DENIED', path: ['input', 'shopIds', '2'] },
        { code: 'NOT_FOUND', path: ['input', 'shopIds', '3'] },
      ],
    });
    expect(bench.server.allCalls()).toEqual([]);
    const product = await bench.addProduct(shirt(newTitle()));
    const hidden = await bench.copy({ sourceId: product, shopIds: [mine] }, null, { key });
    expect(hidden.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'sourceId'] }]);
    const reader = await bench.server.makeKey(['stock:write']);
    const unscoped = await bench.copy({ sourceId, shopIds: [mine] }, null, { key: reader });
    expect(unscoped.userErrors).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    expect(bench.server.allCalls()).toEqual([]);
  });

  it('is told of what is no item, of a missing one, of no shops and of settings for no shop', async () => {
    const { key } = bench.kuaizhan[0];
    const shopIds = [idOf(bench.kuaizhan[1])];
    const none = await bench.copy({ sourceId: idOf(bench.kuaizhan[0]), shopIds });
    expect(none.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'sourceId'] }]);
    const gone = await bench.copy({ sourceId: `gid://v1/Commodity/${key}/AAAAAAAAAAAAAAAA`, shopIds });
    expect(gone.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'sourceId'] }]);
    expect(bench.server.allCalls()).toEqual([KZ_READ]);
    const sourceId = await bench.addCommodity(tea(newTitle()));
    const empty = await bench.copy({ sourceId, shopIds: [] });
    expect(empty.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'shopIds'] }]);
    const douyin = [{ servicePhone: PHONE }, { shopId: idOf(bench.douyin[0]) }];
    const useless = await bench.copy({ sourceId, shopIds, douyin });
    expect(useless.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'douyin', '0', 'shopId'] },
      { code: 'INVALID_INPUT', path: ['input', 'douyin', '1', 'shopId'] },
    ]);
    const version = await bench.copy({ sourceId, shopIds }, { expectedVersion: 'x' });
    expect(version.userErrors).toMatchObject([
      { code: 'UNSUPPORTED_COMBINATION', path: ['options', 'expectedVersion'] },
    ]);
    expect(bench.server.allCalls()).toEqual([]);
  });
});
