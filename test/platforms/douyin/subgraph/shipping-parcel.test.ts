import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DETAIL, type PlacedOrder, RELABEL, SHIP_ROWS, type ShippingBench, startShipping } from './shipping-bench.js';

const EDIT = 'POST /order/logisticsEditByPack';

describe('correcting parcels of Douyin', () => {
  let bench: ShippingBench;
  beforeAll(async () => {
    bench = await startShipping();
  }, 30_000);
  afterAll(() => bench.server.stop());
  beforeEach(() => bench.server.douyin.faults.clear());

  const label = (trackingNumber = bench.number()) => ({ carrierCode: 'shunfeng', trackingNumber });
  const calls = () => bench.server.calls();
  /** An order that has left in so many parcels. */
  const sent = async (parcels = 1): Promise<PlacedOrder> => {
    const order = bench.place();
    await bench.write(SHIP_ROWS, {
      split: {
        orderId: bench.gid(order),
        parcels: Array.from({ length: parcels }, (_, at) => ({
          label: label(),
          items: [{ orderLineId: bench.lineGid(order, at), quantity: 2 }],
        })),
      },
    });
    return order;
  };

  it('finds the only parcel of an order, and reads the order back', async () => {
    const order = await sent();
    const other = label();
    const payload = await bench.write(RELABEL, { orderId: bench.gid(order), label: other });
    expect(payload).toMatchObject({
      userErrors: [],
      rows: [{ index: 0, nodeId: bench.gid(order), status: 'SUCCEEDED' }],
      orders: [{ id: bench.gid(order), parcels: [{ ...other, nativeId: order.packs[0]?.id }] }],
    });
    expect(calls()).toEqual([DETAIL, EDIT, DETAIL]);
    expect(bench.effects()).toEqual(['order.waybill']);
  });

  it('asks nothing before where the parcel is named, and plans the very call', async () => {
    const order = await sent(2);
    const parcelNativeId = order.packs[1]?.id;
    const input = { orderId: bench.gid(order), parcelNativeId, label: label() };
    const { plan } = await bench.write(RELABEL, input, { dryRun: true });
    expect(calls()).toEqual([]);
    const payload = await bench.write(RELABEL, input);
    expect(calls()).toEqual([EDIT, DETAIL]);
    expect(plan.calls.map(({ endpoint }: { endpoint: string }) => `POST /${endpoint.slice(5)}`)).toEqual([
      EDIT,
      DETAIL,
    ]);
    expect([plan.calls[0].body]).toEqual(bench.sent(EDIT));
    expect(plan.calls[0].idempotent).toBe(false);
    expect(payload.orders[0].parcels[1]).toMatchObject(input.label);
    expect(parcelNativeId).toMatch(/^\d{19}$/);
  });

  it('refuses an order with several parcels, one with none, and a parcel of another order', async () => {
    const [several, none] = [await sent(2), bench.place()];
    const ask = (orderId: string, parcelNativeId?: string, options: object | null = null) =>
      bench.write(RELABEL, { orderId, parcelNativeId, label: label() }, options);
    expect((await ask(bench.gid(several))).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'parcelNativeId'] },
    ]);
    expect(calls()).toEqual([DETAIL]);
    expect((await ask(bench.gid(none))).userErrors).toMatchObject([
      { code: 'STATE_FORBIDS', path: ['input', 'orderId'], nodeId: bench.gid(none) },
    ]);
    const foreign = await ask(bench.gid(several), '7300000000000000123');
    expect(foreign).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'parcelNativeId'] }],
      rows: [{ status: 'FAILED' }],
      orders: [],
    });
    expect(calls()).toEqual([EDIT]);
    expect((await ask(bench.shop.gid('Order', '6917135448573842113'))).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'orderId'] },
    ]);
    expect((await ask('gid://v1/Order/s7f3k2a/6917135448573842113')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(calls()).toEqual([]);
  });

  it('tells a bad number and a bad carrier with their paths', async () => {
    const order = await sent();
    const parcelNativeId = order.packs[0]?.id;
    const ask = (change: object) =>
      bench.write(RELABEL, { orderId: bench.gid(order), parcelNativeId, label: { ...label(), ...change } });
    expect((await ask({ trackingNumber: 'no' })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'label', 'trackingNumber'] },
    ]);
    expect((await ask({ carrierCode: 'pigeon' })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'label', 'carrierCode'] },
    ]);
    expect((await ask({ carrierCode: '' })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'label', 'carrierCode'] },
    ]);
    expect(calls()).toEqual([]);
  });

  it('holds the version that was expected', async () => {
    const order = await sent();
    const input = { orderId: bench.gid(order), parcelNativeId: order.packs[0]?.id, label: label() };
    const stale = await bench.write(RELABEL, input, { expectedVersion: 'old' });
    expect(stale.userErrors).toMatchObject([{ code: 'CONFLICT', path: ['options', 'expectedVersion'] }]);
    expect(calls()).toEqual([DETAIL]);
    const right = await bench.write(RELABEL, input, { expectedVersion: stale.userErrors[0].currentVersion });
    expect(right.userErrors).toEqual([]);
  });

  it.each(['named', 'the only one'])(
    'never repeats a lost correction of a parcel that is %s, and settles it by the order',
    async (which) => {
      const order = await sent();
      const parcelNativeId = which === 'named' ? order.packs[0]?.id : undefined;
      const input = { orderId: bench.gid(order), parcelNativeId, label: label() };
      const options = { idempotencyKey: `lost correction, ${which}` };
      bench.server.douyin.faults.set([{ match: { operation: EDIT }, fault: 'reset', phase: 'after_effect', times: 1 }]);
      const lost = await bench.write(RELABEL, input, options);
      expect(lost).toMatchObject({ userErrors: [{ code: 'OUTCOME_UNKNOWN' }], rows: [{ status: 'UNKNOWN' }] });
      expect(calls().filter((call) => call === EDIT)).toHaveLength(1);
      const again = await bench.write(RELABEL, input, options);
      expect(again).toMatchObject({ replayed: true, userErrors: [], rows: [{ status: 'SUCCEEDED' }] });
      expect(calls()).not.toContain(EDIT);
      const other = await bench.write(RELABEL, { ...input, label: label() }, options);
      expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    },
  );

  it('needs the scope', async () => {
    const order = await sent();
    const { userErrors } = await bench.write(
      RELABEL,
      { orderId: bench.gid(order), label: label() },
      null,
      bench.server.readKey,
    );
    expect(userErrors).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    expect(calls()).toEqual([]);
  });
});
