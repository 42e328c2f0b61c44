import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InputErrors } from '../../../../src/errors/app-error.js';
import { canonicalJson } from '../../../../src/platforms/douyin/upstream/canonical-json.js';
import { readCatalogue } from '../../../../src/platforms/douyin/upstream/catalogue/catalogue.js';
import { readRawParameters } from '../../../../src/platforms/douyin/upstream/catalogue/raw-parameters.js';

const catalogue = readCatalogue();

function read(name: string, parameters: unknown): unknown {
  const method = catalogue.get(name);
  if (method === undefined) throw new Error(`no method ${name}`);
  return readRawParameters(method, parameters);
}

/** Where the problems are, below the parameters, and what is wrong. */
function problems(name: string, parameters: unknown): [path: string, constraint: string | undefined][] {
  try {
    read(name, parameters);
  } catch (error) {
    if (!(error instanceof InputErrors)) throw error;
    return error.errors.map(({ code, detail }) => {
      expect(code).toBe('INVALID_INPUT');
      expect(detail.path?.slice(0, 2)).toEqual(['input', 'parameters']);
      return [detail.path?.slice(2).join('.') ?? '', detail.constraint];
    });
  }
  return [];
}

const INT64 = 'an integer of 64 bits, its digits as a string from 2^53 on';
const LOST = 'no integer from 2^53 on as a number, for it has lost digits: its digits as a string';

/** Fields of which nothing is known. */
const UNKNOWN = 'trade.refundListSearch';

