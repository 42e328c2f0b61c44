import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DouyinServer, startDouyin } from '../../../support/start-douyin.js';

const REMARK = `mutation($input: DouyinMethodCallInput!) { douyinMethodCall(input: $input) { userErrors { code } } }`;

describe('messages of Douyin', () => {
  let server: DouyinServer;
  let pushUrl: string;
  let orderId: string;
  beforeAll(async () => {
    server = await startDouyin();
    const [shop] = server.shops;
    const { data } = await server.ask(
      `query($shop: ID!) { shop(by: { id: $shop }) {
        pushUrl
        orders(first: 1, filter: { statuses: [AWAITING_SHIPMENT] }) { nodes { native { id } } }
      } }`,
      { shop: shop?.id },
    );
    pushUrl = data.shop.pushUrl;
    orderId = data.shop.orders.nodes[0].native.id;
    await server.douyin.pushTo({ shopId: shop?.nativeId ?? '', url: pushUrl });
  }, 30_000);
  afterAll(() => server.stop());

  const changes = (after = 0) =>
    server.foundation.store.changeFeed.list({
      tenantId: server.tenantId,
      shopKeys: null,
      kinds: null,
      after,
      limit: 100,
    });

  const shopState = () => server.douyin.state.shops.get(server.shops[0]?.nativeId ?? '');
  const ordersOf = () => [...(shopState()?.orders.values() ?? [])];
  const unpaid = (): string => ordersOf().find(({ status }) => status === 1)?.id ?? '';
  /** For an order that has no case yet. */
  const applyForRefund = (): void => {
    const withCase = new Set([...(shopState()?.afterSales.values() ?? [])].map(({ orderId: of }) => of));
    const order = ordersOf().find((one) => one.status === 2 && !withCase.has(one.id));
    server.douyin.buyer.apply({ orderId: order?.id ?? '', type: 2 });
  };

  it('go to an address of the shop that only an admin is told', async () => {
    expect(pushUrl).toMatch(new RegExp(`^${server.url}/push/douyin/[\\w-]{22,}$`));
    const { data, errors } = await server.ask(
      'query($shop: ID!) { shop(by: { id: $shop }) { pushUrl } }',
      { shop: server.shops[0]?.id },
      { key: server.readKey },
    );
    expect(data.shop.pushUrl).toBeNull();
    expect(errors[0].extensions.code).toBe('PERMISSION_DENIED');
  });

  it('end in the feed, once, with all digits, though each is sent twice', async () => {
    server.douyin.rules.push.duplicates = 1;
    await server.ask(REMARK, {
      input: {
        shopId: server.shops[0]?.id,
        method: 'order.addOrderRemark',
        parameters: { order_id: orderId, remark: '请尽快', is_add_star: 'true', star: '3' },
      },
    });
    const sent = () => server.douyin.push.deliveries.filter(({ tags }) => tags.includes(113));
    const acknowledged = () => sent().filter(({ outcome }) => outcome === 'acknowledged');
    for (const until = performance.now() + 10_000; acknowledged().length < 2 && performance.now() < until; )
      await setTimeout(20);
    expect(acknowledged()).toHaveLength(2);
    expect(new Set(sent().flatMap(({ msgIds }) => msgIds)).size).toBe(1);
    await server.douyin.push.whenIdle();
    for (const until = performance.now() + 10_000; (await changes()).length < 1 && performance.now() < until; )
      await setTimeout(20);
    await setTimeout(200);
    const found = await changes();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      kind: 'ORDER',
      tag: '113',
      source: 'PUSH',
      shopKey: server.shops[0]?.key,
      subject: { type: 'Order', nativeId: orderId },
    });
    expect(found[0]?.raw).toContain(orderId);
  });

  it.each([
    ['paid orders', 101, 'POST /order/orderDetail', () => server.douyin.buyer.pay(unpaid())],
    ['after-sales', 200, 'POST /afterSale/Detail', () => applyForRefund()],
  ])(
    'about %s are read again before they are told',
    async (_name, tag, read, act) => {
      const before = (await changes()).length;
      server.douyin.rules.push.duplicates = 0;
      server.douyin.faults.set([{ match: { operation: read }, fault: 'http_status', status: 502 }]);
      server.douyin.journal.clear();
      act();
      const told = async () => (await changes()).slice(before).filter((change) => change.tag === String(tag));
      for (const until = performance.now() + 10_000; !server.calls().includes(read) && performance.now() < until; )
        await setTimeout(20);
      expect(server.calls()).toContain(read);
      expect(await told()).toEqual([]);
      server.douyin.faults.clear();
      for (const until = performance.now() + 15_000; (await told()).length === 0 && performance.now() < until; )
        await setTimeout(50);
      expect(await told()).toHaveLength(1);
    },
    40_000,
  );

  it('end what was kept of the reads of their shop', async () => {
    const shop = server.shops[0];
    const list = () =>
      server.ask(
        'query($shop: ID!) { shop(by: { id: $shop }) { products(first: 1) { nodes { freshness { source } } } } }',
        { shop: shop?.id },
        { headers: { 'cache-control': 'max-age=300' } },
      );
    await list();
    expect((await list()).data.shop.products.nodes[0].freshness.source).toBe('CACHE');
    const before = (await changes()).length;
    server.douyin.buyer.cancel(unpaid());
    for (const until = performance.now() + 10_000; (await changes()).length === before && performance.now() < until; )
      await setTimeout(20);
    expect((await list()).data.shop.products.nodes[0].freshness.source).toBe('LIVE');
  }, 20_000);

  it('are refused with a wrong signature, and nothing of them is kept', async () => {
    const before = (await changes()).length;
    const response = await fetch(pushUrl, {
      method: 'POST',
      headers: {
        'app-id': server.shops[0]?.appId ?? '',
        'event-sign': 'f'.repeat(32),
        'content-type': 'application/json',
      },
      body: JSON.stringify([{ tag: '100', msg_id: 'forged', data: '{}' }]),
    });
    expect(response.status).toBe(401);
    await setTimeout(200);
    expect(await changes()).toHaveLength(before);
  });
});
