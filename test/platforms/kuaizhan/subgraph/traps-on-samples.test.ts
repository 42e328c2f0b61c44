import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type OnSamples, sampleData, startOnSamples } from './start-on-samples.js';

const INFO = '/v2/ec/commodity/info';
const COMMODITY = `query ($id: ID!) {
  commodity(id: $id) {
    version title description kind kindCode price { amount } originalPrice { amount } priceRange { min { amount } }
    totalStock salesVolume freight { amount } freightTemplateId isOnline isPassed purchaseLimit unitName images { url }
    options { name values } variants { id selectedOptions { name value } price { amount } stock }
    groupBuy { memberCount } coupon { startsOn } points { isEnabled maxShare } categories { title }
    createdAt updatedAt stateCodes
  }
}`;

/** A commodity with options as every read shows it: the sample of its creation, and the shop that reads add. */
const withOptions = (): Record<string, unknown> => ({
  ...sampleData('commodity-create'),
  shop: sampleData('commodity-info')['shop'],
});

describe("traps of the platform, on the platform's own samples", () => {
  let server: OnSamples;
  beforeAll(async () => {
    server = await startOnSamples();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.restore());

  const read = async (row: Record<string, unknown>) => {
    server.answerData(INFO, row);
    const answer = await server.ask(COMMODITY, { id: server.shop.gid('Commodity', String(row['_id'])) });
    return { ...answer, commodity: answer.data?.commodity };
  };

  it('trap 1, K4: options are written as an object and read as pairs, units under encoded names in any order', async () => {
    const row = withOptions();
    const { commodity } = await read(row);
    expect(commodity.options).toEqual([{ name: '尺码', values: ['32', '33', '34'] }]);
    const chosen = (commodity.variants as { selectedOptions: { value: string }[] }[]).map(
      (one) => one.selectedOptions[0]?.value,
    );
    expect(chosen).toEqual(['32', '33', '34']);
    const units = row['model_details'] as unknown[];
    const { commodity: shuffled } = await read({ ...row, model_details: [...units].reverse() });
    expect(shuffled.variants).toEqual(commodity.variants);
    expect(shuffled.version).toBe(commodity.version);

    const single = await read({ ...row, models: [], model_details: {} });
    expect(single.errors).toEqual([]);
    expect(single.commodity.options).toEqual([]);
    expect(single.commodity.variants).toHaveLength(1);
  });

  it('trap 1, K4: a unit whose name cannot be read keeps its price, its stock and an id of its own', async () => {
    const row = withOptions();
    const [first, ...others] = row['model_details'] as Record<string, unknown>[];
    const { commodity, errors } = await read({ ...row, model_details: [{ ...first, name: '?!' }, ...others] });
    expect(errors).toEqual([]);
    const ids = (commodity.variants as { id: string }[]).map((one) => one.id);
    expect(new Set(ids).size).toBe(3);
    expect(commodity.variants.at(-1)).toMatchObject({ selectedOptions: [], price: { amount: '34.00' }, stock: 999 });
  });

  it('trap 7, K6: numbers above 32 bits come as text, and larger than 2^53 without loss', async () => {
    const row = JSON.stringify({ ret: 0, msg: '', data: sampleData('commodity-info') });
    server.answer(INFO, row.replace(/"hotness":\s*\d+/g, '"hotness":9223372036854775807'));
    const id = String(sampleData('commodity-info')['_id']);
    const { data } = await server.ask(
      'query ($id: ID!) { commodity(id: $id) { raw(paths: ["/hotness", "/site_id"]) } }',
      {
        id: server.shop.gid('Commodity', id),
      },
    );
    expect(data.commodity.raw).toEqual({ hotness: '9223372036854775807', site_id: 4208285106 });
    const categories = await server.ask(
      'query ($s: ID!) { shop(by: { id: $s }) { commodityCategories { sortWeight } native { id } } }',
      { s: server.shop.id },
    );
    expect(categories.data.shop.commodityCategories[0].sortWeight).toMatch(/^14\d{11}$/);
  });

  it('trap 8, K7: times without zone are Beijing time, with six digits, three or none', async () => {
    const row = withOptions();
    const times = ['2016-09-22T19:16:37.397910', '2016-09-22T19:16:37.397000', '2016-09-22T19:16:37'];
    const one = async (ctime: string) => (await read({ ...row, ctime })).commodity.createdAt as string;
    expect(await one('2016-09-22T19:16:37.397910')).toBe('2016-09-22T11:16:37.397Z');
    expect(await one('2016-09-22T19:16:37.397000')).toBe('2016-09-22T11:16:37.397Z');
    expect(await one('2016-09-22T19:16:37')).toBe('2016-09-22T11:16:37.000Z');
    // A create tells microseconds that no later read tells: they are no change.
    const versions = [await read({ ...row, utime: times[0] }), await read({ ...row, utime: times[1] })];
    expect(versions[0]?.commodity.version).toBe(versions[1]?.commodity.version);
  });

  it('trap 9, K1: only ret decides, whatever the text says', async () => {
    const count = 'query ($s: ID!) { shop(by: { id: $s }) { commodityCount } }';
    const ask = async (body: unknown) => {
      server.answer('/v2/ec/commodity/count', body);
      const { data, errors } = await server.ask(count, { s: server.shop.id });
      return [data.shop.commodityCount, errors[0]?.extensions.code];
    };
    expect(await ask({ ret: 0, msg: '具体失败信息', data: 5 })).toEqual([5, undefined]);
    expect(await ask({ ret: 0, msg: '', data: 5 })).toEqual([5, undefined]);
    expect(await ask({ ret: '0', data: '5' })).toEqual([5, undefined]);
    expect(await ask({ ret: 1, msg: 'success' })).toEqual([null, 'UPSTREAM_REJECTED']);
    expect(await ask({ ret: 1, msg: 'success', data: 5 })).toEqual([null, 'UPSTREAM_REJECTED']);
    expect(await ask({ ret: 7, msg: '' })).toEqual([null, 'UPSTREAM_REJECTED']);
    expect(await ask({ msg: 'success', data: 5 })).toEqual([null, 'UPSTREAM_MALFORMED']);
    expect(await ask({ ret: 0, msg: 'success' })).toEqual([null, 'UPSTREAM_MALFORMED']);
  });

  it('trap 11: a key that is absent says the same as one that is null', async () => {
    const row = withOptions();
    const needed = ['_id', 'shop_id', 'site_id', 'type', 'title', 'ctime', 'utime', 'models', 'model_details'];
    const optional = Object.keys(row).filter((key) => !needed.includes(key));
    expect(optional.length).toBeGreaterThan(35);
    const kept = Object.entries(row).filter(([key]) => needed.includes(key));
    const absent = await read(Object.fromEntries(kept));
    const nulls = await read(Object.fromEntries([...kept, ...optional.map((key) => [key, null])]));
    expect(absent.errors).toEqual([]);
    expect(nulls.commodity).toEqual(absent.commodity);
    expect(absent.commodity).toMatchObject({ description: null, originalPrice: null, freight: null, categories: [] });
  });

  it('trap 12: the order of states says nothing', async () => {
    const row = withOptions();
    const one = await read({ ...row, states: [100, -110, 50, 0] });
    const other = await read({ ...row, states: [0, -110, 100, 50] });
    expect(other.commodity.version).toBe(one.commodity.version);
    expect(new Set(other.commodity.stateCodes)).toEqual(new Set(one.commodity.stateCodes));
  });

  it('trap 13, K5, K13: a list of posts may be empty text, and its pages tell whether more follow', async () => {
    const posts = async (data?: unknown) => {
      if (data !== undefined) server.answerData('/v2/platform/post/list', data);
      const answer = await server.ask(
        `query ($id: ID!) {
          node(id: $id) { ... on PostColumn { posts(first: 20) { totalCount nodes { title } pageInfo { hasNextPage } } } }
        }`,
        { id: server.shop.gid('PostColumn', '605160') },
      );
      expect(answer.errors).toEqual([]);
      return answer.data.node.posts;
    };
    const none = { totalCount: 4, nodes: [], pageInfo: { hasNextPage: false } };
    expect(await posts()).toEqual(none);
    const data = sampleData('post-list');
    for (const list of [null, [], undefined, {}]) expect(await posts({ ...data, list })).toEqual(none);
    const { list } = sampleData('edge-post-list-with-items');
    expect(await posts({ list, has_more: 0, total_num: '41', total_page: '3' })).toMatchObject({
      totalCount: 41,
      pageInfo: { hasNextPage: true },
    });
    expect(await posts({ list, has_more: 1, total_num: 1 })).toMatchObject({ pageInfo: { hasNextPage: true } });
    expect(await posts({ list, has_more: 0, total_num: 1 })).toMatchObject({ pageInfo: { hasNextPage: false } });
    expect(server.upstream.requests[0]?.query.get('page')).toBe('1');
  });

  it('trap 15, K12: addresses get a scheme, private ones are passed on, and none is ever fetched', async () => {
    const picture = `${server.upstream.url}/picture.jpg`;
    const { commodity } = await read({
      ...withOptions(),
      attachments: [
        { url: picture, type: 1 },
        { url: '', type: 1 },
      ],
    });
    expect(commodity.images).toEqual([{ url: picture }]);
    server.answerData('/v2/platform/site/info', { ...sampleData('site-info'), site_id: Number(server.shop.siteId) });
    const { data } = await server.ask(
      'query ($s: ID!) { shop(by: { id: $s }) { site { logo { url } privateDomain } } }',
      {
        s: server.shop.id,
      },
    );
    expect(data.shop.site.logo.url).toMatch(/^http:\/\/www\./);
    expect(server.upstream.requests.map((request) => request.path)).not.toContain('/picture.jpg');
  });

  it('trap 16: a price before discount may be there beside options, whose prices count', async () => {
    const { commodity } = await read({ ...withOptions(), price: 1, original_price: 43 });
    expect(commodity).toMatchObject({ price: null, originalPrice: { amount: '43.00' } });
    expect(commodity.priceRange.min.amount).toBe('34.00');
  });

  it("trap 18, K10: the WeChat account's secret is nowhere, not even in the log", async () => {
    const secret = 'canary-secret-of-wechat';
    server.answerData('/v2/platform/site/info', { ...sampleData('site-info'), site_id: Number(server.shop.siteId) });
    server.answerData('/v2/wx/service/info', { ...sampleData('wx-service-info'), app_secret: secret, nick_name: '茶' });
    const { data, text } = await server.ask(
      'query ($s: ID!) { shop(by: { id: $s }) { site { raw officialAccount { nickname appId } } } }',
      { s: server.shop.id },
    );
    expect(data.shop.site.officialAccount.nickname).toBe('茶');
    expect(text).not.toContain(secret);
    expect(server.logLines.join('\n')).not.toContain(secret);
  });

  it('trap 6, K5: a category list of null is empty, and a text may stand for a number', async () => {
    const { commodity, errors } = await read({
      ...withOptions(),
      category_ids: [null],
      models: [],
      model_details: [],
      price: '34.50',
      amount: '7',
      original_price: '',
    });
    expect(errors).toEqual([]);
    expect(commodity).toMatchObject({
      categories: [],
      price: { amount: '34.50' },
      originalPrice: null,
      totalStock: 7,
    });
  });

  it('a kind code without a known name keeps its number', async () => {
    const { commodity } = await read({ ...withOptions(), type: 999 });
    expect(commodity).toMatchObject({ kind: 'UNRECOGNIZED', kindCode: 999 });
  });

  it('K11: the token is sent in the query and is in no answer, error or log line', async () => {
    const { accessToken } = server.shop;
    server.answer('/v2/ec/commodity/count', { ret: 1, msg: `bad call access_token=${accessToken} refused` });
    const { text, errors } = await server.ask('query ($s: ID!) { shop(by: { id: $s }) { commodityCount } }', {
      s: server.shop.id,
    });
    expect(server.upstream.requests.at(-1)?.query.get('access_token')).toBe(accessToken);
    expect(errors).toHaveLength(1);
    expect(text).not.toContain(accessToken);
    expect(server.logLines.join('\n')).not.toContain(accessToken);
  });
});
