import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ROWS, type SeededSku, SKU, SKU_LIST, type StockBench, startStock } from './stock-bench.js';

const PRICE = 'POST /sku/editPrice';
const CODE = 'POST /sku/editCode';

let bench: StockBench;
beforeAll(async () => {
  bench = await startStock();
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(() => {
  bench.server.douyin.faults.clear();
  bench.server.douyin.journal.clear();
});

const sku = (at: number, of = 0): SeededSku => bench.plain[of]?.skus[at] as SeededSku;
const price = (amount: string) => ({ amount });
const write = async (rows: readonly object[], options: object | null = null, selection = '', key?: string) => {
  const answer = await bench.server.ask(
    `mutation($input: SkusUpdateInput!, $options: WriteOptions) {
      skusUpdate(input: $input, options: $options) {
        ${selection} ${ROWS} replayed userErrors { code message path }
        plan { calls { endpoint body } }
      }
    }`,
    { input: { rows }, options },
    key === undefined ? {} : { key },
  );
  return { ...answer, payload: answer.data?.skusUpdate };
};
const statuses = (payload: { rows: { status: string }[] }): string[] => payload.rows.map(({ status }) => status);

describe('SKUs of Douyin', () => {
  it('are named by their product and themselves, and found by either id', async () => {
    const id = bench.idOf(sku(0));
    const alone = bench.shop.gid('ProductSku', sku(0).id);
    const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on ProductSku { native { resource id } } } }';
    const found = { id, native: { resource: 'sku', id: sku(0).id } };
    const { data } = await bench.server.ask(query, { ids: [alone] });
    expect(data.nodes).toEqual([found]);
    expect(bench.server.calls()).toEqual([SKU]);
    const both = await bench.server.ask(query, { ids: [id, bench.idOf(sku(1)), bench.idOf(sku(2))] });
    expect(both.data.nodes[0]).toEqual(found);
    expect(bench.server.calls()).toEqual([SKU_LIST]);
    const wrong = await bench.server.ask(query, {
      ids: [bench.shop.gid('ProductSku', `${sku(0, 1).productId}.${sku(0).id}`)],
    });
    expect(wrong.data.nodes).toEqual([null]);
  });

  it('get prices and codes, one call for each thing that is changed, and are read back', async () => {
    const rows = [
      { skuId: bench.idOf(sku(0)), price: price('54.90'), merchantCode: 'NEW-1' },
      { skuId: bench.idOf(sku(1)), price: price('12345678.9') },
      { skuId: bench.idOf(sku(0, 1)), merchantCode: 'NEW-2' },
    ];
    const { payload } = await write(rows, null, 'skus { merchantCode price { amount minorUnits } }');
    expect(statuses(payload)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(payload.skus[0]).toEqual({ merchantCode: 'NEW-1', price: { amount: '54.90', minorUnits: '5490' } });
    expect(payload.skus[1].price.minorUnits).toBe('1234567890');
    expect(payload.skus[2].merchantCode).toBe('NEW-2');
    expect(bench.server.calls().sort()).toEqual([CODE, CODE, PRICE, PRICE, SKU, SKU_LIST].sort());
    expect(bench.bodies(PRICE)).toContainEqual({
      price: 5490,
      product_id: sku(0).productId,
      sku_id: Number(sku(0).id),
    });
  });

  it('are planned with the very parameters that would be sent', async () => {
    const rows = [{ skuId: bench.idOf(sku(0)), price: price('1'), merchantCode: 'PLAN' }];
    const { payload } = await write(rows, { dryRun: true });
    expect(bench.server.calls()).toEqual([]);
    await write(rows);
    expect(payload.plan.calls).toEqual([
      { endpoint: 'POST sku/editPrice', body: bench.bodies(PRICE)[0] },
      // The journal of the stand-in hides what is called `code`, since that of an authorisation is a secret.
      { endpoint: 'POST sku/editCode', body: { ...bench.bodies(CODE)[0], code: 'PLAN' } },
    ]);
    expect(bench.server.calls()).toEqual([PRICE, CODE]);
  });

  it('fail row by row, with the place of what was wrong', async () => {
    const unknown = bench.shop.gid('ProductSku', `${sku(0).productId}.1720000000999999`);
    const rows: [object, string, string[]][] = [
      [{ skuId: bench.idOf(sku(1)) }, 'INVALID_INPUT', ['input', 'rows', '0']],
      [{ skuId: bench.idOf(sku(1)), price: price('0') }, 'INVALID_INPUT', ['input', 'rows', '1', 'price', 'amount']],
      [
        { skuId: bench.idOf(sku(2)), price: price('1.001') },
        'INVALID_INPUT',
        ['input', 'rows', '2', 'price', 'amount'],
      ],
      [
        { skuId: bench.idOf(sku(3)), merchantCode: null },
        'UNSUPPORTED_COMBINATION',
        ['input', 'rows', '3', 'merchantCode'],
      ],
      [{ skuId: bench.idOf(sku(4)), merchantCode: ' ' }, 'INVALID_INPUT', ['input', 'rows', '4', 'merchantCode']],
      [{ skuId: unknown, price: price('1') }, 'NOT_FOUND', ['input', 'rows', '5', 'skuId']],
      [{ skuId: bench.idOf(sku(4)), price: price('1') }, 'INVALID_INPUT', ['input', 'rows', '6', 'skuId']],
      [{ skuId: bench.shop.gid('Order', '1'), price: price('1') }, 'NOT_FOUND', ['input', 'rows', '7', 'skuId']],
    ];
    const good = { skuId: bench.idOf(sku(0)), price: price('9.99') };
    const { payload } = await write([...rows.map(([row]) => row), good]);
    for (const [at, [, code, path]] of rows.entries())
      expect(payload.rows[at]).toMatchObject({ status: 'FAILED', userErrors: [{ code, path }] });
    expect(payload.rows.at(-1)).toMatchObject({ status: 'SUCCEEDED', userErrors: [] });
    expect(bench.server.calls()).toEqual([PRICE, PRICE]);
    expect(sku(0).price).toBe(999);
  });

  it('say that the price was set where the code then was refused', async () => {
    const { faults } = bench.server.douyin;
    faults.set([
      {
        match: { operation: CODE },
        fault: 'business_code',
        code: 50002,
        sub_code: 'isv.business-failed:2010013',
      } as never,
    ]);
    const { payload } = await write([{ skuId: bench.idOf(sku(0)), price: price('8.88'), merchantCode: 'REFUSED' }]);
    expect(payload.rows[0].status).toBe('FAILED');
    expect(payload.rows[0].userErrors[0]).toMatchObject({
      code: 'UPSTREAM_REJECTED',
      path: ['input', 'rows', '0', 'merchantCode'],
    });
    expect(payload.rows[0].userErrors[0].message).toMatch(/^The price was set; the code was not\./);
    expect(sku(0).price).toBe(888);
  });

  it.each([PRICE, CODE])('never repeat %s after its answer was lost, and settle it by reading', async (operation) => {
    const rows = [{ skuId: bench.idOf(sku(1)), price: price('7.77'), merchantCode: `LOST ${operation.at(-1)}` }];
    const options = { idempotencyKey: `lost ${operation}` };
    bench.server.douyin.faults.set([{ match: { operation }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    const lost = await write(rows, options);
    expect(lost.payload.rows[0]).toMatchObject({ status: 'UNKNOWN', userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    expect(bench.server.calls().filter((call) => call === operation)).toHaveLength(1);
    const again = await write(rows, options);
    // The price alone came there: what the row was to be is not there, and may not be claimed.
    expect(statuses(again.payload)).toEqual([operation === PRICE ? 'UNKNOWN' : 'SUCCEEDED']);
    expect(bench.server.calls()).toEqual([SKU]);
  });

  it('are refused as a whole without rows, with a version, without the scope and for a foreign shop', async () => {
    const row = { skuId: bench.idOf(sku(0)), price: price('1') };
    const empty = await write([]);
    expect(empty.payload.userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'rows'] });
    const versioned = await write([row], { expectedVersion: 'x' });
    expect(versioned.payload.userErrors[0].code).toBe('UNSUPPORTED_COMBINATION');
    const unscoped = await write([row], null, '', bench.server.readKey);
    expect(unscoped.payload.userErrors[0].code).toBe('PERMISSION_DENIED');
    const stockOnly = await write([row], null, '', await bench.server.makeKey(['stock:write']));
    expect(stockOnly.payload.userErrors[0].code).toBe('PERMISSION_DENIED');
    const foreign = await write([{ ...row, skuId: 'gid://v1/ProductSku/s7f3k2a/1.2' }]);
    expect(foreign.payload.userErrors[0].code).toBe('NOT_FOUND');
    expect(bench.server.calls()).toEqual([]);
  });

  it('are told of without those that could not be read back, and the rows stand', async () => {
    const rows = [
      { skuId: bench.idOf(sku(0)), price: price('6.66') },
      { skuId: bench.idOf(sku(0, 1)), price: price('6.67') },
    ];
    bench.server.douyin.faults.set([
      { match: { operation: SKU, nth: 1 }, fault: 'business_code', code: 50002 } as never,
    ]);
    const { payload, errors } = await write(rows, null, 'skus { price { amount } }');
    expect([statuses(payload), errors ?? []]).toEqual([['SUCCEEDED', 'SUCCEEDED'], []]);
    expect(payload.skus).toHaveLength(1);
    expect(payload.userErrors).toHaveLength(1);
  });

  it('stand as done where there was no time to read all of them back', async () => {
    bench.server.douyin.faults.set([{ match: { operation: SKU }, fault: 'stall' }]);
    const answer = await bench.server.ask(
      `mutation($input: SkusUpdateInput!) { skusUpdate(input: $input) { skus { id } ${ROWS} userErrors { code } } }`,
      { input: { rows: [{ skuId: bench.idOf(sku(0)), price: price('4.44') }] } },
      { headers: { 'x-deadline-ms': '1500' } },
    );
    expect(answer.data.skusUpdate).toMatchObject({
      skus: [],
      rows: [{ status: 'SUCCEEDED' }],
      userErrors: [{ code: 'DEADLINE_EXCEEDED' }],
    });
  });

  it('are read anew after a write, though their list was kept', async () => {
    const query = 'query($id: ID!) { product(id: $id) { skus { id price { minorUnits } heldStock } } }';
    const id = bench.shop.gid('Product', sku(0).productId);
    await bench.server.ask(query, { id });
    await write([{ skuId: bench.idOf(sku(0)), price: price('3.21') }]);
    const { data } = await bench.server.ask(query, { id });
    expect(data.product.skus[0].price.minorUnits).toBe('321');
  });
});
