import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type DouyinServer, type DouyinShop, startDouyin } from './support/start-douyin.js';

// The message of a change comes when the platform sends it.
jest.setTimeout(30_000);

let server: DouyinServer;
let shop: DouyinShop;

beforeAll(async () => {
  server = await startDouyin({ emulator: { seed: 'demo' } });
  shop = server.shops[0] as DouyinShop;
  const { data } = await server.ask('query($id: ID!) { shop(by: { id: $id }) { pushUrl } }', { id: shop.id });
  await server.douyin.pushTo({ shopId: shop.nativeId, url: data.shop.pushUrl });
}, 30_000);
afterAll(() => server.stop());

const ORDER = `id native { id } status total { amount minorUnits } discount { minorUnits } postage { amount minorUnits }
  lines { id native { id } product { native { id } } } raw(paths: ["/order_id", "/order_amount", "/post_amount"])`;
const UNPAID = `query($shop: ID!) { shop(by: { id: $shop }) {
  orders(first: 1, filter: { statuses: [AWAITING_PAYMENT] }) { nodes { ${ORDER} } } } }`;
const ONE = `query($id: ID!) { order(id: $id) { ${ORDER} } }`;
const POSTAGE = `mutation($input: OrderUpdateInput!) {
  orderUpdate(input: $input) { order { ${ORDER} } userErrors { code message path } } }`;
const CHANGES = `query($shop: ID!) { shop(by: { id: $shop }) {
  changes(first: 100) { nodes { tag raw source subject { id } } } } }`;
const SUBJECT = `query($id: ID!) { node(id: $id) { ... on Order { ${ORDER} } } }`;

/** Above 2^53, where a number of JSON would lose digits. */
const isLong = (id: string): boolean => /^\d{19}$/.test(id) && !Number.isSafeInteger(Number(id));

it('ids of 19 digits and amounts in fen are the same in a query, a mutation, a message, the feed and the raw answer', async () => {
  const listed = await server.ask(UNPAID, { shop: shop.id });
  const [order] = listed.data.shop.orders.nodes;
  const native: string = order.native.id;
  expect(isLong(native)).toBe(true);
  expect(order.id).toBe(shop.gid('Order', native));
  expect(order.lines.every(({ native: { id } }: { native: { id: string } }) => isLong(id))).toBe(true);
  expect(order.lines.every(({ product }: { product: { native: { id: string } } }) => isLong(product.native.id))).toBe(
    true,
  );
  expect(order.raw).toMatchObject({ order_id: native, order_amount: Number(order.total.minorUnits) });
  expect((await server.ask(ONE, { id: order.id })).data.order).toMatchObject({ id: order.id, total: order.total });

  const changed = await server.ask(POSTAGE, { input: { id: order.id, postage: { amount: '1234567.89' } } });
  expect(changed.data.orderUpdate.userErrors).toEqual([]);
  const after = changed.data.orderUpdate.order;
  expect(after).toMatchObject({
    id: order.id,
    native: { id: native },
    postage: { amount: '1234567.89', minorUnits: '123456789' },
    raw: { order_id: native, post_amount: 123456789, order_amount: Number(after.total.minorUnits) },
  });

  const message = await told(native, '109');
  expect(message.source).toBe('PUSH');
  const body = message.raw as { data: Record<string, unknown> };
  expect(String(body.data['p_id'])).toBe(native);
  const due = Number(after.total.minorUnits) - Number(after.discount.minorUnits);
  expect(body.data).toMatchObject({ post_amount: 123456789, total_amount: due });
  const subject = await server.ask(SUBJECT, { id: message.subject.id });
  expect(subject.data.node).toEqual(after);
});

/** The change of an order that a message told of. */
async function told(native: string, tag: string) {
  for (const until = performance.now() + 15_000; performance.now() < until; await sleep(100)) {
    const { data } = await server.ask(CHANGES, { shop: shop.id });
    const found = data.shop.changes.nodes.find(
      (change: { tag: string; subject: { id: string } | null }) =>
        change.tag === tag && change.subject?.id === shop.gid('Order', native),
    );
    if (found !== undefined) return found;
  }
  throw new Error(`no message ${tag} of the order`);
}
