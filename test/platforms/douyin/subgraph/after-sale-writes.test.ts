import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import type { AfterSale } from '../../../../src/platforms/douyin/emulator/state/after-sale.record.js';
import { scratchFolder } from '../../../support/scratch-folder.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';
import { newOrder } from '../emulator/buyers.js';

const DECIDE = `mutation($input: AfterSalesDecideInput!, $options: WriteOptions) {
  payload: afterSalesDecide(input: $input, options: $options) {
    afterSales { id status statusCode refund { minorUnits } updatedAt }
    rows { index nodeId status userErrors {
      code message path retryable
      ... on StateError { nodeId currentVersion } ... on InputError { constraint } ... on UpstreamError { fault { code subCode } }
    } }
    userErrors { code path } plan { calls { endpoint body } warnings } replayed
  }
}`;
const UPDATE = `mutation($input: AfterSaleUpdateInput!, $options: WriteOptions) {
  payload: afterSaleUpdate(input: $input, options: $options) {
    afterSale { id statusCode deadline updatedAt }
    userErrors { code message path ... on StateError { currentVersion } }
    plan { calls { endpoint body } } replayed
  }
}`;

const DETAIL = 'POST /afterSale/Detail';
const OPERATE = 'POST /afterSale/operate';
const REASONS = 'POST /afterSale/rejectReasonCodeList';
const STORED = 'POST /afterSale/returnGoodsToWareHouseSuccess';
const ADDRESSES = 'POST /address/list';
const ZTO = { companyCode: 'zhongtong', trackingNo: 'ZT78901234567890' };
const SF = { carrierCode: 'shunfeng', trackingNumber: 'SF1234567890555' };

