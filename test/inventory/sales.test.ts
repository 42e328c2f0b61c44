import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { receiver } from '../platforms/douyin/emulator/buyers.js';
import { ONE, type SoldUnit, type SyncBench, startSync } from './sync-bench.js';

let bench: SyncBench;
/** The same item in four shops: it is sold in the first, a Douyin shop; then come another one, and two of Kuaizhan. */
let units: SoldUnit[];
let code: string;
let made = 0;
beforeAll(async () => {
  bench = await startSync();
  for (const shop of bench.server.shops) {
    const { data } = await bench.server.ask('query ($id: ID!) { shop(by: { id: $id }) { pushUrl } }', { id: shop.id });
    await bench.server.douyin.pushTo({ shopId: shop.nativeId, url: data.shop.pushUrl });
  }
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(async () => {
  bench.server.douyin.faults.clear();
  bench.server.kuaizhan.faults.clear();
  units = [...bench.douyin, ...bench.kuaizhan].map((of) => of[made % of.length] as SoldUnit);
  code = `CODE-${made}`;
  made += 1;
});
afterEach(() => bench.unlink());

const shopOf = (unit: SoldUnit | undefined): string =>
  bench.server.shops.find(({ key }) => key === unit?.shop.key)?.nativeId ?? '';
/** A buyer orders, and pays unless told. */
function buy(unit: SoldUnit, count: number, isPaid = true): string {
  const order = bench.server.douyin.buyer.place(shopOf(unit), {
    lines: [{ skuId: bench.skuOf(unit).id, count }],
    receiver,
  });
  if (isPaid) bench.server.douyin.buyer.pay(order.id);
  return order.id;
}
const stocks = (): number[] => units.map((unit) => unit.stock());
async function shown(wanted: readonly number[], ms = 10_000): Promise<number[]> {
  const until = performance.now() + ms;
  while (performance.now() < until && JSON.stringify(stocks()) !== JSON.stringify(wanted)) await sleep(20);
  return stocks();
}
const setUp = async (onHand: number, links?: Parameters<SyncBench['link']>[1]): Promise<void> => {
  await bench.link(code, links ?? units);
  await bench.sync([{ merchantCode: code, quantity: { setTo: onHand } }]);
  bench.server.douyin.journal.clear();
  bench.server.kuaizhan.journal.clear();
};
const drifting = async (): Promise<number> => {
  const { data } = await bench.server.ask(
    'query ($groupId: ID!) { stockItems(groupId: $groupId, filter: { hasDrift: true }) { totalCount } }',
    { groupId: bench.server.groupId },
  );
  return data.stockItems.totalCount;
};

describe('what is sold in one shop', () => {
  it('is shown in the other three without anyone asking', async () => {
    await setUp(30);
    buy(units[0] as SoldUnit, 4);
    expect(await shown([26, 26, 26, 26])).toEqual([26, 26, 26, 26]);
    expect(await bench.onHand(code)).toBe(26);
    expect(await drifting()).toBe(0);
    const done = await bench.reconcile({ merchantCodes: [code] });
    expect(done).toMatchObject({ checkedCount: 4, drifts: [] });
  });

  it('is counted once, however often the platform tells of the order', async () => {
    await setUp(30);
    const orderId = buy(units[0] as SoldUnit, 1);
    expect(await shown([29, 29, 29, 29])).toEqual([29, 29, 29, 29]);
    bench.server.douyin.buyer.askForReceiver(orderId, { ...receiver, name: '李雷' });
    buy(units[1] as SoldUnit, 2);
    expect(await shown([27, 27, 27, 27])).toEqual([27, 27, 27, 27]);
    await sleep(1_500);
    expect(stocks()).toEqual([27, 27, 27, 27]);
    expect(await bench.onHand(code)).toBe(27);
  });

  it('comes back when the order is cancelled before it was sent', async () => {
    const [first] = units as [SoldUnit];
    const product = bench.server.douyin.state.shops.get(shopOf(first))?.products.get(bench.skuOf(first).productId);
    if (product === undefined) throw new Error('no product');
    // Its stock is taken when it is ordered, and not when it is paid.
    product.content = { ...product.content, reduceType: 1 };
    await setUp(30);
    const orderId = buy(first, 5, false);
    expect(await shown([25, 25, 25, 25])).toEqual([25, 25, 25, 25]);
    bench.server.douyin.buyer.cancel(orderId);
    expect(await shown([30, 30, 30, 30])).toEqual([30, 30, 30, 30]);
    expect(await bench.onHand(code)).toBe(30);
  });

  it('is not counted before it is paid where payment takes the stock', async () => {
    const [first] = units as [SoldUnit];
    const product = bench.server.douyin.state.shops.get(shopOf(first))?.products.get(bench.skuOf(first).productId);
    if (product === undefined) throw new Error('no product');
    product.content = { ...product.content, reduceType: 2 };
    await setUp(30);
    const orderId = buy(first, 5, false);
    await sleep(1_500);
    expect(stocks()).toEqual([30, 30, 30, 30]);
    bench.server.douyin.buyer.pay(orderId);
    expect(await shown([25, 25, 25, 25])).toEqual([25, 25, 25, 25]);
  });

  it('changes each shop by its share, the selling one too', async () => {
    const [a, b, ...others] = units as [SoldUnit, SoldUnit, ...SoldUnit[]];
    await setUp(40, [{ unit: a, allocation: 0.5 }, { unit: b, safetyStock: 35 }, ...others]);
    expect(stocks()).toEqual([20, 5, 40, 40]);
    buy(a, 6);
    // Half of 34 is 17, of which the shop shows 14 by itself.
    expect(await shown([17, 0, 34, 34])).toEqual([17, 0, 34, 34]);
  });

  it('leaves taken off what a shop has sold that nobody knows of', async () => {
    await setUp(30);
    units[3]?.show(22);
    buy(units[0] as SoldUnit, 2);
    expect(await shown([28, 28, 28, 20])).toEqual([28, 28, 28, 20]);
    // Its platform told of it with the write: the shop is in drift.
    expect(await drifting()).toBe(1);
    const done = await bench.reconcile({ merchantCodes: [code] });
    expect(done.drifts).toMatchObject([{ wanted: 28, shown: 20 }]);
  });

  it('adds up when many buy at once in two shops', async () => {
    await setUp(300);
    for (let at = 0; at < 20; at += 1) {
      buy(units[0] as SoldUnit, 1);
      buy(units[1] as SoldUnit, 2);
    }
    expect(await shown([240, 240, 240, 240], 20_000)).toEqual([240, 240, 240, 240]);
    expect(await bench.onHand(code)).toBe(240);
  }, 30_000);

  it('is repeated where shops take no connection, without delaying the others, and arrives once', async () => {
    await setUp(30);
    await bench.server.kuaizhan.refuseConnections();
    bench.server.douyin.faults.set([{ match: { operation: ONE }, fault: 'reset', phase: 'after_effect', times: 1 }]);
    buy(units[0] as SoldUnit, 3);
    const others = await shown([27, 27, 30, 30]);
    await sleep(1_500);
    await bench.server.kuaizhan.acceptConnections();
    expect(others).toEqual([27, 27, 30, 30]);
    expect(await shown([27, 27, 27, 27], 30_000)).toEqual([27, 27, 27, 27]);
    expect(await bench.onHand(code)).toBe(27);
  }, 60_000);
});
