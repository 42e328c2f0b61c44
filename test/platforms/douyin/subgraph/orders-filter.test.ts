import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { isPackedPosition } from '../../../../src/platforms/douyin/subgraph/order/order-position.js';
import { CursorCodec } from '../../../../src/subgraph/cursor.js';
import { DAY, idsIn, iso, type OrderBench, type SeededOrder, startOrders } from './orders-bench.js';

let bench: OrderBench;
beforeAll(async () => {
  bench = await startOrders();
}, 30_000);
afterAll(() => bench.server.stop());
afterEach(() => bench.restore());

describe('a filter of orders', () => {
  const expected = (test: (order: SeededOrder) => boolean) =>
    bench
      .seeded()
      .filter(test)
      .map(({ id }) => id)
      .sort();
  const found = async (filter: string) => {
    const nodes = await bench.all(`, filter: ${filter}`, 100);
    return idsIn(nodes).sort();
  };

  it('takes several states in one call', async () => {
    expect(await found('{ statuses: [SHIPPED, AWAITING_SHIPMENT, PARTIALLY_SHIPPED, SHIPPED] }')).toEqual(
      expected(({ status }) => [2, 3, 101].includes(status)),
    );
    expect(bench.parameters()['combine_status']).toEqual([{ order_status: '2,3,101' }]);
  });

  it('takes a product by its name and by its id', async () => {
    const [line] = bench.seeded()[0]?.lines ?? [];
    const name = (line?.productName ?? '').slice(0, 4);
    expect(await found(`{ product: "${line?.productId}" }`)).toEqual(
      expected(({ lines }) => lines.some(({ productId }) => productId === line?.productId)),
    );
    expect(await found(`{ product: "${name}" }`)).toEqual(
      expected(({ lines }) => lines.some(({ productName }) => productName.includes(name))),
    );
  });

  it('takes a tracking number', async () => {
    const sent = bench.seeded().find(({ packs }) => packs.length > 0);
    expect(await found(`{ trackingNumber: "${sent?.packs[0]?.trackingNo}" }`)).toEqual([sent?.id]);
  });

  it('takes open after-sale cases', async () => {
    const open = expected(({ lines }) => lines.some(({ afterSale }) => [6, 7, 8, 11, 13].includes(afterSale.status)));
    expect(open.length).toBeGreaterThan(0);
    expect(await found('{ hasOpenAfterSale: true }')).toEqual(open);
    expect(bench.parameters()['after_sale_status_desc']).toBe('in_aftersale');
  });

  it('takes both spans of time together, sorted by either, the end of each left out', async () => {
    const times = bench.seeded();
    const from = Math.min(...times.map(({ createdAt }) => createdAt)) + DAY;
    const to = bench.seconds() - 2 * DAY;
    const [edge] = times.filter(({ createdAt }) => createdAt > from && createdAt < to);
    if (edge === undefined) throw new Error('no order');
    const until = edge.updatedAt;
    const filter = `{ createdIn: { from: "${iso(from)}", to: "${iso(to)}" }, updatedIn: { to: "${iso(until)}" } }`;
    const inBoth = expected(({ createdAt, updatedAt }) => createdAt >= from && createdAt < to && updatedAt < until);
    expect(await found(filter)).toEqual(inBoth);
    expect(bench.parameters()).toMatchObject({
      order_by: 'update_time',
      create_time_start: from,
      create_time_end: to - 1,
      update_time_end: until - 1,
    });
    const byCreation = await bench.all(`, filter: ${filter}, sort: { field: CREATED_AT }`, 30);
    expect(idsIn(byCreation).sort()).toEqual(inBoth);
  });

  it('with a span of creation alone is sorted by the time of change all the same', async () => {
    const from = bench.seconds() - 20 * DAY;
    const nodes = await bench.all(`, filter: { createdIn: { from: "${iso(from)}" } }`, 40);
    expect(idsIn(nodes).sort()).toEqual(expected(({ createdAt }) => createdAt >= from));
    const times = nodes.map(({ updatedAt }) => updatedAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('never asks the platform for more than the ninety days it knows', async () => {
    await bench.list('(first: 1)');
    const { update_time_start: start, update_time_end: end, ...rest } = bench.parameters();
    expect(Number(end) - Number(start)).toBe(90 * DAY);
    expect(Number(end)).toBeGreaterThan(bench.seconds());
    expect(rest).toEqual({ order_asc: false, order_by: 'update_time', page: 0, size: 1 });
    await bench.list(`(first: 1, filter: { createdIn: { from: "${iso(bench.seconds() - 90 * DAY)}" } })`);
    const { create_time_start: created, create_time_end: until } = bench.parameters();
    expect(Number(created)).toBeGreaterThan(bench.seconds() - 90 * DAY);
    expect(Number(until) - Number(created)).toBeLessThanOrEqual(90 * DAY);
  });

  it('that no order can fit is answered without a call', async () => {
    const now = iso(bench.seconds() - DAY);
    const { orders, errors } = await bench.list(
      `(filter: { createdIn: { from: "${now}", to: "${now}" } })`,
      'nodes { id } totalCount pageInfo { hasNextPage endCursor }',
    );
    expect([errors, orders, bench.server.calls()]).toEqual([
      [],
      { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null } },
      [],
    ]);
  });

  const old = iso(1_600_000_000);
  it.each([
    ['a state without a code', 'filter: { statuses: [SHIPPED, UNRECOGNIZED] }', 'INVALID_INPUT', 'filter.statuses.1'],
    ['no state', 'filter: { statuses: [] }', 'INVALID_INPUT', 'filter.statuses'],
    [
      'orders without a case',
      'filter: { hasOpenAfterSale: false }',
      'NOT_SUPPORTED_UPSTREAM',
      'filter.hasOpenAfterSale',
    ],
    ['an empty product', 'filter: { product: "" }', 'INVALID_INPUT', 'filter.product'],
    ['an endless number', `filter: { trackingNumber: "${'9'.repeat(65)}" }`, 'INVALID_INPUT', 'filter.trackingNumber'],
    ['a time long ago', `filter: { createdIn: { from: "${old}" } }`, 'INVALID_INPUT', 'filter.createdIn.from'],
    ['an end long ago', `filter: { updatedIn: { to: "${old}" } }`, 'INVALID_INPUT', 'filter.updatedIn.to'],
    [
      'a span turned round',
      `filter: { updatedIn: { from: "${iso(2_000_000_001)}", to: "${iso(2_000_000_000)}" } }`,
      'INVALID_INPUT',
      'filter.updatedIn',
    ],
    ['no page', 'first: 0', 'INVALID_INPUT', 'first'],
    ['too long a page', 'first: 101', 'INVALID_INPUT', 'first'],
    ['a cursor of nothing', 'after: "abc"', 'INVALID_CURSOR', 'after'],
  ])('is refused with %s, without a call', async (_name, args, code, path) => {
    const { orders, errors } = await bench.list(`(${args})`);
    expect([orders, errors[0]?.extensions.code, errors[0]?.extensions.path?.join('.')]).toEqual([null, code, path]);
    expect(bench.server.calls()).toEqual([]);
  });

  it('belongs to its cursors: those of another list are refused', async () => {
    const { orders } = await bench.list('(first: 2)', 'pageInfo { endCursor }');
    const { endCursor } = orders.pageInfo;
    for (const args of ['sort: { direction: ASC }', 'sort: { field: CREATED_AT }', 'filter: { product: "a" }']) {
      const { errors } = await bench.list(`(first: 2, after: "${endCursor}", ${args})`);
      expect([args, errors[0]?.extensions.code]).toEqual([args, 'INVALID_CURSOR']);
    }
    expect((await bench.list(`(first: 2, after: "${endCursor}", sort: {})`)).errors).toEqual([]);
  });

  it('with a cursor from before the ninety days cannot go on', async () => {
    const cursors = new CursorCodec(['orders', bench.shop.key, null, 'UPDATED_AT', 'ASC'], isPackedPosition);
    const cursor = cursors.encode([bench.seconds() - 91 * DAY, '1gm5l0x1k4sn2']);
    const { errors } = await bench.list(`(after: "${cursor}", sort: { direction: ASC })`);
    expect(errors[0]?.extensions).toMatchObject({ code: 'PAGINATION_TOO_DEEP', path: ['after'] });
    expect(bench.server.calls()).toEqual([]);
  });
});
