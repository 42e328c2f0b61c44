import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DETAIL, idsIn, LIST, type Node, type OrderBench, startOrders } from './orders-bench.js';

let bench: OrderBench;
beforeAll(async () => {
  bench = await startOrders();
}, 30_000);
afterAll(() => bench.server.stop());
afterEach(() => bench.restore());

describe('orders of a Douyin shop', () => {
  it('are listed by one call with lines, parcels and recipients, the latest change first', async () => {
    const { orders, errors } = await bench.list(
      '',
      'totalCount pageInfo { hasNextPage } nodes { id native { resource id } version status statusCode statusText total { amount } recipient { name phone } lines { id quantity } parcels { trackingNumber items { quantity line { id } } } updatedAt shop { id } raw(paths: ["/order_id"]) }',
    );
    expect(errors).toEqual([]);
    expect(bench.server.calls()).toEqual([LIST]);
    expect(orders.nodes).toHaveLength(20);
    expect(orders).toMatchObject({ totalCount: bench.seeded().length, pageInfo: { hasNextPage: true } });
    const [first] = orders.nodes;
    expect(first).toMatchObject({
      id: bench.shop.gid('Order', first.native.id),
      native: { resource: 'order', id: expect.stringMatching(/^\d{19}$/) },
      shop: { id: bench.shop.id },
      raw: { order_id: first.native.id },
    });
    const times = orders.nodes.map((node: Node) => node.updatedAt);
    expect(times).toEqual([...times].sort().reverse());
    const lines = new Set(orders.nodes.flatMap((node: { lines: { id: string }[] }) => node.lines.map(({ id }) => id)));
    for (const { parcels } of orders.nodes)
      for (const { items } of parcels) for (const { line } of items) expect(lines).toContain(line.id);
  });

  it.each([
    ['', 'updatedAt', -1],
    [', sort: { direction: ASC }', 'updatedAt', 1],
    [', sort: { field: CREATED_AT }', 'createdAt', -1],
    [', sort: { field: CREATED_AT, direction: ASC }', 'createdAt', 1],
  ] as const)('are paged without a gap, one call a page (%s)', async (sort, time, way) => {
    const found = await bench.all(sort, 70);
    expect(idsIn(found).sort()).toEqual(
      bench
        .seeded()
        .map(({ id }) => id)
        .sort(),
    );
    const times = found.map((node) => node[time]);
    expect(times).toEqual([...times].sort((a, b) => way * (a < b ? -1 : Number(a > b))));
  });

  it('come in the fewest pages there are: of a hundred, less what the last one showed of its second', async () => {
    const found = await bench.all('', 100);
    expect(new Set(idsIn(found)).size).toBe(300);
    const { orders } = await bench.list('(first: 100)', 'pageInfo { endCursor }');
    const next = await bench.list(`(first: 100, after: "${orders.pageInfo.endCursor}")`);
    expect(next.orders.nodes).toHaveLength(99);
    expect(bench.server.calls()).toEqual([LIST]);
  });

  it.each([
    ['ASC', true],
    ['DESC', false],
  ])('keep their places while others change and come in (%s)', async (direction, isAscending) => {
    const touched = new Set<string>();
    const orders = bench.seeded();
    let pages = 0;
    const touch = (): void => {
      pages += 1;
      if (pages > 4) return;
      for (const order of [orders[pages * 30], orders[pages * 60 + 7]]) {
        if (order === undefined) continue;
        order.updatedAt = bench.seconds() + pages;
        touched.add(order.id);
      }
    };
    const found = await bench.all(`, sort: { direction: ${direction} }`, 45, touch);
    expect(touched.size).toBe(8);
    const calm = idsIn(found).filter((id) => !touched.has(id));
    expect(calm.sort()).toEqual(
      orders
        .map(({ id }) => id)
        .filter((id) => !touched.has(id))
        .sort(),
    );
    if (isAscending) for (const id of touched) expect(idsIn(found)).toContain(id);
  });

  it('are each shown once where a hundred and fifty change in one second', async () => {
    const orders = bench.seeded();
    const second = bench.seconds() - 10;
    for (const order of orders.slice(0, 150)) order.updatedAt = second;
    const found: Node[] = [];
    const calls: number[] = [];
    for (let after = ''; ; ) {
      const page = await bench.list(
        `(first: 40${after})`,
        'nodes { native { id } } pageInfo { hasNextPage endCursor }',
      );
      expect(page.errors).toEqual([]);
      calls.push(bench.server.calls().length);
      found.push(...page.orders.nodes);
      if (!page.orders.pageInfo.hasNextPage) break;
      after = `, after: "${page.orders.pageInfo.endCursor}"`;
    }
    expect(found).toHaveLength(orders.length);
    expect(idsIn(found).sort()).toEqual(orders.map(({ id }) => id).sort());
    // One call a page; only the rest of the crowded second is read as a whole, and then what comes after it.
    expect(calls.slice(0, 3)).toEqual([1, 1, 1]);
    expect(Math.max(...calls)).toBeLessThanOrEqual(4);
  });

  it('are asked for once where two fields ask the same', async () => {
    const { errors } = await bench.server.ask(
      'query($shop: ID!) { shop(by: { id: $shop }) { a: orders(first: 5) { nodes { id } } b: orders(first: 5) { nodes { version } } } }',
      { shop: bench.shop.id },
    );
    expect([errors, bench.server.calls()]).toEqual([[], [LIST]]);
  });

  it('are not taken for none where the answer is cut short', async () => {
    for (const fault of ['missing_data', 'rows_missing'] as const) {
      bench.server.douyin.faults.set([{ match: { operation: LIST }, fault, rows: 3 }]);
      const { orders, errors } = await bench.list('(first: 3)');
      expect([fault, orders, errors[0]?.extensions.code]).toEqual([fault, null, 'UPSTREAM_MALFORMED']);
    }
  });

  it('are listed without those that cannot be read, which the log counts', async () => {
    const [broken] = bench.seeded().slice(-3);
    if (broken === undefined) throw new Error('no order');
    Object.assign(broken, { extra: { order_amount: 'canary' }, updatedAt: bench.seconds() });
    const { orders, errors, text } = await bench.list('(first: 10)');
    expect([errors, orders.nodes.length]).toEqual([[], 9]);
    expect(idsIn(orders.nodes)).not.toContain(broken.id);
    expect(bench.server.logLines.some((line) => line.includes('"badRows":1'))).toBe(true);
    expect(text + bench.server.logLines.join()).not.toContain('canary');
  });
});

