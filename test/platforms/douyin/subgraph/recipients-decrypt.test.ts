import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Order } from '../../../../src/platforms/douyin/emulator/state/order.record.js';
import { scratchFolder } from '../../../support/scratch-folder.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';
import { newOrder, receiver } from '../emulator/buyers.js';

const DECRYPT = `mutation($input: RecipientsDecryptInput!, $options: WriteOptions) {
  payload: recipientsDecrypt(input: $input, options: $options) {
    recipients { order { id recipient { name } raw } name phone isVirtualPhone phoneExpiresAt address { province city district street detail } }
    rows { index nodeId status userErrors { code message path ... on UpstreamError { fault { code subCode } } } }
    userErrors { code message path } plan { calls { endpoint body } } replayed
  }
}`;

const DETAIL = 'POST /order/orderDetail';
const BATCH = 'POST /order/batchDecrypt';
const REPORT = 'POST /antispam/orderQuery';

const NAME = '司马测试乙';
const PHONE = '19966665555';
const ROOM = '文三西路八百八十八号';
const PURPOSE = 'Redelivery of a lost parcel';

describe('recipients in the clear', () => {
  const folder = scratchFolder('recipients');
  let server: DouyinServer;
  let shop: DouyinShop;
  let other: DouyinShop;
  let piiKey: string;
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' }, server: { file: join(folder, 'recipients.db') } });
    [shop, other] = server.shops as [DouyinShop, DouyinShop];
    piiKey = await server.makeKey(['orders:pii']);
  }, 30_000);
  afterAll(() => server.stop());
  beforeEach(() => {
    server.douyin.faults.clear();
    server.douyin.rules.virtualNumbers = false;
  });

  const made = (): Order =>
    newOrder(server.douyin, shop.nativeId, true, { receiver: { ...receiver, name: NAME, tel: PHONE, detail: ROOM } });
  const decrypt = async (
    orders: readonly (Order | string)[],
    { options = null as object | null, key = piiKey, purpose = PURPOSE } = {},
  ) => {
    const orderIds = orders.map((one) => (typeof one === 'string' ? one : shop.gid('Order', one.id)));
    const answer = await server.ask(DECRYPT, { input: { orderIds, purpose }, options }, { key });
    expect(answer.errors ?? []).toEqual([]);
    return answer.data.payload;
  };
  const count = (operation: string) => server.calls().filter((one) => one === operation).length;

  it('are read for an order by one read, one decryption and one report, with all of their parts', async () => {
    const order = made();
    const payload = await decrypt([order]);
    expect(payload).toMatchObject({
      recipients: [
        {
          order: { id: shop.gid('Order', order.id), recipient: { name: '司*' } },
          name: NAME,
          phone: PHONE,
          isVirtualPhone: false,
          phoneExpiresAt: null,
          address: { province: '浙江省', city: '杭州市', district: '余杭区', street: '仓前街道', detail: ROOM },
        },
      ],
      rows: [{ index: 0, nodeId: shop.gid('Order', order.id), status: 'SUCCEEDED', userErrors: [] }],
      userErrors: [],
      replayed: false,
    });
    expect(server.calls()).toEqual([DETAIL, BATCH, REPORT]);
    const report = server.douyin.journal.entries.find(({ operation }) => operation === REPORT);
    const told = JSON.parse(String(report?.params['param_json']));
    expect(JSON.parse(told.params)).toEqual({ order_ids: [order.id] });
  });

  it('have a virtual number and its end where the platform gives one', async () => {
    server.douyin.rules.virtualNumbers = true;
    const [recipient] = (await decrypt([made()])).recipients;
    expect(recipient).toMatchObject({ phone: expect.stringMatching(/^184\d{8}-\d{4}$/), isVirtualPhone: true });
    expect(Date.parse(recipient.phoneExpiresAt)).toBeGreaterThan(Date.now());
  });

  it('of 50 orders take 50 reads, three decryptions and one report', async () => {
    const orders = Array.from({ length: 50 }, made);
    const payload = await decrypt(orders);
    expect(payload.recipients).toHaveLength(50);
    expect([count(DETAIL), count(BATCH), count(REPORT)]).toEqual([50, 3, 1]);
    const { userErrors } = await decrypt([...orders, made()]);
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'orderIds'] }]);
  }, 20_000);

  it('fail order by order, and where a part of one fails it is not shown', async () => {
    const [good, bad] = [made(), made()];
    // A ciphertext that is not the order's own any more: the platform refuses this one text alone.
    const strange = { encrypt_post_tel: '$$AAAA*BBBB$1$$' };
    Object.assign(bad, { extra: strange });
    const foreign = newOrder(server.douyin, other.nativeId);
    const payload = await decrypt([
      good,
      bad,
      shop.gid('Order', '6917135448573842999'),
      shop.gid('Order', foreign.id),
      other.gid('Order', foreign.id),
      good,
    ]);
    expect(payload.recipients).toMatchObject([{ name: NAME }]);
    expect(payload.rows).toMatchObject([
      { status: 'SUCCEEDED' },
      {
        status: 'FAILED',
        userErrors: [{ code: 'UPSTREAM_REJECTED', path: ['input', 'orderIds', '1'], fault: { code: '300003' } }],
      },
      { status: 'FAILED', userErrors: [{ code: 'NOT_FOUND', path: ['input', 'orderIds', '2'] }] },
      { status: 'FAILED', userErrors: [{ code: 'NOT_FOUND', path: ['input', 'orderIds', '3'] }] },
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'orderIds', '4'] }] },
      { status: 'FAILED', userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'orderIds', '5'] }] },
    ]);
    expect([count(BATCH), count(REPORT)]).toEqual([1, 1]);
  });

  it('are read with their ciphertexts though the same request listed their orders before', async () => {
    const [listed, first] = [made(), made()];
    const answer = await server.ask(
      `mutation($u: OrderUpdateInput!, $d: RecipientsDecryptInput!) {
        orderUpdate(input: $u) { userErrors { code } order { shop { orders(first: 50) { nodes { id } } } } }
        recipientsDecrypt(input: $d) { rows { status userErrors { code message } } recipients { name } }
      }`,
      {
        u: { id: shop.gid('Order', first.id), sellerRemark: 'x' },
        d: { orderIds: [shop.gid('Order', listed.id)], purpose: PURPOSE },
      },
      { key: await server.makeKey(['orders:pii', 'orders:write', 'orders:read']) },
    );
    const { nodes } = answer.data.orderUpdate.order.shop.orders;
    expect(nodes).toContainEqual({ id: shop.gid('Order', listed.id) });
    expect(answer.data.recipientsDecrypt).toEqual({
      rows: [{ status: 'SUCCEEDED', userErrors: [] }],
      recipients: [{ name: NAME }],
    });
  });

  it('are nobody where an order is sent to nobody', async () => {
    const order = newOrder(server.douyin, shop.nativeId, true, {
      receiver: { ...receiver, name: '', tel: '', detail: '' },
    });
    expect((await decrypt([order])).rows).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'STATE_FORBIDS' }] },
    ]);
    expect(server.calls()).toEqual([DETAIL]);
  });

  it('fail all that were in a call that failed, and report nothing', async () => {
    server.douyin.faults.set([
      { match: { operation: BATCH }, fault: 'business_code', code: 50002, message: 'isv.business-failed:300003 no' },
    ]);
    const payload = await decrypt([made(), made()]);
    expect(payload.recipients).toEqual([]);
    expect(payload.rows).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'UPSTREAM_REJECTED', path: ['input', 'orderIds', '0'] }] },
      { status: 'FAILED', userErrors: [{ code: 'UPSTREAM_REJECTED', path: ['input', 'orderIds', '1'] }] },
    ]);
    expect(count(REPORT)).toBe(0);
  });

  it('wait for the platform where it has no time for decryptions now', async () => {
    server.douyin.faults.set([
      { match: { operation: BATCH }, fault: 'business_code', code: 60000, message: 'isv.traffic-limited' },
    ]);
    expect((await decrypt([made()])).rows).toMatchObject([
      { status: 'FAILED', userErrors: [{ code: 'RATE_LIMITED' }] },
    ]);
  });

  it('are shown though the report fails, which the log tells of', async () => {
    server.douyin.faults.set([{ match: { operation: REPORT }, fault: 'http_status', status: 502, times: 1 }]);
    const payload = await decrypt([made()]);
    expect(payload.recipients).toMatchObject([{ name: NAME }]);
    expect(server.logLines.some((line) => line.includes('could not be reported'))).toBe(true);
  });

  it('are read anew for a repeat of a key: nothing was kept to answer it with', async () => {
    const order = made();
    const options = { idempotencyKey: `clear ${order.id}` };
    for (let time = 0; time < 2; time += 1) {
      expect(await decrypt([order], { options })).toMatchObject({ recipients: [{ name: NAME }], replayed: false });
      expect(server.calls()).toEqual([DETAIL, BATCH, REPORT]);
    }
  });

  it('are planned without a call', async () => {
    const { plan, recipients } = await decrypt([made(), made()], { options: { dryRun: true } });
    expect(plan.calls.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual([
      'POST order/orderDetail',
      'POST order/orderDetail',
      'POST order/batchDecrypt',
      'POST antispam/orderQuery',
    ]);
    expect(recipients).toEqual([]);
    expect(server.calls()).toEqual([]);
  });

  it('need the scope, a purpose, an own shop and no version', async () => {
    const order = made();
    const code = async (orders: (Order | string)[], how: Parameters<typeof decrypt>[1] = {}) =>
      (await decrypt(orders, how)).userErrors;
    const withoutPii = await server.makeKey(['orders:read', 'orders:write']);
    expect(await code([order], { key: withoutPii })).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    for (const purpose of ['', ' ', 'x'.repeat(201)])
      expect(await code([order], { purpose })).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'purpose'] }]);
    expect(await code([])).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'orderIds'] }]);
    expect(await code(['gid://v1/Order/s7f3k2a/6917135448573842113'])).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'orderIds', '0'] },
    ]);
    expect(await code([order], { options: { expectedVersion: 'x' } })).toMatchObject([
      { code: 'UNSUPPORTED_COMBINATION' },
    ]);
    expect(server.calls()).toEqual([]);
  });

  it('leave their purpose in the audit log of the shop, before they are read', async () => {
    await decrypt([made()], { purpose: 'Second delivery' });
    const rows = await server.foundation.store.audit.list(server.tenantId, shop.key, { limit: 1 });
    expect(rows).toMatchObject([{ action: 'recipientsDecrypt', outcome: 'OK', purpose: 'Second delivery' }]);
  });

  it('are in no file and no line of the log, after all of this', async () => {
    await decrypt([made()], { options: { idempotencyKey: 'kept?' } });
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)).toString('utf8'));
    expect(files.length).toBeGreaterThan(0);
    expect(server.logLines.length).toBeGreaterThan(0);
    for (const text of [...files, ...server.logLines])
      for (const secret of [NAME, PHONE, ROOM]) expect(text.includes(secret)).toBe(false);
  });
});