describe('parameters of a raw call', () => {
  it('are passed on as they are when they fit', () => {
    const parameters = {
      order_id: '6917135448573842113',
      remark: '谢谢 "😀"',
      is_add_star: 'true',
      star: null,
    };
    expect(read('order.addOrderRemark', parameters)).toEqual(parameters);
    expect(
      read('yunc.erpCargoSinglePush', {
        shop_id: 4463798,
        cargo_name: 'T',
        erp_sku_id: 'S',
        barcode: ['6900000000001'],
        status: -1,
        warehouse_code: '',
        length: 0.5,
      }),
    ).toMatchObject({ length: 0.5, status: -1, barcode: ['6900000000001'] });
  });

  it('become integers where the platform wants these, with every digit, however deep they are', () => {
    const parameters = {
      product_id: '3556357046087622442',
      incremental: false,
      sku_sync_list: [
        { sku_id: '1720000000000001', sku_type: '1', stock_map: [{ out_warehouse_id: '10', stock_num: '40' }] },
      ],
    };
    expect(canonicalJson(read('sku.syncStockBatch', parameters) as never)).toBe(
      '{"incremental":false,"product_id":3556357046087622442,"sku_sync_list":[{"sku_id":1720000000000001,"sku_type":1,"stock_map":[{"out_warehouse_id":"10","stock_num":40}]}]}',
    );
    const priorities = { addr: { addr_id1: '110000' }, priorities: { 'WH-1': '2', '7': 1 } };
    expect(read('warehouse.setPriority', priorities)).toEqual({
      addr: { addr_id1: 110000 },
      priorities: { 'WH-1': 2, '7': 1 },
    });
  });

  it('hold any 64-bit integer as digits, and any other as a number', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (id) => {
        const given = [String(id), ...(Number.isSafeInteger(Number(id)) ? [Number(id)] : [])];
        for (const product_id of given)
          expect(canonicalJson(read('sku.list', { product_id }) as never)).toBe(`{"product_id":${id}}`);
      }),
    );
  });

  it('are told all that is wrong with them at once, by their places', () => {
    expect(
      problems('sku.syncStockBatch', {
        product_id: 2 ** 53,
        incremental: 'true',
        idempotent_id: 7,
        sku_sync_list: [
          { sku_id: '1.5', sku_type: 0 },
          'sku',
          { sku_id: 1, sku_type: null, stock_map: { out_warehouse_id: '10' } },
        ],
      }).sort(),
    ).toEqual([
      ['idempotent_id', 'a string'],
      ['incremental', 'true or false'],
      ['product_id', INT64],
      ['sku_sync_list.0.sku_id', INT64],
      ['sku_sync_list.1', 'an object'],
      ['sku_sync_list.2.sku_type', 'given: it is required'],
      ['sku_sync_list.2.stock_map', 'a list'],
    ]);
    expect(problems('yunc.erpInboundCreate', {})).toContainEqual(['biz_order_no', 'given: it is required']);
    expect(problems('buyin.createOrUpdateOrienPlan', { is_create: true, plan: { cos_ratio: '5' } })).toEqual([
      ['plan.cos_ratio', 'a number'],
    ]);
    expect(problems('warehouse.setPriority', { addr: { addr_id1: 1 }, priorities: [] })).toEqual([
      ['priorities', 'an object'],
    ]);
    const product_format_new = { 1687: { value: '1234', name: '棉' }, material: {} };
    expect(problems('product.GetRecommendCategory', { scene: 'x', product_format_new })).toEqual([
      ['product_format_new.material', 'under a key of digits'],
    ]);
  });

  it.each<[string, unknown]>([
    ['a text', '{}'],
    ['a list', []],
    ['nothing', null],
    ['not there', undefined],
    ['a number', 1],
  ])('must be an object, not %s', (_what, parameters) => {
    expect(problems('shop.brandList', parameters)).toEqual([['', 'an object']]);
  });

  it('are not required by one of two sources alone', () => {
    const user = { params: '{}', user: { user_id: 1 } };
    expect(read('antispam.userLogin', user)).toEqual(user);
  });

  it('may have fields that the catalogue does not know, which are passed on unchanged, digits as text', () => {
    const news = { new_field: { id: '3556357046087622442', list: [1, 'a', null, { deep: true }], half: 0.5 } };
    expect(read('order.orderDetail', { shop_order_id: '1', ...news })).toEqual({ shop_order_id: '1', ...news });
    expect(problems('order.orderDetail', { shop_order_id: '1', new_field: { id: 2 ** 61 } })).toEqual([
      ['new_field.id', LOST],
    ]);
    expect(problems('order.orderDetail', { shop_order_id: '1', new_field: [() => 1] })).toEqual([
      ['new_field.0', 'a value of JSON'],
    ]);
  });

  it('are checked in general where nothing is known of them: whatever is JSON without loss comes out as it went in', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 }), { noNullPrototype: true }),
        (parameters) => {
          const text = JSON.stringify(parameters);
          const isBad =
            JSON.stringify(parameters, (name, value: unknown) =>
              ['__proto__', 'constructor', 'prototype'].includes(name) ||
              (Number.isInteger(value) && !Number.isSafeInteger(value))
                ? undefined
                : value,
            ) !== text;
          if (isBad) expect(problems(UNKNOWN, parameters)).not.toEqual([]);
          else expect(read(UNKNOWN, parameters)).toEqual(parameters);
        },
      ),
    );
  });

  it('can always be written once they are read, and else are refused with a path', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...catalogue.all),
        fc.anything({ withBigInt: true, withNullPrototype: true }),
        (method, value) => {
          const given = { [method.parameters[0]?.name ?? 'x']: value };
          try {
            canonicalJson(readRawParameters(method, given) as never);
          } catch (error) {
            expect(error).toBeInstanceOf(InputErrors);
            for (const { message } of (error as InputErrors).errors) expect(message.length).toBeLessThan(300);
          }
        },
      ),
    );
  });

  it('have no names that reach into prototypes', () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const parameters: unknown = JSON.parse(`{"shop_order_id":"1","a":[{"${name}":{"x":1}}]}`);
      expect(problems('order.orderDetail', parameters)).toEqual([
        [`a.0.${name}`, 'absent: no parameter has this name'],
      ]);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('are bounded in depth, number and length', () => {
    const nested = (levels: number): unknown => (levels === 1 ? {} : { a: nested(levels - 1) });
    expect(problems(UNKNOWN, nested(32))).toEqual([]);
    expect(problems(UNKNOWN, nested(33))).toEqual([[Array(32).fill('a').join('.'), 'at most 32 levels deep']]);
    expect(problems(UNKNOWN, { a: Array(4_999).fill(0) })).toEqual([]);
    expect(problems(UNKNOWN, { a: Array(5_000).fill(0) })).toEqual([['', 'at most 5000 values']]);
    expect(problems(UNKNOWN, { a: 'x'.repeat(256 * 1024 - 1) })).toEqual([]);
    expect(problems(UNKNOWN, { a: 'x'.repeat(256 * 1024) })).toEqual([['', 'at most 262144 characters']]);
    expect(problems(UNKNOWN, { a: Array(100).fill(2 ** 60) })).toHaveLength(20);
  });

  it('are never repeated in an error: no value, and no key that is no name', () => {
    const caught = (parameters: unknown): string => {
      try {
        return JSON.stringify(read('order.orderDetail', parameters));
      } catch (error) {
        return (error as InputErrors).errors.map(({ message, detail }) => message + JSON.stringify(detail)).join();
      }
    };
    const text = caught({ shop_order_id: { marker1: 1 }, 'mark er2': { in: 2 ** 60 }, is_searchable: 'marker3' });
    expect(text).not.toMatch(/mark/);
    expect(text).toContain('shop_order_id must be a string.');
    expect(text).toContain('is_searchable must be true or false.');
    expect(text).toContain(`parameters must be ${LOST}.`);
  });
});
