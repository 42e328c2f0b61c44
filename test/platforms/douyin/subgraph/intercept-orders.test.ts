import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DETAIL, mutation, type PlacedOrder, SHIP_ROWS, type ShippingBench, startShipping } from './shipping-bench.js';

const CASES = 'POST /afterSale/List';
const STOP = 'POST /afterSale/CancelSendGoodsSuccess';
const RECALL = 'POST /afterSale/applyLogisticsIntercept';
const LOCK = 'POST /crossborder/OrderInterception';

const INTERCEPT = mutation(
  'orderIntercept',
  'OrderInterceptInput',
  'order { id status statusCode } cost { amount minorUnits currencyCode }',
);
const INTERCEPT_ROWS = mutation('orderIntercept', 'OrderInterceptInput', '');

describe('stopping orders of Douyin', () => {
  let bench: ShippingBench;
  beforeAll(async () => {
    bench = await startShipping();
  }, 30_000);
  afterAll(() => bench.server.stop());
  beforeEach(() => bench.server.douyin.faults.clear());

  const calls = () => bench.server.calls();
  const ask = (order: PlacedOrder, more: object = {}, options: object | null = null, document = INTERCEPT) =>
    bench.write(document, { orderId: bench.gid(order), ...more }, options);
  const refundAsked = (draft = {}): PlacedOrder => {
    const order = bench.place(draft);
    bench.server.douyin.buyer.apply({ orderId: order.id, type: 2 });
    return order;
  };
  /** An order on its way in so many parcels, whose buyer wants the money back. */
  const onItsWay = async (parcels = 1): Promise<PlacedOrder> => {
    const order = bench.place();
    await bench.write(SHIP_ROWS, {
      split: {
        orderId: bench.gid(order),
        parcels: Array.from({ length: parcels }, (_, at) => ({
          label: { carrierCode: 'shunfeng', trackingNumber: bench.number() },
          items: [{ orderLineId: bench.lineGid(order, at), quantity: 2 }],
        })),
      },
    });
    for (const line of order.lines.slice(0, parcels))
      bench.server.douyin.buyer.apply({ orderId: order.id, lineId: line.id, type: 1 });
    return order;
  };
  const casesOf = (order: PlacedOrder) =>
    [...bench.state().afterSales.values()].filter(({ orderId }) => orderId === order.id);
  const applyFor = (order: PlacedOrder, at: number, type = 2, count?: number) =>
    bench.server.douyin.buyer.apply({
      orderId: order.id,
      lineId: order.lines[at]?.id ?? '',
      type,
      ...(count === undefined ? {} : { count }),
    });

  it('stops what has not left, and the platform pays the buyer back', async () => {
    const order = refundAsked();
    const payload = await ask(order);
    expect(payload).toMatchObject({
      userErrors: [],
      rows: [{ index: 0, nodeId: bench.shop.gid('AfterSale', casesOf(order)[0]?.id ?? ''), status: 'SUCCEEDED' }],
      order: { id: bench.gid(order), status: 'CANCELLED' },
      cost: null,
    });
    expect(calls()).toEqual([DETAIL, CASES, STOP, DETAIL]);
    expect(bench.effects()).toContain('afterSale.autoRefund');
  });

  it('calls back what is on its way, one row for each parcel, and tells the cost', async () => {
    const order = await onItsWay(2);
    bench.server.douyin.state.shops.get(bench.shop.nativeId);
    for (const pack of order.packs) Object.assign(pack, { shippedAt: pack.shippedAt - 13 * 3600 });
    const payload = await ask(order);
    expect(payload).toMatchObject({
      userErrors: [],
      rows: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }],
      cost: { amount: '12.00', minorUnits: '1200', currencyCode: 'CNY' },
      order: { status: 'SHIPPED' },
    });
    expect(calls()).toEqual([DETAIL, CASES, RECALL, RECALL, DETAIL]);
    const sent = bench.sent(RECALL) as { intercept_targets: { tracking_no: string }[] }[];
    const numbers = sent.flatMap((call) => call.intercept_targets.map((target) => target.tracking_no));
    expect(numbers.sort()).toEqual(order.packs.map(({ trackingNo }) => trackingNo).sort());
  });

  it('leaves parcels on their way that hold nothing of what is asked back, unless they are named', async () => {
    const order = await onItsWay(2);
    const [wanted, kept] = order.packs;
    const [, about] = casesOf(order);
    bench.server.douyin.buyer.closeAfterSale(about?.id ?? '');
    const payload = await ask(order);
    expect(payload).toMatchObject({ userErrors: [], rows: [{ status: 'SUCCEEDED' }] });
    const targets = () =>
      (bench.sent(RECALL) as { intercept_targets: object[] }[]).map((call) => call.intercept_targets);
    expect(targets()).toEqual([[{ company_code: 'shunfeng', tracking_no: wanted?.trackingNo }]]);
    const named = await ask(order, { trackingNumbers: [kept?.trackingNo] });
    expect(named.rows).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(targets()).toEqual([[{ company_code: 'shunfeng', tracking_no: kept?.trackingNo }]]);
  });

  it('stops nothing while a part of the order is in no refund, since that part would be sent', async () => {
    const [line, units] = [bench.place(), bench.place({ lines: 1 })];
    applyFor(line, 0);
    applyFor(units, 0, 2, 1);
    for (const order of [line, units]) {
      const { userErrors, rows } = await ask(order);
      expect(userErrors).toMatchObject([
        { code: 'STATE_FORBIDS', path: ['input', 'orderId'], nodeId: bench.gid(order) },
      ]);
      expect(rows).toEqual([]);
      expect(calls()).toEqual([DETAIL, CASES]);
    }
  });

  it('stops an order whose lines are in cases of their own by a call for each, and what was paid back before stays so', async () => {
    const order = bench.place();
    applyFor(order, 0);
    applyFor(order, 1);
    const { plan } = await ask(order, {}, { dryRun: true });
    expect(plan.calls.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual(
      [DETAIL, CASES, STOP, STOP, DETAIL].map((operation) => operation.replace(' /', ' ')),
    );
    const payload = await ask(order);
    expect(payload).toMatchObject({
      userErrors: [],
      rows: [
        { index: 0, status: 'SUCCEEDED' },
        { index: 1, status: 'SUCCEEDED' },
      ],
      order: { status: 'CANCELLED' },
    });
    expect(calls()).toEqual([DETAIL, CASES, STOP, STOP, DETAIL]);
    expect(casesOf(order).map(({ status }) => status)).toEqual([12, 12]);
    const half = bench.place();
    const [first, second] = [applyFor(half, 0), applyFor(half, 1)];
    Object.assign(first, { status: 12 });
    expect((await ask(half)).rows).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(bench.sent(STOP)).toMatchObject([{ aftersale_id: second.id }]);
  });

  it('tells of each case by itself, and which one was refused', async () => {
    const order = bench.place();
    const [first, second] = [applyFor(order, 0), applyFor(order, 1)];
    bench.server.douyin.faults.set([{ match: { operation: STOP, nth: 1 }, fault: 'hold', times: 1 } as never]);
    const asked = ask(order, {}, { idempotencyKey: 'one of two' });
    for (const until = performance.now() + 5_000; !calls().includes(STOP) && performance.now() < until; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    const held = (bench.sent(STOP) as { aftersale_id: string }[])[0]?.aftersale_id;
    bench.server.douyin.buyer.closeAfterSale(held ?? '');
    bench.server.douyin.faults.clear();
    bench.server.douyin.faults.release();
    const payload = await asked;
    expect(payload.userErrors).toEqual([]);
    expect(payload.rows).toMatchObject([
      {
        nodeId: bench.shop.gid('AfterSale', held ?? ''),
        status: 'FAILED',
        userErrors: [{ code: 'STATE_FORBIDS', path: ['input', 'orderId'] }],
      },
      { status: 'SUCCEEDED' },
    ]);
    expect([first.status, second.status].sort()).toEqual([12, 28]);
    expect(await ask(order, {}, { idempotencyKey: 'one of two' })).toMatchObject({
      replayed: true,
      rows: [{ status: 'FAILED' }, { status: 'SUCCEEDED' }],
    });
  });

  it('plans the very call, and asks nothing that writes', async () => {
    const order = await onItsWay();
    const { plan, rows } = await ask(order, {}, { dryRun: true });
    expect(rows).toEqual([]);
    expect(calls()).toEqual([DETAIL, CASES]);
    await ask(order);
    expect(plan.calls.map(({ endpoint }: { endpoint: string }) => `POST /${endpoint.slice(5)}`)).toEqual(calls());
    const [sent] = bench.sent(RECALL) as Record<string, unknown>[];
    const { after_sale_id: planned, ...rest } = plan.calls[2].body;
    expect(rest).toEqual({ op_from: sent?.['op_from'], intercept_targets: sent?.['intercept_targets'] });
    expect(planned).toMatch(/^\d{19}$/);
    expect([...bench.state().afterSales.keys()]).toContain(planned);
  });

  it('takes a success of the call for none of its parcels', async () => {
    const order = await onItsWay(2);
    const [near, late] = order.packs;
    Object.assign(late ?? {}, { shippedAt: (late?.shippedAt ?? 0) - 2 * 86_400 });
    const named = await ask(order, { trackingNumbers: [late?.trackingNo, near?.trackingNo] });
    expect(named.rows).toMatchObject([
      {
        status: 'FAILED',
        userErrors: [{ code: 'STATE_FORBIDS', path: ['input', 'trackingNumbers', '0'], fault: { subCode: '3' } }],
      },
      { status: 'SUCCEEDED', userErrors: [] },
    ]);
    expect(named.userErrors).toEqual([]);
    const only = await ask(order, { trackingNumbers: [late?.trackingNo] });
    expect(only).toMatchObject({ rows: [{ status: 'FAILED' }], userErrors: [{ code: 'STATE_FORBIDS' }], cost: null });
  });

  it('does nothing where a bound of the cost could not be kept', async () => {
    const maxCost = { amount: '5.00' };
    const sent = await ask(await onItsWay(), { maxCost });
    expect(sent).toMatchObject({
      userErrors: [{ code: 'UNSUPPORTED_COMBINATION', path: ['input', 'maxCost'] }],
      rows: [],
      order: null,
    });
    expect(calls()).toEqual([DETAIL]);
    expect((await ask(refundAsked(), { maxCost })).userErrors).toEqual([]);
    for (const [amount, currencyCode, field] of [
      ['-1', 'CNY', 'amount'],
      ['0.001', 'CNY', 'amount'],
      ['1', 'USD', 'currencyCode'],
    ]) {
      const { userErrors } = await ask(refundAsked(), { maxCost: { amount, currencyCode } });
      expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'maxCost', field] }]);
      expect(calls()).toEqual([]);
    }
  });

  it('needs a case that is open, and an order that is neither over nor missing', async () => {
    const waiting = bench.place();
    const cancelled = bench.place({ isPaid: false });
    bench.server.douyin.buyer.cancel(cancelled.id);
    const sent = bench.place();
    await bench.write(SHIP_ROWS, {
      whole: { orderId: bench.gid(sent), parcel: { carrierCode: 'shunfeng', trackingNumber: bench.number() } },
    });
    for (const order of [waiting, cancelled, sent]) {
      const { userErrors, rows } = await ask(order);
      expect(userErrors).toMatchObject([
        { code: 'STATE_FORBIDS', path: ['input', 'orderId'], nodeId: bench.gid(order) },
      ]);
      expect(rows).toEqual([]);
      for (const write of [STOP, RECALL]) expect(calls()).not.toContain(write);
    }
    const foreign = await ask(await onItsWay(), { trackingNumbers: ['SF1', 'SF2'] });
    expect(foreign.userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'trackingNumbers', '0'] },
      { code: 'NOT_FOUND', path: ['input', 'trackingNumbers', '1'] },
    ]);
    for (const orderId of [bench.shop.gid('Order', '6917135448573842113'), 'x', 'gid://v1/Order/s7f3k2a/1']) {
      const { userErrors } = await bench.write(INTERCEPT, { orderId });
      expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'orderId'] }]);
    }
    expect(calls()).toEqual([]);
  });

  it('reports the lock of an order abroad, which cannot be shipped then', async () => {
    const order = bench.place();
    const payload = await ask(order, { crossBorderVendor: 'SF' }, null, INTERCEPT_ROWS);
    expect(payload).toMatchObject({ userErrors: [], rows: [{ status: 'SUCCEEDED' }] });
    expect(calls()).toEqual([DETAIL, LOCK]);
    const [sent] = bench.sent(LOCK) as { occurrence_time: string }[];
    expect(sent).toMatchObject({ order_id: order.id, vendor: 'SF', status: 4 });
    expect(sent?.occurrence_time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const shipped = await bench.write(SHIP_ROWS, {
      whole: { orderId: bench.gid(order), parcel: { carrierCode: 'shunfeng', trackingNumber: bench.number() } },
    });
    expect(shipped.userErrors).toMatchObject([{ code: 'STATE_FORBIDS', path: ['input', 'whole', 'orderId'] }]);
    expect((await ask(await onItsWay(), { crossBorderVendor: 'SF' })).userErrors).toMatchObject([
      { code: 'STATE_FORBIDS' },
    ]);
  });

  it('holds the version, replays its key, and needs the scope', async () => {
    const order = refundAsked();
    const stale = await ask(order, {}, { expectedVersion: 'old' });
    expect(stale.userErrors).toMatchObject([{ code: 'CONFLICT', path: ['options', 'expectedVersion'] }]);
    const options = { idempotencyKey: 'stop once', expectedVersion: stale.userErrors[0].currentVersion };
    expect((await ask(order, {}, options, INTERCEPT_ROWS)).rows).toMatchObject([{ status: 'SUCCEEDED' }]);
    const again = await ask(order, {}, options, INTERCEPT_ROWS);
    expect(again).toMatchObject({ replayed: true, userErrors: [], rows: [{ status: 'SUCCEEDED' }] });
    expect(calls()).toEqual([]);
    expect((await ask(refundAsked(), {}, options)).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    const { userErrors } = await bench.write(INTERCEPT, { orderId: bench.gid(order) }, null, bench.server.readKey);
    expect(userErrors).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    expect(calls()).toEqual([]);
  });

  it('keeps the cost for a repeat of the key', async () => {
    const order = await onItsWay();
    for (const pack of order.packs) Object.assign(pack, { shippedAt: pack.shippedAt - 13 * 3600 });
    const options = { idempotencyKey: 'costly' };
    expect((await ask(order, {}, options)).cost.minorUnits).toBe('600');
    expect(await ask(order, {}, options)).toMatchObject({ replayed: true, cost: { minorUnits: '600' } });
    expect(calls()).not.toContain(RECALL);
  });

  it('never repeats a lost stop, and settles it by the refund that followed', async () => {
    const order = refundAsked();
    const options = { idempotencyKey: 'lost stop' };
    bench.server.douyin.faults.set([{ match: { operation: STOP }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    const lost = await ask(order, {}, options);
    expect(lost.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(calls().filter((call) => call === STOP)).toHaveLength(1);
    const again = await ask(order, {}, options);
    expect(again).toMatchObject({ replayed: true, userErrors: [], rows: [{ status: 'SUCCEEDED' }] });
    expect(calls()).not.toContain(STOP);
  });

  it('takes no other refund of the order for the one it was stopped in', async () => {
    const order = bench.place();
    const [first, second] = [applyFor(order, 0), applyFor(order, 1)];
    const options = { idempotencyKey: 'lost stops' };
    bench.server.douyin.faults.set([{ match: { operation: STOP }, fault: 'reset', phase: 'before_effect', times: 2 }]);
    const lost = await ask(order, {}, options, INTERCEPT_ROWS);
    expect(lost.rows).toMatchObject([{ status: 'UNKNOWN' }, { status: 'UNKNOWN' }]);
    Object.assign(first, { status: 12 });
    const half = await ask(order, {}, options, INTERCEPT_ROWS);
    expect(half.rows.map(({ status }: { status: string }) => status).sort()).toEqual(['SUCCEEDED', 'UNKNOWN']);
    Object.assign(second, { status: 12 });
    expect((await ask(order, {}, options, INTERCEPT_ROWS)).rows).toMatchObject([
      { status: 'SUCCEEDED' },
      { status: 'SUCCEEDED' },
    ]);
    expect(calls()).not.toContain(STOP);
  });

  it('never repeats a lost recall, of which nothing tells', async () => {
    const order = await onItsWay();
    const options = { idempotencyKey: 'lost recall' };
    bench.server.douyin.faults.set([{ match: { operation: RECALL }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    expect((await ask(order, {}, options)).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect((await ask(order, {}, options)).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(calls()).not.toContain(RECALL);
  });
});
