import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AfterSale } from '../../../../src/platforms/douyin/emulator/state/after-sale.record.js';
import { isPlace } from '../../../../src/platforms/douyin/subgraph/after-sale/sorted-walk.js';
import { CursorCodec } from '../../../../src/subgraph/cursor.js';
import type { Answer } from '../../../support/start.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';

const LIST = 'POST /afterSale/List';
const DETAIL = 'POST /afterSale/Detail';
const REASONS = 'POST /afterSale/rejectReasonCodeList';
const ORDER = 'POST /order/orderDetail';
const ORDERS = 'POST /order/searchList';

interface Node {
  readonly id: string;
  readonly native: { readonly id: string };
}

describe('after-sale cases of a Douyin shop', () => {
  let server: DouyinServer;
  let shop: DouyinShop;
  let other: DouyinShop;
  beforeAll(async () => {
    server = await startDouyin({ emulator: { seed: 'demo' } });
    [shop, other] = server.shops as [DouyinShop, DouyinShop];
  }, 30_000);
  afterAll(() => server.stop());
  afterEach(() => server.douyin.faults.clear());

  /** The cases as the stand-in has them. */
  const cases = (of = shop): AfterSale[] => [
    ...(server.douyin.state.shops.get(of.nativeId)?.afterSales.values() ?? []),
  ];
  const caseOf = (isWanted: (one: AfterSale) => boolean): AfterSale => {
    const found = cases().find(isWanted);
    if (found === undefined) throw new Error('the seed has no such case');
    return found;
  };
  const list = (selection: string, args = '(first: 10)', { key = server.adminKey, of = shop } = {}): Promise<Answer> =>
    server.ask(
      `query($shop: ID!) { shop(by: { id: $shop }) { afterSales${args} { ${selection} } } }`,
      { shop: of.id },
      { key },
    );
  const byId = (id: string, selection: string, key = server.adminKey): Promise<Answer> =>
    server.ask(`query($id: ID!) { afterSale(id: $id) { ${selection} } }`, { id: shop.gid('AfterSale', id) }, { key });
  const nativeIds = ({ data }: Answer): string[] => data.shop.afterSales.nodes.map(({ native }: Node) => native.id);
  /** What the platform was asked, call by call. */
  const asked = (): Record<string, unknown>[] =>
    server.douyin.journal.entries
      .filter(({ operation }) => operation === LIST)
      .map(({ params }) => JSON.parse(String(params['param_json'] ?? '{}')) as Record<string, unknown>);

  it('are listed by one call with all that a row tells, the last changed first', async () => {
    const { data, errors } = await list(
      `totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor node { id } }
       nodes { id native { platform resource id } freshness { source } kind kindCode status statusCode allowedDecisions
         refund { amount minorUnits } postageRefund { minorUnits } reason quantity deadline createdAt updatedAt }`,
    );
    expect(errors).toEqual([]);
    expect(server.calls()).toEqual([LIST]);
    const { nodes, totalCount, pageInfo, edges } = data.shop.afterSales;
    expect(totalCount).toBe(cases().length);
    expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false });
    expect(edges.map((edge: { node: Node }) => edge.node.id)).toEqual(nodes.map(({ id }: Node) => id));
    const [row] = nodes;
    const told = caseOf(({ id }) => id === row.native.id);
    expect(row).toMatchObject({
      id: shop.gid('AfterSale', told.id),
      native: { platform: 'DOUYIN', resource: 'aftersale', id: told.id },
      kindCode: told.type,
      statusCode: told.status,
      refund: { minorUnits: String(told.refundAmount), amount: (told.refundAmount / 100).toFixed(2) },
      postageRefund: { minorUnits: String(told.refundPostAmount) },
      reason: told.reason,
      quantity: told.count,
      deadline: told.deadline === 0 ? null : new Date(told.deadline * 1000).toISOString(),
      createdAt: new Date(told.appliedAt * 1000).toISOString(),
      updatedAt: new Date(told.updatedAt * 1000).toISOString(),
    });
    const times = nodes.map((node: { updatedAt: string }) => node.updatedAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  it.each([
    ['DEADLINE_ASC', (one: AfterSale) => one.deadline],
    ['CREATED_AT_DESC', (one: AfterSale) => -one.appliedAt],
    ['UPDATED_AT_DESC', (one: AfterSale) => -one.updatedAt],
  ])('are paged without a gap in the order %s, one call a page', async (sort, key) => {
    const seen: string[] = [];
    let after = '';
    do {
      const answer = await list(
        'nodes { native { id } } totalCount pageInfo { hasNextPage endCursor }',
        `(first: 7, sort: ${sort}${after})`,
      );
      expect(answer.errors).toEqual([]);
      expect(server.calls()).toEqual([LIST]);
      expect(answer.data.shop.afterSales.totalCount).toBe(cases().length);
      seen.push(...nativeIds(answer));
      const { hasNextPage, endCursor } = answer.data.shop.afterSales.pageInfo;
      after = hasNextPage ? `, after: "${endCursor}"` : '';
    } while (after !== '');
    expect(seen).toHaveLength(cases().length);
    expect(new Set(seen).size).toBe(seen.length);
    const keys = seen.map((id) => key(caseOf((one) => one.id === id)));
    expect(keys).toEqual([...keys].sort((a, b) => a - b));
  });

  it.each([
    ['kinds: [RETURN_AND_REFUND]', (one: AfterSale) => one.type === 0],
    ['statuses: [AWAITING_SELLER, AWAITING_SELLER_INSPECTION]', (one: AfterSale) => [6, 11].includes(one.status)],
    ['kinds: [REFUND_AFTER_SHIPMENT], statuses: [SUCCEEDED]', (one: AfterSale) => one.type === 1 && one.status === 12],
  ])('are narrowed by %s', async (filter, isRight) => {
    const answer = await list('nodes { native { id } } totalCount', `(first: 100, filter: { ${filter} })`);
    expect(answer.errors).toEqual([]);
    const right = cases()
      .filter(isRight)
      .map(({ id }) => id);
    expect(right.length).toBeGreaterThan(0);
    expect(nativeIds(answer).sort()).toEqual(right.sort());
    expect(answer.data.shop.afterSales.totalCount).toBe(right.length);
    expect(server.calls()).toEqual([LIST]);
  });

  it('of several kinds are one list of one call for each kind, since the platform takes one at a time', async () => {
    const seen: string[] = [];
    let after = '';
    do {
      const answer = await list(
        'nodes { native { id } kindCode updatedAt } totalCount pageInfo { hasNextPage endCursor }',
        `(first: 5, filter: { kinds: [RETURN_AND_REFUND, REFUND_AFTER_SHIPMENT] }${after})`,
      );
      expect(answer.errors).toEqual([]);
      expect(asked().map((call) => call['aftersale_type'])).toEqual([0, 1]);
      seen.push(...nativeIds(answer));
      const { hasNextPage, endCursor } = answer.data.shop.afterSales.pageInfo;
      after = hasNextPage ? `, after: "${endCursor}"` : '';
    } while (after !== '');
    const right = cases()
      .filter(({ type }) => type === 0 || type === 1)
      .sort((a, b) => b.updatedAt - a.updatedAt);
    expect(seen).toHaveLength(right.length);
    expect(seen.map((id) => caseOf((one) => one.id === id).updatedAt)).toEqual(right.map(({ updatedAt }) => updatedAt));
  });

  it('applied for in a span begin with its first second and end before its last', async () => {
    const [early, , , late] = [...cases()].sort((a, b) => a.appliedAt - b.appliedAt) as AfterSale[];
    const at = (one: AfterSale | undefined) => new Date((one?.appliedAt ?? 0) * 1000).toISOString();
    const answer = await list(
      'nodes { native { id } }',
      `(first: 100, sort: CREATED_AT_DESC, filter: { createdIn: { from: "${at(early)}", to: "${at(late)}" } })`,
    );
    expect(answer.errors).toEqual([]);
    expect(nativeIds(answer)).toContain(early?.id);
    expect(nativeIds(answer)).not.toContain(late?.id);
    expect(asked()).toEqual([expect.objectContaining({ start_time: early?.appliedAt, end_time: late?.appliedAt })]);
  });

  it('changed in a span come the last changed first, though the platform tells such spans the other way round', async () => {
    const [first] = [...cases()].sort((a, b) => a.updatedAt - b.updatedAt) as [AfterSale];
    const from = new Date((first.updatedAt + 1) * 1000).toISOString();
    const seen: string[] = [];
    let after = '';
    do {
      const answer = await list(
        'nodes { native { id } } totalCount pageInfo { hasNextPage endCursor }',
        `(first: 6, filter: { updatedIn: { from: "${from}" } }${after})`,
      );
      expect(answer.errors).toEqual([]);
      expect(server.calls()).toEqual([LIST]);
      expect(asked().map((call) => call['order_by'])).toEqual([['update_time asc']]);
      seen.push(...nativeIds(answer));
      const { hasNextPage, endCursor } = answer.data.shop.afterSales.pageInfo;
      after = hasNextPage ? `, after: "${endCursor}"` : '';
    } while (after !== '');
    const right = cases().filter(({ updatedAt }) => updatedAt > first.updatedAt);
    expect(seen).toHaveLength(right.length);
    const times = seen.map((id) => caseOf((one) => one.id === id).updatedAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('that are decided while they are paged leave the list without hiding others', async () => {
    const open = cases(other).filter(({ status }) => status === 6);
    expect(open.length).toBeGreaterThan(4);
    const args = 'first: 2, sort: DEADLINE_ASC, filter: { statuses: [AWAITING_SELLER] }';
    const seen: string[] = [];
    let after = '';
    do {
      const answer = await list('nodes { native { id } } pageInfo { hasNextPage endCursor }', `(${args}${after})`, {
        of: other,
      });
      expect(answer.errors).toEqual([]);
      seen.push(...nativeIds(answer));
      for (const id of nativeIds(answer)) server.douyin.buyer.closeAfterSale(id);
      const { hasNextPage, endCursor } = answer.data.shop.afterSales.pageInfo;
      after = hasNextPage ? `, after: "${endCursor}"` : '';
    } while (after !== '');
    expect(seen.sort()).toEqual(open.map(({ id }) => id).sort());
  });

  it('that change while they are paged come neither twice nor hide others', async () => {
    const whole = [...cases()].sort((a, b) => b.updatedAt - a.updatedAt).map(({ id }) => id);
    const first = await list('nodes { native { id } } pageInfo { endCursor }', '(first: 5)');
    const moved = caseOf(({ id, status }) => status === 6 && !nativeIds(first).includes(id));
    server.douyin.buyer.modify(moved.id, { remark: '请尽快处理' });
    const next = await list(
      'nodes { native { id } }',
      `(first: 100, after: "${first.data.shop.afterSales.pageInfo.endCursor}")`,
    );
    expect(next.errors).toEqual([]);
    expect(new Set([...nativeIds(first), ...nativeIds(next), moved.id])).toEqual(new Set(whole));
    expect(nativeIds(next).filter((id) => nativeIds(first).includes(id))).toEqual([]);
  });

  it.each([
    ['(first: 101)', 'INVALID_INPUT', ['first']],
    ['(filter: { kinds: [] })', 'INVALID_INPUT', ['filter', 'kinds']],
    ['(filter: { kinds: [UNRECOGNIZED] })', 'INVALID_INPUT', ['filter', 'kinds']],
    ['(filter: { statuses: [AWAITING_SELLER, UNRECOGNIZED] })', 'INVALID_INPUT', ['filter', 'statuses']],
    ['(filter: { orderNativeId: "abc" })', 'INVALID_INPUT', ['filter', 'orderNativeId']],
    [
      '(filter: { createdIn: { from: "2024-02-01T00:00:00Z", to: "2024-01-01T00:00:00Z" } })',
      'INVALID_INPUT',
      ['filter', 'createdIn'],
    ],
    [
      '(sort: CREATED_AT_DESC, filter: { updatedIn: { from: "2024-01-01T00:00:00Z" } })',
      'UNSUPPORTED_COMBINATION',
      ['sort'],
    ],
    ['(after: "AAAA")', 'INVALID_CURSOR', ['after']],
  ])('cannot be asked for by %s', async (args, code, path) => {
    const { data, errors } = await list('nodes { id }', args);
    expect(data.shop.afterSales).toBeNull();
    expect(errors.map((error) => error.extensions.code)).toEqual([code]);
    expect(errors[0].extensions.path).toEqual(path);
    expect(server.calls()).toEqual([]);
  });

  it('beyond the 50,000 that the platform lists are not looked for', async () => {
    const cursors = new CursorCodec(['afterSales', shop.key, null, 'UPDATED_AT_DESC'], isPlace(1));
    const after = cursors.encode([1_700_000_000, '', [50_000]]);
    const { errors } = await list('nodes { id }', `(first: 10, after: "${after}")`);
    expect(errors.map((error) => error.extensions.code)).toEqual(['PAGINATION_TOO_DEEP']);
    expect(errors[0].message).toContain('narrow the filter');
    expect(server.calls()).toEqual([]);
  });

  it('of a span without a second are none, without a call', async () => {
    const { data, errors } = await list(
      'nodes { id } totalCount pageInfo { hasNextPage }',
      '(filter: { createdIn: { from: "2024-01-01T00:00:00Z", to: "2024-01-01T00:00:00Z" } })',
    );
    expect(errors).toEqual([]);
    expect(data.shop.afterSales).toEqual({ nodes: [], totalCount: 0, pageInfo: { hasNextPage: false } });
    expect(server.calls()).toEqual([]);
  });

  it('tell the same by id as in the list, by one call that brings the full record too', async () => {
    const fields =
      'id kind status allowedDecisions refund { amount } postageRefund { amount } reason quantity returnTrackingNumber deadline createdAt updatedAt';
    const { data: listed } = await list(`nodes { ${fields} native { id } }`, '(first: 100)');
    for (const { native, ...row } of listed.shop.afterSales.nodes.slice(0, 5)) {
      const { data, errors } = await byId(native.id, `${fields} detail { evidenceUrls arbitration }`);
      expect(errors).toEqual([]);
      expect(data.afterSale).toMatchObject(row);
      expect(server.calls()).toEqual([DETAIL]);
    }
  });

  it('tell with which parcel the buyer sent the goods back', async () => {
    const one = caseOf(({ status }) => status === 7);
    server.douyin.buyer.returnGoods(one.id, { companyCode: 'shunfeng', trackingNo: 'SF1020304050607' });
    const { data } = await byId(one.id, 'status returnTrackingNumber allowedDecisions');
    expect(data.afterSale.status).toBe('AWAITING_SELLER_INSPECTION');
    expect(data.afterSale.returnTrackingNumber).toMatch(/^\S+ SF1020304050607$/);
    const { data: listed } = await list('nodes { native { id } returnTrackingNumber }', '(first: 100)');
    expect(listed.shop.afterSales.nodes.find(({ native }: Node) => native.id === one.id).returnTrackingNumber).toBe(
      data.afterSale.returnTrackingNumber,
    );
  });

  it('in arbitration say so in words of the platform, and where the goods are to go back to', async () => {
    const refused = caseOf(({ status }) => status === 27 || status === 29);
    server.douyin.buyer.arbitrate(refused.id);
    const answer = await byId(refused.id, 'detail { arbitration evidenceUrls }');
    expect(answer.errors).toEqual([]);
    expect(answer.data.afterSale.detail.arbitration).toBe('待商家举证');
    const sent = caseOf(({ returnAddressId }) => returnAddressId !== '0');
    const { data } = await byId(
      sent.id,
      'detail { arbitration returnAddress { province city district street detail } }',
    );
    const place = server.douyin.state.shops.get(shop.nativeId)?.addresses.find(({ id }) => id === sent.returnAddressId);
    expect(data.afterSale.detail).toEqual({
      arbitration: null,
      returnAddress: {
        province: place?.place.province.name,
        city: place?.place.city.name,
        district: place?.place.town.name,
        street: place?.place.street.name,
        detail: place?.detail,
      },
    });
    const none = caseOf(({ returnAddressId }) => returnAddressId === '0');
    const { data: without } = await byId(none.id, 'detail { returnAddress { province } }');
    expect(without.afterSale.detail.returnAddress).toBeNull();
  });

  it('that are not there, and ids of nothing, are null', async () => {
    for (const id of ['7018233447592960999', 'abc', '0']) {
      const { data, errors } = await byId(id, 'id');
      expect(errors).toEqual([]);
      expect(data.afterSale).toBeNull();
      expect(server.calls()).toEqual(id === '7018233447592960999' ? [DETAIL] : []);
    }
  });

  it('are found by their global ids, one call each, and a failed one fails alone', async () => {
    const ids = cases()
      .slice(0, 3)
      .map(({ id }) => shop.gid('AfterSale', id));
    server.douyin.faults.set([{ match: { operation: DETAIL, nth: 2 }, fault: 'malformed' }]);
    const { data, errors, extensions } = await server.ask(
      'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on AfterSale { updatedAt } } }',
      { ids },
    );
    expect(server.calls()).toEqual([DETAIL, DETAIL, DETAIL]);
    expect(data.nodes.filter((node: Node | null) => node !== null)).toHaveLength(2);
    expect(errors.map((error) => error.extensions.code)).toEqual(['UPSTREAM_MALFORMED']);
    expect(extensions.upstream.unbatched).toContain('AfterSale');
  });

  it('tell what the seller may decide, and the reasons for refusing by one call for each case that asks the seller', async () => {
    const { data, errors } = await list(
      'nodes { native { id } status allowedDecisions rejectReasons { code reason needsEvidence } }',
      '(first: 50, filter: { kinds: [REFUND_AFTER_SHIPMENT] })',
    );
    expect(errors).toEqual([]);
    const rows = data.shop.afterSales.nodes as {
      status: string;
      allowedDecisions: string[];
      rejectReasons: { code: string; reason: string; needsEvidence: boolean }[];
    }[];
    const open = rows.filter(({ status }) => status === 'AWAITING_SELLER');
    expect(open.length).toBeGreaterThan(0);
    expect(server.calls().sort()).toEqual([LIST, ...open.map(() => REASONS)].sort());
    for (const row of rows) {
      const isOpen = row.status === 'AWAITING_SELLER';
      expect(row.allowedDecisions).toEqual(
        isOpen ? ['REFUND_APPROVE', 'REFUND_REJECT', 'REFUND_AFTER_REFUSED_DELIVERY'] : [],
      );
      expect(row.rejectReasons.length > 0).toBe(isOpen);
    }
    expect(open[0]?.rejectReasons).toContainEqual({ code: '10', reason: '商品已发出', needsEvidence: true });
    expect(open[0]?.rejectReasons).toContainEqual({ code: '11', reason: '与买家协商一致不退款', needsEvidence: false });
  });

  it('lead to their order, and orders to their cases, one call each', async () => {
    const one = caseOf(({ status }) => status === 12);
    const { data } = await byId(one.id, 'order { native { id } afterSales { native { id } order { native { id } } } }');
    expect(server.calls()).toEqual([DETAIL, ORDER, LIST]);
    expect(data.afterSale.order.native.id).toBe(one.orderId);
    expect(asked()).toEqual([expect.objectContaining({ order_id: one.orderId })]);
    const own = cases().filter(({ orderId }) => orderId === one.orderId);
    expect(data.afterSale.order.afterSales.map(({ native }: Node) => native.id).sort()).toEqual(
      own.map(({ id }) => id).sort(),
    );
    const orders = await server.ask(
      `query($shop: ID!) { shop(by: { id: $shop }) { orders(first: 4, filter: { hasOpenAfterSale: true }) {
         nodes { native { id } afterSales { native { id } } } } } }`,
      { shop: shop.id },
    );
    expect(orders.errors).toEqual([]);
    expect(server.calls()).toEqual([ORDERS, LIST, LIST, LIST, LIST]);
    for (const { native, afterSales } of orders.data.shop.orders.nodes)
      expect(afterSales.map((node: Node) => node.native.id).sort()).toEqual(
        cases()
          .filter(({ orderId }) => orderId === native.id)
          .map(({ id }) => id)
          .sort(),
      );
  });

  it('of one order are found by its id', async () => {
    const one = caseOf(() => true);
    const answer = await list('nodes { native { id } }', `(filter: { orderNativeId: "${one.orderId}" })`);
    expect(nativeIds(answer)).toContain(one.id);
    expect(answer.data.shop.afterSales.nodes).toHaveLength(
      cases().filter(({ orderId }) => orderId === one.orderId).length,
    );
  });

  it('say nothing of who is to receive an exchange, nor who wrote, in what they show as it came', async () => {
    const one = caseOf(({ type }) => type === 3);
    const order = server.douyin.state.shops.get(shop.nativeId)?.orders.get(one.orderId);
    one.remarks.push({ content: '买家电话13912345678，已联系', operator: '客服李四', at: one.updatedAt });
    const { data } = await byId(one.id, 'raw');
    const { data: listed } = await list('nodes { native { id } raw }', '(first: 100)');
    const row = listed.shop.afterSales.nodes.find(({ native }: Node) => native.id === one.id);
    const texts = [JSON.stringify(data.afterSale.raw), JSON.stringify(row.raw)];
    expect(data.afterSale.raw.process_info.after_sale_info.update_time).toBe(one.updatedAt);
    expect(row.raw.aftersale_info.aftersale_id).toBe(one.id);
    const { name = '-', tel = '-', detail = '-' } = order?.receiver ?? {};
    for (const text of texts) {
      for (const canary of [name, tel, detail, '13912345678', '客服李四']) expect(text).not.toContain(canary);
      expect(text).not.toMatch(/\$\$|##|encrypt|post_tel|post_receiver|post_address/);
    }
    expect(texts.join()).toContain('已联系');
  });

  it('are shown to callers who may read orders, on whichever way they are asked for', async () => {
    const key = await server.makeKey(['shops:read']);
    const one = caseOf(() => true);
    const answers = [
      await list('nodes { id }', '(first: 1)', { key }),
      await byId(one.id, 'id', key),
      await server.ask('query($id: ID!) { node(id: $id) { id } }', { id: shop.gid('AfterSale', one.id) }, { key }),
    ];
    for (const { errors } of answers) {
      expect(errors.map((error) => error.extensions.code)).toEqual(['PERMISSION_DENIED']);
      expect(errors[0].extensions.requiredScopes).toEqual(['orders:read']);
    }
    expect(server.calls()).toEqual([]);
  });
});