describe('one order of a Douyin shop', () => {
  const nativeId = (at = 0) => bench.seeded()[at]?.id ?? '';

  it('is found by each of its names, by one call for all', async () => {
    const id = nativeId();
    const lineId = `${id}.${bench.seeded()[0]?.lines[0]?.id}`;
    const { data, errors, extensions } = await bench.server.ask(
      `query($shop: ID!, $id: ID!, $line: ID!, $native: String!) {
        order(id: $id) { version }
        node(id: $line) { __typename id ... on OrderLine { native { id resource } title } }
        nodes(ids: [$id, $line]) { id }
        shop(by: { id: $shop }) { order(nativeId: $native) { id lines { id } } } }`,
      { shop: bench.shop.id, id: bench.shop.gid('Order', id), line: bench.shop.gid('OrderLine', lineId), native: id },
    );
    expect(errors).toEqual([]);
    expect(bench.server.calls()).toEqual([DETAIL]);
    expect(data.node).toEqual({
      __typename: 'OrderLine',
      id: bench.shop.gid('OrderLine', lineId),
      native: { id: bench.seeded()[0]?.lines[0]?.id, resource: 'sku order' },
      title: bench.seeded()[0]?.lines[0]?.productName,
    });
    expect(data.shop.order.lines[0].id).toBe(data.node.id);
    expect(extensions.upstream.unbatched).toEqual(expect.arrayContaining(['order', 'shop.order']));
  });

  it('has the same version as in the list, and another one after a change', async () => {
    const { orders } = await bench.list('(first: 1)', 'nodes { id version native { id } }');
    const [{ id, version, native }] = orders.nodes;
    const ask = () => bench.server.ask('query($id: ID!) { order(id: $id) { version } }', { id });
    expect((await ask()).data.order.version).toBe(version);
    const order = bench.seeded().find((one) => one.id === native.id);
    Object.assign(order ?? {}, { sellerWords: '优先发货' });
    expect((await ask()).data.order.version).not.toBe(version);
  });

  it('and others are read at the same time, some at once, a failed one alone', async () => {
    const asked = [0, 1, 2, 3, 4, 5, 6].map((at) => bench.shop.gid('Order', nativeId(at)));
    bench.server.douyin.faults.set([{ match: { operation: DETAIL, nth: 3 }, fault: 'malformed' }]);
    const { data, errors } = await bench.server.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: asked });
    expect(bench.server.calls()).toEqual(asked.map(() => DETAIL));
    expect(errors.map((error) => error.extensions.code)).toEqual(['UPSTREAM_MALFORMED']);
    expect(data.nodes.filter((node: object | null) => node !== null)).toHaveLength(6);
  });

  it('is null when there is none, when it is another shop’s, and without a call when it can be none', async () => {
    const foreign =
      [...(bench.server.douyin.state.shops.get(bench.server.shops[1]?.nativeId ?? '')?.orders.keys() ?? [])][0] ?? '';
    const missing = ['1234567890123456789', foreign];
    for (const id of [...missing, 'abc', '0', '-1', '99999999999999999999', '']) {
      const { data, errors } = await bench.server.ask(
        'query($shop: ID!, $id: String!) { shop(by: { id: $shop }) { order(nativeId: $id) { id } } }',
        { shop: bench.shop.id, id },
      );
      expect([id, data, errors]).toEqual([id, { shop: { order: null } }, []]);
      expect(bench.server.calls()).toEqual(missing.includes(id) ? [DETAIL] : []);
    }
    for (const line of ['1', `${nativeId()}.5`, `${nativeId()}.`, `${nativeId()}.1.1`]) {
      const { data, errors } = await bench.server.ask('query($id: ID!) { node(id: $id) { id } }', {
        id: bench.shop.gid('OrderLine', line),
      });
      expect([line, data, errors]).toEqual([line, { node: null }, []]);
    }
  });
});
