import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DETAIL, mutation, type ShippingBench, startShipping } from './shipping-bench.js';

const NEW = 'POST /logistics/newCreateOrder';
const PRINT = 'POST /logistics/waybillApply';
const CANCEL = 'POST /logistics/cancelOrder';
const TRACK = 'POST /logistics/trackNoRouteDetail';
const ADDRESSES = 'POST /address/list';

const ALLOCATE = mutation(
  'waybillsAllocate',
  'WaybillsAllocateInput',
  'waybills { waybillNumber carrierCode order { id } }',
);
const ALLOCATE_PRINTED = mutation('waybillsAllocate', 'WaybillsAllocateInput', 'waybills { waybillNumber printData }');
const GIVE_BACK = mutation(
  'waybillCancel',
  'WaybillCancelInput',
  'waybills { waybillNumber carrierCode printData order { id } }',
);

describe('waybills of Douyin', () => {
  let bench: ShippingBench;
  beforeAll(async () => {
    bench = await startShipping();
  }, 30_000);
  afterAll(() => bench.server.stop());
  beforeEach(() => bench.server.douyin.faults.clear());

  const calls = () => bench.server.calls();
  const sender = (): string => bench.state().addresses[0]?.id ?? '';
  const input = (rows: object[], more: object = {}) => ({
    shopId: bench.shop.id,
    carrierCode: 'shunfeng',
    senderAddressNativeId: sender(),
    rows,
    ...more,
  });
  const row = (order = bench.place(), more: object = {}) => ({ orderId: bench.gid(order), ...more });
  const numbersOf = (payload: { waybills: { waybillNumber: string }[] }): string[] =>
    payload.waybills.map(({ waybillNumber }) => waybillNumber);

  it('are got in one call, whose recipients are ciphertexts that only the platform can read', async () => {
    const [first, second] = [bench.place(), bench.place()];
    const payload = await bench.write(ALLOCATE, input([row(first), row(second, { packageId: 'B' })]));
    expect(payload).toMatchObject({
      userErrors: [],
      rows: [
        { index: 0, nodeId: bench.gid(first), status: 'SUCCEEDED' },
        { index: 1, nodeId: bench.gid(second), status: 'SUCCEEDED' },
      ],
      waybills: [
        { carrierCode: 'shunfeng', order: { id: bench.gid(first) } },
        { carrierCode: 'shunfeng', order: { id: bench.gid(second) } },
      ],
    });
    expect(calls()).toEqual([ADDRESSES, DETAIL, DETAIL, NEW]);
    expect(bench.effects()).toEqual(['waybill.create', 'waybill.create']);
    const [sent] = bench.sent(NEW) as {
      sender_info: object;
      order_infos: { receiver_info: { contact: { name: string; mobile: string } } }[];
    }[];
    expect(sent?.order_infos.map((info) => info)).toMatchObject([
      { order_id: first.id, pack_id: '1', items: [{ item_count: 2 }, { item_count: 2 }] },
      { order_id: second.id, pack_id: 'B' },
    ]);
    const contact = sent?.order_infos[0]?.receiver_info.contact;
    expect(contact?.name).toMatch(/^##/);
    expect(contact?.mobile).toMatch(/^\$\$/);
    expect(bench.state().vault.open(contact?.mobile ?? '')?.plain).toBe(first.receiver.tel);
  });

  it('are the same for the same parcel, and others for another one', async () => {
    const order = bench.place();
    const ask = async (packageId?: string) =>
      numbersOf(await bench.write(ALLOCATE, input([row(order, { packageId })])))[0];
    const first = await ask();
    expect(await ask('1')).toBe(first);
    expect(await ask('2')).not.toBe(first);
  });

  it('are printed in one call, where that is selected', async () => {
    const payload = await bench.write(ALLOCATE_PRINTED, input([row(), row()]));
    expect(payload.waybills.map(({ printData }: { printData: string }) => printData.length > 20)).toEqual([true, true]);
    expect(calls()).toEqual([ADDRESSES, DETAIL, DETAIL, NEW, PRINT]);
  });

  it('stay when printing fails, with an error at each', async () => {
    bench.server.douyin.faults.set([{ match: { operation: PRINT }, fault: 'business_code', code: 50002 }]);
    const { data, errors } = await bench.server.ask(ALLOCATE_PRINTED, { input: input([row()]), options: null });
    expect(data.result).toMatchObject({ rows: [{ status: 'SUCCEEDED' }], waybills: [{ printData: null }] });
    expect(errors[0].path).toEqual(['result', 'waybills', 0, 'printData']);
  });

  it('are planned with persons hidden, and nobody is told of them', async () => {
    const order = bench.place();
    const answer = await bench.server.ask(ALLOCATE_PRINTED, { input: input([row(order)]), options: { dryRun: true } });
    const { plan, rows } = answer.data.result;
    expect(rows).toMatchObject([{ status: 'SKIPPED' }]);
    expect(plan.calls.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual([
      'POST address/list',
      'POST order/orderDetail',
      'POST logistics/newCreateOrder',
      'POST logistics/waybillApply',
    ]);
    expect(plan.calls[2]).toMatchObject({
      batchSize: 1,
      idempotent: true,
      body: {
        logistics_code: 'shunfeng',
        order_infos: [
          {
            order_id: order.id,
            pack_id: '1',
            receiver_info: {
              address: { province_name: order.receiver.place.province.name, detail_address: '***' },
              contact: { name: '***', mobile: '***' },
            },
          },
        ],
      },
    });
    expect(calls()).toEqual([ADDRESSES, DETAIL]);
    const { vault } = bench.state();
    const { tel, name, detail } = order.receiver;
    const secrets = [tel, vault.encrypt('tel', tel), vault.encrypt('name', name), vault.encrypt('address', detail)];
    for (const secret of secrets) expect(JSON.stringify(answer)).not.toContain(secret);
  });

  it('are refused row by row: foreign, doubled, unpaid, cancelled, sent', async () => {
    const [good, unpaid, cancelled] = [bench.place(), bench.place({ isPaid: false }), bench.place({ isPaid: false })];
    bench.server.douyin.buyer.cancel(cancelled.id);
    const payload = await bench.write(
      ALLOCATE,
      input([
        row(good),
        row(good),
        row(unpaid),
        row(cancelled),
        { orderId: 'gid://v1/Order/s7f3k2a/6917135448573842113' },
        { orderId: bench.shop.gid('Order', '6917135448573842113') },
      ]),
    );
    const at = (index: number, field: string) => ['input', 'rows', String(index), field];
    expect(payload.rows).toMatchObject([
      { status: 'SUCCEEDED', userErrors: [] },
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: at(1, 'packageId') }] },
      { status: 'FAILED', userErrors: [{ code: 'STATE_FORBIDS', path: at(2, 'orderId') }] },
      { status: 'FAILED', userErrors: [{ code: 'STATE_FORBIDS', path: at(3, 'orderId') }] },
      { status: 'FAILED', userErrors: [{ code: 'NOT_FOUND', path: at(4, 'orderId') }] },
      { status: 'FAILED', userErrors: [{ code: 'NOT_FOUND', path: at(5, 'orderId') }] },
    ]);
    expect(payload.waybills).toHaveLength(1);
    expect((bench.sent(NEW)[0] as { order_infos: unknown[] }).order_infos).toHaveLength(1);
  });

  it('tell what the platform refused of single rows, without its words', async () => {
    const [good, gone] = [bench.place(), bench.place()];
    const other = [...bench.state().orders.values()].find(({ receiver }) => receiver.name !== gone.receiver.name);
    // The recipient changes between the order that is read and the number that is asked for.
    bench.server.douyin.faults.set([
      { match: { operation: NEW }, fault: 'hold', phase: 'before_effect', times: 1 },
    ] as never);
    const asked = bench.write(ALLOCATE, input([row(good), row(gone)]));
    for (const until = performance.now() + 5_000; !calls().includes(NEW) && performance.now() < until; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    gone.receiver = other?.receiver ?? gone.receiver;
    bench.server.douyin.faults.release();
    const payload = await asked;
    expect(payload.rows).toMatchObject([
      { status: 'SUCCEEDED' },
      {
        status: 'FAILED',
        userErrors: [
          { code: 'UPSTREAM_REJECTED', path: ['input', 'rows', '1', 'orderId'], fault: { subCode: '15002' } },
        ],
      },
    ]);
  });

  it('need an address of the shop, a known carrier, and no more than fifty rows', async () => {
    const order = bench.place();
    const ask = (more: object, rows = [row(order)], options: object | null = null) =>
      bench.write(ALLOCATE, input(rows, more), options);
    for (const id of ['7300000000000000123', 'x', '']) {
      const { userErrors, rows } = await ask({ senderAddressNativeId: id });
      expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'senderAddressNativeId'] }]);
      expect(rows).toEqual([]);
    }
    const carrier = await ask({ carrierCode: 'pigeon' });
    expect(carrier.rows[0].userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'carrierCode'] }]);
    const many = await ask(
      {},
      Array.from({ length: 51 }, (_, at) => row(order, { packageId: String(at) })),
    );
    expect(many.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'rows'] }]);
    expect((await ask({}, [])).userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'rows'] }]);
    expect((await ask({}, [row(order)], { expectedVersion: 'x' })).userErrors).toMatchObject([
      { code: 'UNSUPPORTED_COMBINATION', path: ['options', 'expectedVersion'] },
    ]);
    expect(calls()).toEqual([]);
  });

  it('are asked for again when the answer is lost, and are the same', async () => {
    bench.server.douyin.faults.set([{ match: { operation: NEW }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    const payload = await bench.write(ALLOCATE, input([row()]));
    expect(payload.rows).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(calls().filter((call) => call === NEW)).toHaveLength(2);
    expect(bench.effects()).toEqual(['waybill.create']);
  });

  it('stay unknown when no answer comes, and a new key gets the same numbers', async () => {
    const wanted = input([row()]);
    bench.server.douyin.faults.set([{ match: { operation: NEW }, fault: 'reset', phase: 'after_effect' }]);
    const lost = await bench.write(ALLOCATE, wanted, { idempotencyKey: 'lost numbers' });
    expect(lost.rows).toMatchObject([{ status: 'UNKNOWN', userErrors: [{ code: 'OUTCOME_UNKNOWN' }] }]);
    const made = [...bench.state().waybills.values()].at(-1)?.trackingNo;
    bench.server.douyin.faults.clear();
    const again = await bench.write(ALLOCATE, wanted, { idempotencyKey: 'lost numbers' });
    expect([again.replayed, again.rows[0].status]).toEqual([true, 'UNKNOWN']);
    expect(numbersOf(await bench.write(ALLOCATE, wanted))).toEqual([made]);
  }, 20_000);

  it('are told again to a repeat of the key, and what is printed is asked anew', async () => {
    const wanted = input([row()]);
    const options = { idempotencyKey: 'numbers' };
    const first = await bench.write(ALLOCATE_PRINTED, wanted, options);
    const again = await bench.write(ALLOCATE_PRINTED, wanted, options);
    expect(again).toMatchObject({ replayed: true, waybills: first.waybills });
    expect(calls()).toEqual([PRINT]);
    const other = await bench.write(ALLOCATE_PRINTED, input([row()]), options);
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it('keep recipients out of all that is stored', async () => {
    const order = bench.place();
    await bench.write(ALLOCATE, input([row(order)]), { idempotencyKey: 'private' });
    const stored = await bench.server.foundation.store.journal.find(
      bench.server.tenantId,
      'waybillsAllocate',
      'private',
    );
    const { vault } = bench.state();
    const { tel, name, detail } = order.receiver;
    for (const text of [tel, name, detail, ...[vault.encrypt('tel', tel), vault.encrypt('name', name)]])
      expect(JSON.stringify(stored)).not.toContain(text);
    expect(stored?.outcome).toContain('waybillNumber');
  });

  const given = async (): Promise<string> => numbersOf(await bench.write(ALLOCATE, input([row()])))[0] ?? '';
  const back = (waybillNumber: string, options: object | null = null, key?: string, more: object = {}) =>
    bench.write(GIVE_BACK, { shopId: bench.shop.id, carrierCode: 'shunfeng', waybillNumber, ...more }, options, key);

  it('are given back once; a second time is a refusal', async () => {
    const number = await given();
    const { plan } = await back(number, { dryRun: true });
    expect(plan.calls).toMatchObject([
      { endpoint: 'POST logistics/cancelOrder', body: { logistics_code: 'shunfeng', track_no: number } },
    ]);
    expect(calls()).toEqual([]);
    const payload = await back(number);
    expect(payload).toMatchObject({
      userErrors: [],
      rows: [{ index: 0, nodeId: null, status: 'SUCCEEDED' }],
      waybills: [{ waybillNumber: number, carrierCode: 'shunfeng', printData: null, order: null }],
    });
    expect(calls()).toEqual([CANCEL]);
    const again = await back(number);
    expect(again).toMatchObject({
      userErrors: [{ code: 'STATE_FORBIDS', path: ['input', 'waybillNumber'] }],
      rows: [{ status: 'FAILED' }],
      waybills: [],
    });
  });

  it('are not taken back when a parcel has left with them, or nobody knows the carrier', async () => {
    const [used] = bench.state().waybills.values();
    const inUse = await back(used?.trackingNo ?? '', null, undefined, { carrierCode: used?.companyCode });
    expect(inUse.userErrors).toMatchObject([{ code: 'STATE_FORBIDS', path: ['input', 'waybillNumber'] }]);
    const carrier = await back(await given(), null, undefined, { carrierCode: 'pigeon' });
    expect(carrier.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'carrierCode'] }]);
  });

  it('are not asked to be taken back twice when the answer is lost: the platform is asked after the number', async () => {
    const number = await given();
    const options = { idempotencyKey: 'lost return' };
    bench.server.douyin.faults.set([{ match: { operation: CANCEL }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    expect((await back(number, options)).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(calls()).toEqual([CANCEL]);
    const again = await back(number, options);
    expect(again).toMatchObject({ replayed: true, userErrors: [], rows: [{ status: 'SUCCEEDED' }] });
    expect(calls()).toEqual([TRACK, DETAIL]);
  });

  it('stay open when they may still be taken back, and when the platform does not find them', async () => {
    const number = await given();
    const options = { idempotencyKey: 'return on its way' };
    bench.server.douyin.faults.set([
      { match: { operation: CANCEL }, fault: 'reset', phase: 'before_effect', times: 1 },
    ]);
    await back(number, options);
    expect((await back(number, options)).rows).toMatchObject([{ status: 'UNKNOWN' }]);
    // What is in no shipment is not found either: that tells nothing of what was given back.
    for (let look = 0; look < 2; look += 1)
      expect((await back('SF700000000000', { idempotencyKey: 'no number' })).rows).toMatchObject([
        { status: 'UNKNOWN' },
      ]);
  });

  it('stay open when the order is cancelled, of which the platform says the same as of a number', async () => {
    const order = bench.place();
    const [number = ''] = numbersOf(await bench.write(ALLOCATE, input([row(order)])));
    const options = { idempotencyKey: 'return of a cancelled order' };
    bench.server.douyin.faults.set([
      { match: { operation: CANCEL }, fault: 'reset', phase: 'before_effect', times: 1 },
    ]);
    await back(number, options);
    Object.assign(order, { status: 4, mainStatus: 4 });
    expect((await back(number, options)).rows).toMatchObject([{ status: 'UNKNOWN' }]);
    expect(calls()).toEqual(expect.arrayContaining([TRACK, DETAIL]));
  });

  it('stay open when nothing here tells which order they were given for', async () => {
    const order = bench.place();
    const number = 'SF799000000000';
    const company = { companyCode: 'shunfeng', trackingNo: number };
    bench
      .state()
      .waybills.set(`shunfeng:${number}`, { ...company, orderId: order.id, createdAt: 0, cancelled: false } as never);
    const options = { idempotencyKey: 'return of a number from elsewhere' };
    bench.server.douyin.faults.set([{ match: { operation: CANCEL }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    await back(number, options);
    expect((await back(number, options)).rows).toMatchObject([{ status: 'UNKNOWN' }]);
    expect(calls()).toContain(TRACK);
  });

  it('need the scope', async () => {
    const asked = await bench.write(ALLOCATE, input([row()]), null, bench.server.readKey);
    expect(asked.userErrors).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    expect((await back('SF1', null, bench.server.readKey)).userErrors).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    expect(calls()).toEqual([]);
  });
});
