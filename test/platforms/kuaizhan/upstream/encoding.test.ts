import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decimalText,
  encodeFields,
  fenFromYuan,
  yuanFromFen,
} from '../../../../src/platforms/kuaizhan/upstream/encode.js';
import {
  planCreateCategory,
  planDeleteCategory,
} from '../../../../src/platforms/kuaizhan/upstream/endpoints/category.js';
import {
  createCommodity,
  planCreateCommodity,
  planDeleteCommodity,
  planUpdateCommodity,
  updateCommodity,
} from '../../../../src/platforms/kuaizhan/upstream/endpoints/commodity.js';
import { planCreateTopic } from '../../../../src/platforms/kuaizhan/upstream/endpoints/topic.js';
import { planBanUser } from '../../../../src/platforms/kuaizhan/upstream/endpoints/user-ban.js';
import {
  canonicalPairs,
  type OptionPair,
  readVariantName,
  type VariantToWrite,
  variantKey,
  variantProblems,
  writeVariants,
} from '../../../../src/platforms/kuaizhan/upstream/model-details.js';
import { json, MisbehavingServer } from '../../../support/misbehaving-server.js';
import { ClientBench } from './start-client.js';

const read = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/kuaizhan/${name}.json`, import.meta.url), 'utf8');

describe('values', () => {
  it('are written as the platform reads them', () => {
    const fields = [
      ['text', 'a b&c'],
      ['number', 10.5],
      ['yes', true],
      ['no', false],
      ['list', ['a', '红']],
      ['none', undefined],
      ['empty', ''],
      ['json', { jsonText: '{"a":1}' }],
    ] as const;
    const rest = [
      ['empty', ''],
      ['json', '{"a":1}'],
    ];
    const head = [
      ['text', 'a b&c'],
      ['number', '10.5'],
      ['yes', 'true'],
      ['no', 'false'],
    ];
    expect(encodeFields(fields, 'json')).toEqual([...head, ['list', '["a","红"]'], ...rest]);
    expect(encodeFields(fields, 'repeat')).toEqual([...head, ['list', 'a'], ['list', '红'], ...rest]);
    expect(encodeFields([['list', []]], 'repeat')).toEqual([['list', '[]']]);
  });

  it('never show an exponent, and lose no digit', () => {
    expect([1e-7, 1.5e-9, 1e21, 1.25e22, -2e-8, 0.01, -0].map(decimalText)).toEqual([
      '0.0000001',
      '0.0000000015',
      '1000000000000000000000',
      '12500000000000000000000',
      '-0.00000002',
      '0.01',
      '0',
    ]);
    expect(() => decimalText(Number.NaN)).toThrow(RangeError);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(decimalText(number)).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(decimalText(number))).toBe(number === 0 ? 0 : number);
      }),
    );
  });

  it('keep money exact from fen to yuan and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 14 }), (fen) => {
        expect(decimalText(yuanFromFen(fen))).toMatch(/^\d+(\.\d{1,2})?$/);
        expect(fenFromYuan(Number(decimalText(yuanFromFen(fen))))).toBe(fen);
      }),
    );
    expect(() => yuanFromFen(0.5)).toThrow(RangeError);
  });
});

const pair = fc.tuple(fc.string(), fc.string());
const pairs = fc.uniqueArray(pair, { minLength: 1, maxLength: 4, selector: ([name]) => name });
const inAscii = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const nameOf = (list: readonly OptionPair[]): string =>
  Buffer.from(`[${list.map((one) => `[${one.map(inAscii).join(', ')}]`).join(', ')}]`).toString('base64');

describe('names of variants', () => {
  const { vectors } = JSON.parse(read('vectors-model-detail-names')) as {
    vectors: { pairs: OptionPair[]; name: string }[];
  };

  it.each(vectors)('reads the vector $name', ({ pairs: expected, name }) => {
    expect(readVariantName(name)).toEqual(expected);
    expect(readVariantName(name.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'))).toEqual(expected);
  });

  it('reads whatever pairs Python writes', () => {
    fc.assert(fc.property(pairs, (list) => expect(readVariantName(nameOf(list))).toEqual(list)));
  });

  it('gives null for what is no name, and never throws', () => {
    const bad = ['', '=', '!!!!', 'W', 'bm90IGpzb24=', 'W10=', 'WzFd', 'W1siYSJdXQ==', 'W1siYSIsW11dXQ==', '/////w=='];
    for (const name of bad) expect(readVariantName(name)).toBeNull();
    fc.assert(fc.property(fc.string(), (name) => void readVariantName(name)));
  });
});

const commodityVariants = fc
  .tuple(
    fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }),
    fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 4 }),
  )
  .chain(([names, values]) =>
    fc.uniqueArray(
      fc.record({
        pairs: fc.tuple(...names.map((name) => fc.constantFrom(...values).map((value): OptionPair => [name, value]))),
        priceFen: fc.integer({ min: 1, max: 10 ** 9 }),
        amount: fc.nat(),
      }),
      { minLength: 1, maxLength: 8, selector: (variant) => variantKey(variant.pairs) },
    ),
  );

describe('variants to write', () => {
  it('give the texts of the documented example', () => {
    const variants = ['32', '33', '34'].map((size) => ({
      pairs: [['尺码', size] as const],
      priceFen: 3400,
      amount: 999,
    }));
    expect(writeVariants(variants)).toEqual({
      models: '{"尺码":["32","33","34"]}',
      modelDetails:
        '{"[[\\"尺码\\",\\"32\\"]]":{"price":34,"amount":999},"[[\\"尺码\\",\\"33\\"]]":{"price":34,"amount":999},"[[\\"尺码\\",\\"34\\"]]":{"price":34,"amount":999}}',
    });
  });

  it('keep options in the order given, also names that look like numbers', () => {
    const variants: VariantToWrite[] = [
      {
        pairs: [
          ['9', 'b'],
          ['1', 'x'],
        ],
        priceFen: 1,
        amount: 1,
      },
      {
        pairs: [
          ['1', 'x'],
          ['9', 'a'],
        ],
        priceFen: 1050,
        amount: 0,
      },
    ];
    expect(writeVariants(variants)).toEqual({
      models: '{"9":["b","a"],"1":["x"]}',
      modelDetails:
        '{"[[\\"9\\",\\"b\\"],[\\"1\\",\\"x\\"]]":{"price":0.01,"amount":1},"[[\\"9\\",\\"a\\"],[\\"1\\",\\"x\\"]]":{"price":10.5,"amount":0}}',
    });
  });

  it('can be read back from what is written, each once, with its price and stock', () => {
    fc.assert(
      fc.property(commodityVariants, (variants) => {
        expect(variantProblems(variants)).toEqual([]);
        const { models, modelDetails } = writeVariants(variants);
        const options = new Map(Object.entries(JSON.parse(models) as Record<string, string[]>));
        const details = Object.entries(JSON.parse(modelDetails) as Record<string, { price: number; amount: number }>);
        const written = details.map(([key, { price, amount }]) => {
          const list = JSON.parse(key) as OptionPair[];
          for (const [name, value] of list) expect(options.get(name)).toContain(value);
          return [variantKey(list), Math.round(price * 100), amount];
        });
        const expected = variants.map((variant) => [variantKey(variant.pairs), variant.priceFen, variant.amount]);
        expect(written.sort()).toEqual(expected.sort());
      }),
    );
  });

  it('have one key whatever the order of their options', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        expect(variantKey([...list].reverse())).toBe(variantKey(list));
        expect(canonicalPairs(list)).toHaveLength(list.length);
      }),
    );
  });

  it('are refused when they contradict each other', () => {
    const variant = (...list: OptionPair[]): VariantToWrite => ({ pairs: list, priceFen: 100, amount: 1 });
    const bad = [
      variant(['a', '1'], ['b', '2']),
      variant(['b', '2'], ['a', '1']),
      variant(['a', '1']),
      variant(),
      variant(['a', '1'], ['a', '2']),
    ];
    expect(variantProblems(bad)).toEqual([
      { index: 1, problem: 'same options as another' },
      { index: 2, problem: 'other options than the first' },
      { index: 3, problem: 'no options' },
      { index: 4, problem: 'option named twice' },
    ]);
    expect(() => writeVariants(bad)).toThrow(RangeError);
  });
});

describe('a write', () => {
  const server = new MisbehavingServer();
  let bench: ClientBench;
  beforeAll(async () => {
    await server.start();
    bench = new ClientBench(server.url);
  });
  afterAll(async () => {
    await bench.clients.close();
    await server.stop();
  });

  const params = {
    shopId: 'V4800vQ0xafvOtuT',
    title: '第三方 商品 & "co"',
    desc: 'ok',
    globalCategory: '日用品',
    categoryIds: ['V9_byHlQrE__b-jW'],
    attachmentUrls: ['http://pic.example/a?b=1&c=2'],
    originalPriceFen: 4300,
    freightFen: 1250,
    isOnline: false,
    variants: [{ pairs: [['尺码', '32']] as const, priceFen: 3400, amount: 999 }],
  };

  it('puts into the form what its plan shows, and nothing else', async () => {
    server.behave(json(read('commodity-create')));
    await createCommodity(bench.given().client, params, async () => undefined);
    const [seen] = server.requests;
    expect(seen?.method).toBe('POST');
    expect(seen?.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=utf-8');
    expect([...(seen?.query.keys() ?? [])]).toEqual(['access_token']);
    const plan = planCreateCommodity(params);
    expect(plan).toEqual({
      endpoint: 'POST /v2/ec/commodity/create',
      isRepeatable: false,
      batchSize: 1,
      body: {
        shop_id: 'V4800vQ0xafvOtuT',
        title: '第三方 商品 & "co"',
        desc: 'ok',
        attachment_urls: ['http://pic.example/a?b=1&c=2'],
        global_category: '日用品',
        category_ids: ['V9_byHlQrE__b-jW'],
        models: { 尺码: ['32'] },
        model_details: { '[["尺码","32"]]': { price: 34, amount: 999 } },
        original_price: 43,
        freight: 12.5,
        is_online: false,
      },
    });
    const sent = Object.fromEntries(seen?.form ?? []);
    const shown = Object.entries(plan.body).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    expect(sent).toEqual(Object.fromEntries(shown));
  });

  it('clears the options of a commodity with both fields as {}', async () => {
    server.behave(json(read('commodity-update')));
    const change = { id: 'c', variants: [], priceFen: 990, amount: 3, desc: '' };
    await updateCommodity(bench.given().client, change, async () => undefined);
    expect(Object.fromEntries(server.requests[0]?.form ?? [])).toEqual({
      commodity_id: 'c',
      desc: '',
      models: '{}',
      model_details: '{}',
      price: '9.9',
      amount: '3',
    });
    expect(planUpdateCommodity(change).body).toMatchObject({ models: {}, model_details: {} });
  });

  it('runs its step before the first byte once, before anything is asked', async () => {
    server.behave(json(read('commodity-update')));
    const order: string[] = [];
    await updateCommodity(bench.given().client, { id: 'c' }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push(`journalled with ${server.requests.length} asked`);
    });
    expect(order).toEqual(['journalled with 0 asked']);
  });

  it('is planned without being sent', () => {
    expect(planDeleteCommodity('c')).toMatchObject({ body: { commodity_id: 'c' }, isRepeatable: true });
    expect(planCreateCategory({ shopId: 's', title: 't' }).body).toEqual({ shop_id: 's', title: 't' });
    expect(planDeleteCategory({ id: 'c', shopId: 's', title: 't' }).body).toEqual({
      category_id: 'c',
      shop_id: 's',
      title: 't',
    });
    expect(planBanUser({ userId: 'u', forumId: 'f', reason: 'spam', days: 3 }).body).toEqual({
      user_id: 'u',
      forum_id: 'f',
      reason_content: 'spam',
      days: 3,
    });
    const topic = { userId: 'u', forumId: 'f', content: 'c', isHtml: false, tagIds: ['a'], longitude: 116.3 };
    expect(planCreateTopic(topic).body).toEqual({
      user_id: 'u',
      forum_id: 'f',
      content: 'c',
      is_html: false,
      tag_ids: ['a'],
      geo_longitude: 116.3,
    });
  });
});