describe('writes to after-sale cases', () => {
  const folder = scratchFolder('after-sale-writes');
  let server: DouyinServer;
  let shop: DouyinShop;
  let other: DouyinShop;
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' }, server: { file: join(folder, 'cases.db') } });
    [shop, other] = server.shops as [DouyinShop, DouyinShop];
  }, 30_000);
  afterAll(() => server.stop());
  beforeEach(() => {
    server.douyin.faults.clear();
    server.douyin.rules.operateFailure = 'envelope';
  });

  const send = async (mutation: string, input: object, options: object | null = null, key = server.adminKey) => {
    const answer = await server.ask(mutation, { input, options }, { key });
    expect(answer.errors ?? []).toEqual([]);
    return answer.data.payload;
  };
  const decide = (decision: string, rows: object[], options: object | null = null, key = server.adminKey) =>
    send(DECIDE, { decision, rows }, options, key);
  const rowOf = (one: AfterSale, more: object = {}) => ({
    afterSaleId: shop.gid('AfterSale', one.id),
    expectedUpdatedAt: new Date(one.updatedAt * 1000).toISOString(),
    ...more,
  });
  const effects = () =>
    server.douyin.journal.entries
      .flatMap((entry) => entry.effects.map(({ kind }) => kind))
      .filter((kind) => kind !== 'token.create');
  const sent = (operation: string) =>
    server.douyin.journal.entries
      .filter((entry) => entry.operation === operation)
      .map(({ params }) => JSON.parse(String(params['param_json'])));

  /** A line of an order that was received, so that every kind of case may be asked for. */
  const received = () => {
    const order = newOrder(server.douyin, shop.nativeId);
    const record = server.douyin.state.shops.get(shop.nativeId)?.orders.get(order.id);
    if (record === undefined) throw new Error('no order');
    // Sent in one parcel, as by a call of the platform.
    for (const line of record.lines) {
      line.shipped = line.count;
      line.status = 3;
    }
    record.packs.push({
      id: `73${order.id.slice(-16)}`,
      companyCode: 'shunfeng',
      trackingNo: `SF7${order.id.slice(-12)}`,
      shippedAt: record.paidAt,
      items: record.lines.map(({ id, count }) => ({ lineId: id, count })),
    });
    record.status = record.mainStatus = 3;
    server.douyin.buyer.receive(order.id);
    return record;
  };
  const caseOf = (type: number, isReturned = false): AfterSale => {
    if (type === 2) return server.douyin.buyer.apply({ orderId: newOrder(server.douyin, shop.nativeId).id, type });
    const order = received();
    const line = order.lines[0];
    const one = server.douyin.buyer.apply({
      orderId: order.id,
      lineId: line?.id ?? '',
      type,
      exchangeSkuId: line?.skuId ?? '',
    });
    if (isReturned) {
      one.status = 7;
      server.douyin.buyer.returnGoods(one.id, ZTO);
    }
    return one;
  };
  const refusal = { rejectReasonCode: '11', remark: '已与买家沟通' };

  it.each<[string, number, boolean, object, number]>([
    ['RETURN_APPROVE', 0, false, {}, 7],
    ['RETURN_REJECT', 0, false, refusal, 27],
    ['RETURN_TO_REFUND', 0, false, {}, 12],
    ['RETURN_ACCEPT', 0, true, {}, 12],
    ['RETURN_REFUSE', 0, true, refusal, 29],
    ['REFUND_APPROVE', 1, false, {}, 12],
    ['REFUND_REJECT', 1, false, refusal, 27],
    ['REFUND_AFTER_REFUSED_DELIVERY', 1, false, {}, 12],
    ['PRESALE_REFUND_APPROVE', 2, false, {}, 12],
    ['EXCHANGE_APPROVE', 3, false, {}, 7],
    ['EXCHANGE_REJECT', 3, false, refusal, 27],
    ['EXCHANGE_TO_REFUND', 3, false, {}, 12],
    ['EXCHANGE_ACCEPT', 3, true, { exchangeParcel: SF }, 13],
    ['EXCHANGE_REFUSE', 3, true, refusal, 29],
    ['EXCHANGE_TO_REFUND', 3, true, {}, 12],
  ])(
    '%s is carried out on a case of kind %i (goods back: %s), and the case is read back',
    async (decision, type, isReturned, more, state) => {
      const one = caseOf(type, isReturned);
      const readAt = one.updatedAt;
      const payload = await decide(decision, [rowOf(one, more)]);
      expect(payload).toMatchObject({
        rows: [{ index: 0, nodeId: shop.gid('AfterSale', one.id), status: 'SUCCEEDED', userErrors: [] }],
        afterSales: [{ id: shop.gid('AfterSale', one.id), statusCode: state }],
        userErrors: [],
        replayed: false,
      });
      const isRefusal = 'rejectReasonCode' in more;
      const isReturn = decision === 'RETURN_APPROVE' || decision === 'EXCHANGE_APPROVE';
      expect(server.calls()).toEqual([
        DETAIL,
        ...(isRefusal ? [REASONS] : []),
        ...(isReturn ? [ADDRESSES] : []),
        OPERATE,
        DETAIL,
      ]);
      expect(sent(OPERATE)[0].items).toMatchObject([{ aftersale_id: one.id, update_time: readAt }]);
      expect(effects()).toEqual(['afterSale.operate']);
      if (state === 12) expect(one.refundStatus).toBe(3);
    },
  );

  it('pay back what was paid for the goods of an exchange that becomes a refund', async () => {
    const one = caseOf(3);
    const payload = await decide('EXCHANGE_TO_REFUND', [rowOf(one)]);
    expect(Number(payload.afterSales[0].refund.minorUnits)).toBeGreaterThan(0);
    expect(Number(payload.afterSales[0].refund.minorUnits)).toBe(one.refundAmount);
  });

  it('decide each case by a call of its own, and tell of each by itself', async () => {
    const [good, moved, gone] = [caseOf(2), caseOf(2), caseOf(2)];
    const seen = rowOf(moved);
    server.douyin.buyer.modify(moved.id, { amount: 1 });
    server.douyin.buyer.closeAfterSale(gone.id);
    const foreign = { ...rowOf(good), afterSaleId: other.gid('AfterSale', good.id) };
    const payload = await decide('PRESALE_REFUND_APPROVE', [
      rowOf(good),
      seen,
      rowOf(gone),
      foreign,
      rowOf(good),
      { ...rowOf(good), afterSaleId: shop.gid('AfterSale', '7018233447592960999') },
    ]);
    const path = (at: number, ...rest: string[]) => ['input', 'rows', String(at), ...rest];
    expect(payload.rows).toMatchObject([
      { status: 'SUCCEEDED', userErrors: [] },
      {
        status: 'FAILED',
        userErrors: [
          {
            code: 'CONFLICT',
            path: path(1, 'expectedUpdatedAt'),
            nodeId: shop.gid('AfterSale', moved.id),
            currentVersion: new Date(moved.updatedAt * 1000).toISOString(),
          },
        ],
      },
      { status: 'FAILED', userErrors: [{ code: 'STATE_FORBIDS', path: ['input', 'decision'] }] },
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: path(3, 'afterSaleId') }] },
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: path(4, 'afterSaleId') }] },
      { status: 'FAILED', userErrors: [{ code: 'NOT_FOUND', path: path(5, 'afterSaleId') }] },
    ]);
    expect(payload.afterSales).toHaveLength(1);
    expect(sent(OPERATE)).toHaveLength(1);
    expect([good.status, moved.status]).toEqual([12, 6]);
  });

  it.each<[string, string, number, object, string, string]>([
    ['a refusal without a reason', 'REFUND_REJECT', 1, { remark: '不退' }, 'INVALID_INPUT', 'rejectReasonCode'],
    ['a refusal without words', 'REFUND_REJECT', 1, { rejectReasonCode: '11' }, 'INVALID_INPUT', 'remark'],
    ['a parcel for a refund', 'REFUND_APPROVE', 1, { exchangeParcel: SF }, 'UNSUPPORTED_COMBINATION', 'exchangeParcel'],
    [
      'a reason for a refund',
      'REFUND_APPROVE',
      1,
      { rejectReasonCode: '11' },
      'UNSUPPORTED_COMBINATION',
      'rejectReasonCode',
    ],
    [
      'an address for a refund',
      'REFUND_APPROVE',
      1,
      { returnAddressNativeId: '1' },
      'UNSUPPORTED_COMBINATION',
      'returnAddressNativeId',
    ],
  ])('refuse %s before anything is read', async (_name, decision, type, more, code, field) => {
    const payload = await decide(decision, [rowOf(caseOf(type), more)]);
    expect(payload.rows[0].userErrors).toMatchObject([{ code, path: ['input', 'rows', '0', field] }]);
    expect(server.calls()).toEqual([]);
  });

  it('refuse a reason that the case does not have, and one without its evidence', async () => {
    const one = caseOf(1);
    const strange = await decide('REFUND_REJECT', [rowOf(one, { ...refusal, rejectReasonCode: '99' })]);
    expect(strange.rows[0].userErrors[0]).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'rows', '0', 'rejectReasonCode'],
    });
    const bare = await decide('REFUND_REJECT', [rowOf(one, { ...refusal, rejectReasonCode: '10' })]);
    expect(bare.rows[0].userErrors[0]).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'rows', '0', 'evidenceUrls'],
    });
    expect(server.calls()).toEqual([DETAIL, REASONS]);
    const evidenceUrls = ['https://p3.example/proof.png'];
    const whole = await decide('REFUND_REJECT', [rowOf(one, { ...refusal, rejectReasonCode: '10', evidenceUrls })]);
    expect(whole.rows[0]).toMatchObject({ status: 'SUCCEEDED' });
    expect(sent(OPERATE)[0].items[0]).toMatchObject({
      reason: '商品已发出',
      reject_reason_code: 10,
      evidence: [{ type: 1, url: evidenceUrls[0] }],
    });
  });

  it('send a return to the address that is named, and refuse one the shop does not have', async () => {
    const [one, two] = [caseOf(0), caseOf(0)];
    const address = server.douyin.state.shops.get(shop.nativeId)?.addresses.at(-1)?.id ?? '';
    await decide('RETURN_APPROVE', [rowOf(one, { returnAddressNativeId: address })]);
    expect(server.calls()).toEqual([DETAIL, OPERATE, DETAIL]);
    expect(one.returnAddressId).toBe(address);
    const { rows } = await decide('RETURN_APPROVE', [rowOf(two, { returnAddressNativeId: '1' })]);
    expect(rows[0].userErrors[0]).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'rows', '0', 'returnAddressNativeId'],
    });
  });

  it('are planned with what would be sent, after the checks and without a call that changes anything', async () => {
    const [good, bad] = [caseOf(2), caseOf(0)];
    const { plan, rows } = await decide('PRESALE_REFUND_APPROVE', [rowOf(good), rowOf(bad)], { dryRun: true });
    expect(plan.calls).toEqual([
      { endpoint: 'POST afterSale/Detail', body: null },
      {
        endpoint: 'POST afterSale/operate',
        body: { type: 401, items: [{ aftersale_id: good.id, update_time: good.updatedAt }] },
      },
      { endpoint: 'POST afterSale/Detail', body: null },
    ]);
    expect(plan.warnings).toHaveLength(1);
    expect(rows).toMatchObject([
      { index: 0, status: 'SKIPPED' },
      { index: 1, status: 'FAILED' },
    ]);
    expect(server.calls()).toEqual([DETAIL, DETAIL]);
    expect(effects()).toEqual([]);
  });

  it('answer a repeat of the key from the journal, and never pay twice', async () => {
    const one = caseOf(2);
    const row = rowOf(one);
    const options = { idempotencyKey: `refund ${one.id}` };
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).replayed).toBe(false);
    const again = await decide('PRESALE_REFUND_APPROVE', [row], options);
    expect(again).toMatchObject({ replayed: true, rows: [{ status: 'SUCCEEDED' }] });
    expect(server.calls()).toEqual([DETAIL]);
    const otherInput = await decide('PRESALE_REFUND_APPROVE', [{ ...row, remark: '好' }], options);
    expect(otherInput.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    const keyless = await decide('PRESALE_REFUND_APPROVE', [row]);
    expect(keyless.rows[0].userErrors[0].code).toBe('CONFLICT');
    expect(server.calls()).toEqual([DETAIL]);
  });

  it('tell a case that changed after it was read by CONFLICT, though the platform has one number for all', async () => {
    const one = caseOf(2);
    const row = rowOf(one);
    server.douyin.faults.set([{ match: { operation: OPERATE }, fault: 'hold' }]);
    const pending = decide('PRESALE_REFUND_APPROVE', [row]);
    while (sent(OPERATE).length === 0) await setTimeout(5);
    server.douyin.buyer.modify(one.id, { amount: 1 });
    server.douyin.faults.clear();
    server.douyin.faults.release();
    expect((await pending).rows[0].userErrors[0]).toMatchObject({
      code: 'CONFLICT',
      currentVersion: new Date(one.updatedAt * 1000).toISOString(),
    });
    expect(one.status).toBe(6);
  });

  it('let one of two that decide the same case at the same time through', async () => {
    const one = caseOf(2);
    const row = rowOf(one);
    const ask = () =>
      server.ask(DECIDE, { input: { decision: 'PRESALE_REFUND_APPROVE', rows: [row] } }, { key: server.adminKey });
    const ends = (await Promise.all([ask(), ask()])).map(({ data }) => data.payload.rows[0].status);
    expect(ends.sort()).toEqual(['FAILED', 'SUCCEEDED']);
    expect(sent(OPERATE)).toHaveLength(1);
  });

  it('are looked for where they were made, though the shop was switched since', async () => {
    const one = caseOf(2);
    const row = rowOf(one);
    const options = { idempotencyKey: `sandbox ${one.id}` };
    const flip = (isSandbox: boolean) =>
      server.ask('mutation($input: ShopSandboxSetInput!) { shopSandboxSet(input: $input) { userErrors { code } } }', {
        input: { id: shop.id, isSandbox },
      });
    server.douyin.faults.set([{ match: { operation: OPERATE }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).rows[0].status).toBe('UNKNOWN');
    await flip(true);
    const elsewhere = await decide('PRESALE_REFUND_APPROVE', [row], options);
    expect(elsewhere.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    await flip(false);
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).rows[0].status).toBe('SUCCEEDED');
  });

  it('read the refusal of the one case inside an answer that is a success', async () => {
    server.douyin.rules.operateFailure = 'item';
    const { rows } = await decide('RETURN_APPROVE', [rowOf(caseOf(0), { returnAddressNativeId: '1' })]);
    expect(rows[0]).toMatchObject({ status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT' }] });
  });

  it('read a success in part by what it says of the case, and leave open what it says nothing of', async () => {
    const one = caseOf(2);
    server.douyin.faults.set([{ match: { operation: OPERATE }, fault: 'business_code', code: 10001, times: 1 }]);
    expect((await decide('PRESALE_REFUND_APPROVE', [rowOf(one)])).rows).toMatchObject([
      { status: 'UNKNOWN', userErrors: [{ code: 'OUTCOME_UNKNOWN' }] },
    ]);
  });

  it('leave open what an answer without the case says, and find it done later under the same key', async () => {
    const one = caseOf(2);
    const row = rowOf(one);
    const options = { idempotencyKey: `lost ${one.id}` };
    server.douyin.faults.set([{ match: { operation: OPERATE }, fault: 'missing_data', times: 1 }]);
    const lost = await decide('PRESALE_REFUND_APPROVE', [row], options);
    expect(lost.rows).toMatchObject([
      { status: 'UNKNOWN', userErrors: [{ code: 'OUTCOME_UNKNOWN', retryable: false }] },
    ]);
    expect(sent(OPERATE)).toHaveLength(1);
    const again = await decide('PRESALE_REFUND_APPROVE', [row], options);
    expect(again).toMatchObject({ replayed: true, rows: [{ status: 'SUCCEEDED', userErrors: [] }] });
    expect(sent(OPERATE)).toEqual([]);
    expect(again.afterSales).toMatchObject([{ statusCode: 12 }]);
  });

  it('find a lost decision done though the platform dates it to the second in which the case was read', async () => {
    const one = caseOf(2);
    const row = rowOf(one);
    const readAt = one.updatedAt;
    const options = { idempotencyKey: `same second ${one.id}` };
    server.douyin.faults.set([{ match: { operation: OPERATE }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).rows[0].status).toBe('UNKNOWN');
    one.updatedAt = readAt;
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).rows).toMatchObject([
      { status: 'SUCCEEDED', userErrors: [] },
    ]);
  });

  it('wait from when the last call of a batch was given up, however long before the first of it was sent', async () => {
    const one = caseOf(2);
    const row = rowOf(one);
    const options = { idempotencyKey: `late ${one.id}` };
    server.douyin.faults.set([{ match: { operation: OPERATE }, fault: 'reset', phase: 'before_effect', times: 1 }]);
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).rows[0].status).toBe('UNKNOWN');
    // As if other calls of it had taken a minute before this one.
    const database = new Libsql(join(folder, 'cases.db'));
    database
      .prepare('update writes set sent_at = sent_at - 60000 where idempotency_key = ?')
      .run(options.idempotencyKey);
    database.close();
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).rows[0].status).toBe('UNKNOWN');
  });

  it('find out that a lost decision was overtaken by another', async () => {
    const one = caseOf(2);
    const row = rowOf(one);
    const options = { idempotencyKey: `overtaken ${one.id}` };
    server.douyin.faults.set([{ match: { operation: OPERATE }, fault: 'reset', phase: 'before_effect', times: 1 }]);
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).rows[0].status).toBe('UNKNOWN');
    server.douyin.buyer.closeAfterSale(one.id);
    const again = await decide('PRESALE_REFUND_APPROVE', [row], options);
    expect(again.rows).toMatchObject([{ status: 'FAILED', userErrors: [{ code: 'CONFLICT' }] }]);
    expect(sent(OPERATE)).toEqual([]);
  });

  it('say of a lost decision on a case that stays as it was that it was not made, once it cannot come any more', async () => {
    const one = caseOf(2);
    const row = rowOf(one);
    const options = { idempotencyKey: `dropped ${one.id}` };
    server.douyin.faults.set([{ match: { operation: OPERATE }, fault: 'reset', phase: 'before_effect', times: 1 }]);
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).rows[0].status).toBe('UNKNOWN');
    expect((await decide('PRESALE_REFUND_APPROVE', [row], options)).rows[0].status).toBe('UNKNOWN');
    let again = { rows: [{ status: 'UNKNOWN', userErrors: [] as object[] }] };
    while (again.rows[0]?.status === 'UNKNOWN') {
      await setTimeout(500);
      again = await decide('PRESALE_REFUND_APPROVE', [row], options);
    }
    expect(again.rows).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'UPSTREAM_TIMEOUT', retryable: true }] },
    ]);
    expect((await decide('PRESALE_REFUND_APPROVE', [row])).rows[0].status).toBe('SUCCEEDED');
    expect(one.refundStatus).toBe(3);
  }, 30_000);

  it('need the scope, an own shop, at least one case and no version of a batch', async () => {
    const one = caseOf(2);
    const code = async (rows: object[], options: object | null = null, key = server.adminKey) =>
      (await decide('PRESALE_REFUND_APPROVE', rows, options, key)).userErrors;
    expect(await code([rowOf(one)], null, server.readKey)).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    expect(await code([{ ...rowOf(one), afterSaleId: 'gid://v1/AfterSale/s7f3k2a/1' }])).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'rows', '0', 'afterSaleId'] },
    ]);
    expect(await code([])).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'rows'] }]);
    expect(await code(Array(21).fill(rowOf(one)))).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'rows'] }]);
    expect(await code([rowOf(one)], { expectedVersion: 'x' })).toMatchObject([
      { code: 'UNSUPPORTED_COMBINATION', path: ['options', 'expectedVersion'] },
    ]);
    expect(server.calls()).toEqual([]);
  });

  describe('changes', () => {
    const versionOf = (one: AfterSale): string => new Date(one.updatedAt * 1000).toISOString();
    const change = (one: AfterSale, what: object, options: object | null = null, key = server.adminKey) =>
      send(UPDATE, { id: shop.gid('AfterSale', one.id), change: what }, options, key);

    it('add a remark, extend a deadline, and tell that a return is stored, each read back', async () => {
      const one = caseOf(0, true);
      const remarked = await change(one, { addRemark: '已联系买家' });
      expect(remarked).toMatchObject({ afterSale: { id: shop.gid('AfterSale', one.id) }, userErrors: [] });
      expect(server.calls()).toEqual(['POST /afterSale/addOrderRemark', DETAIL]);
      expect(one.remarks[0]?.content).toBe('已联系买家');
      const before = one.deadline;
      expect((await change(one, { extendReceipt: true })).userErrors).toEqual([]);
      expect(server.calls()).toEqual(['POST /afterSale/timeExtend', DETAIL]);
      expect(one.deadline).toBeGreaterThan(before);
      expect((await change(one, { extendReceipt: true })).userErrors).toMatchObject([
        { code: 'STATE_FORBIDS', path: ['input', 'change', 'extendReceipt'] },
      ]);
      const stored = await change(one, { confirmReturnReceived: true }, { expectedVersion: versionOf(one) });
      expect(stored).toMatchObject({ afterSale: { statusCode: 12 }, userErrors: [] });
      expect(server.calls()).toEqual([DETAIL, STORED, DETAIL]);
    });

    it('tell that a return is stored, which pays, for no case but the one that was seen and waits for it', async () => {
      const one = caseOf(0, true);
      const what = { confirmReturnReceived: true };
      expect((await change(one, what)).userErrors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['options', 'expectedVersion'] },
      ]);
      expect(server.calls()).toEqual([]);
      const stale = await change(one, what, { expectedVersion: '2020-01-01T00:00:00.000Z' });
      expect(stale.userErrors).toMatchObject([{ code: 'CONFLICT', currentVersion: versionOf(one) }]);
      expect(server.calls()).toEqual([DETAIL]);
      for (const other of [caseOf(0), caseOf(1), caseOf(3, true)])
        for (const dryRun of [false, true]) {
          const { userErrors } = await change(other, what, { expectedVersion: versionOf(other), dryRun });
          expect(userErrors).toMatchObject([
            {
              code: 'STATE_FORBIDS',
              path: ['input', 'change', 'confirmReturnReceived'],
              currentVersion: versionOf(other),
            },
          ]);
          expect(server.calls()).toEqual([DETAIL]);
        }
      const { plan } = await change(one, what, { expectedVersion: versionOf(one), dryRun: true });
      expect(plan.calls.map(({ endpoint }: { endpoint: string }) => `POST /${endpoint.slice(5)}`)).toEqual([
        DETAIL,
        STORED,
        DETAIL,
      ]);
      expect(one.status).toBe(11);
    });

    it('open after-sale for the order of a case, and tell when the platform opened none', async () => {
      const open = await change(caseOf(0), { openChannel: true });
      expect(open.userErrors).toEqual([]);
      expect(server.calls()).toEqual([DETAIL, 'POST /afterSale/OpenAfterSaleChannel', DETAIL]);
      expect((await change(caseOf(2), { openChannel: true })).userErrors).toMatchObject([
        { code: 'STATE_FORBIDS', path: ['input', 'change', 'openChannel'] },
      ]);
    });

    it('hand in evidence while the platform asks for it, and find it done when the answer was lost', async () => {
      const one = caseOf(1);
      const submitEvidence = { comment: '凭证', imageUrls: ['https://p3.example/1.png', 'https://p3.example/2.png'] };
      expect((await change(one, { submitEvidence })).userErrors).toMatchObject([
        { code: 'STATE_FORBIDS', path: ['input', 'change', 'submitEvidence'] },
      ]);
      await decide('REFUND_REJECT', [rowOf(one, refusal)]);
      server.douyin.buyer.arbitrate(one.id);
      const operation = 'POST /afterSale/submitEvidence';
      server.douyin.faults.set([{ match: { operation }, fault: 'reset', phase: 'after_effect', times: 1 }]);
      const options = { idempotencyKey: `evidence ${one.id}` };
      expect((await change(one, { submitEvidence }, options)).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
      // A number of 19 digits, every one of them.
      const asked = server.douyin.journal.entries.find((entry) => entry.operation === operation);
      expect(asked?.params['param_json']).toContain(`"aftersale_id":${one.id},`);
      expect(await change(one, { submitEvidence }, options)).toMatchObject({ replayed: true, userErrors: [] });
      expect(server.calls()).not.toContain(operation);
      const five = { ...submitEvidence, imageUrls: Array(5).fill('https://p3.example/1.png') };
      expect((await change(one, { submitEvidence: five })).userErrors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'change', 'submitEvidence', 'imageUrls'] },
      ]);
    });

    it('are found done when the answer of a remark or of a stored return was lost', async () => {
      const one = caseOf(0, true);
      for (const [what, operation] of [
        [{ addRemark: '再次联系' }, 'POST /afterSale/addOrderRemark'],
        [{ confirmReturnReceived: true }, STORED],
      ] as const) {
        const options = { idempotencyKey: `${operation} ${one.id}`, expectedVersion: versionOf(one) };
        server.douyin.faults.set([{ match: { operation }, fault: 'reset', phase: 'after_effect', times: 1 }]);
        expect((await change(one, what, options)).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
        expect(await change(one, what, options)).toMatchObject({ replayed: true, userErrors: [] });
      }
    });

    it('hold the version, which is the time of change, and are planned with what would be sent', async () => {
      const one = caseOf(0);
      const version = new Date(one.updatedAt * 1000).toISOString();
      const stale = await change(one, { addRemark: 'x' }, { expectedVersion: '2020-01-01T00:00:00.000Z' });
      expect(stale.userErrors).toMatchObject([{ code: 'CONFLICT', currentVersion: version }]);
      expect(server.calls()).toEqual([DETAIL]);
      expect((await change(one, { addRemark: 'x' }, { expectedVersion: version })).userErrors).toEqual([]);
      const { plan } = await change(one, { openChannel: true }, { dryRun: true });
      expect(plan.calls).toEqual([
        { endpoint: 'POST afterSale/Detail', body: null },
        { endpoint: 'POST afterSale/OpenAfterSaleChannel', body: { order_id: one.orderId } },
        { endpoint: 'POST afterSale/Detail', body: null },
      ]);
      expect(effects()).toEqual([]);
    });

    it.each<[string, object]>([
      ['a flag that is off', { extendReceipt: false }],
      ['a remark of nothing', { addRemark: ' ' }],
    ])('refuse %s, and nothing is sent', async (_name, what) => {
      const [field = ''] = Object.keys(what);
      expect((await change(caseOf(0), what)).userErrors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'change', field] },
      ]);
      expect(server.calls()).toEqual([]);
    });

    it('are refused for a case of another shop or of nobody, and without the scope', async () => {
      const one = caseOf(0);
      const nobody = { ...one, id: '7018233447592960999' };
      expect((await change(nobody, { openChannel: true })).userErrors).toMatchObject([
        { code: 'NOT_FOUND', path: ['input', 'id'] },
      ]);
      expect((await change(nobody, { addRemark: 'x' })).userErrors).toMatchObject([
        { code: 'NOT_FOUND', path: ['input', 'id'] },
      ]);
      expect((await change(one, { addRemark: 'x' }, null, server.readKey)).userErrors).toMatchObject([
        { code: 'PERMISSION_DENIED' },
      ]);
    });
  });
});
