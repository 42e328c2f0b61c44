import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DY_CREATE,
  DY_PROPERTIES,
  idOf,
  KZ_CREATE,
  KZ_READ,
  type SyndicateBench,
  startSyndicate,
} from './syndicate-bench.js';
import { newTitle, TO_DOUYIN, tea } from './syndicate-goods.js';

let bench: SyndicateBench;
beforeAll(async () => {
  bench = await startSyndicate();
}, 30_000);
afterAll(() => bench.server.stop());
beforeEach(() => {
  bench.server.douyin.faults.clear();
  bench.server.kuaizhan.faults.clear();
});

describe('a repeat', () => {
  it('with the same key is answered as the first, with another input not at all', async () => {
    const title = newTitle();
    const sourceId = await bench.addCommodity(tea(title));
    const shopIds = [idOf(bench.kuaizhan[1]), idOf(bench.douyin[0])];
    const options = { idempotencyKey: 'copy once' };
    const first = await bench.copy({ sourceId, shopIds, douyin: [TO_DOUYIN] }, options);
    expect(first.results.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    const again = await bench.copy({ sourceId, shopIds, douyin: [TO_DOUYIN] }, options);
    expect(again).toEqual({ ...first, replayed: true });
    expect(bench.server.allCalls()).toEqual([]);
    const other = await bench.copy({ sourceId, shopIds: [idOf(bench.kuaizhan[1])] }, options);
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    expect(bench.commodities(bench.kuaizhan[1], title)).toHaveLength(1);
    expect(bench.products(bench.douyin[0], title)).toHaveLength(1);
  });

  it('finds the copies whose answers were lost, and makes no second ones', async () => {
    const title = newTitle();
    const sourceId = await bench.addCommodity(tea(title));
    const shopIds = [idOf(bench.kuaizhan[1]), idOf(bench.douyin[0]), idOf(bench.douyin[1])];
    const lost = { fault: 'reset', phase: 'after_effect', times: 1 } as const;
    bench.server.kuaizhan.faults.set([{ match: { operation: KZ_CREATE }, ...lost }]);
    bench.server.douyin.faults.set([{ match: { operation: DY_CREATE, shop: bench.douyin[0].nativeId }, ...lost }]);
    const input = { sourceId, shopIds, douyin: [TO_DOUYIN] };
    const options = { idempotencyKey: 'lost copies' };
    const first = await bench.copy(input, options);
    expect(first.results).toMatchObject([
      { status: 'UNKNOWN', item: null, droppedPaths: [], userErrors: [{ code: 'OUTCOME_UNKNOWN', retryable: false }] },
      { status: 'UNKNOWN', droppedPaths: ['description', 'globalCategory', 'keywords', 'points', 'unitName'] },
      { status: 'SUCCEEDED' },
    ]);
    const again = await bench.copy(input, options);
    const [commodity, ...moreCommodities] = bench.commodities(bench.kuaizhan[1], title);
    const [product, ...moreProducts] = bench.products(bench.douyin[0], title);
    expect([moreCommodities, moreProducts]).toEqual([[], []]);
    expect(again).toMatchObject({
      replayed: true,
      results: [
        {
          status: 'SUCCEEDED',
          item: { id: `gid://v1/Commodity/${bench.kuaizhan[1].key}/${commodity?.id}` },
          userErrors: [],
        },
        {
          status: 'SUCCEEDED',
          item: { id: `gid://v1/Product/${bench.douyin[0].key}/${product?.id}` },
          droppedPaths: ['description', 'globalCategory', 'keywords', 'points', 'unitName'],
        },
        first.results[2],
      ],
    });
    expect(bench.server.allCalls()).not.toContain(KZ_CREATE);
    expect(bench.server.allCalls()).not.toContain(DY_CREATE);
  }, 15_000);

  it('stays unknown while it cannot be told whose the copy is, and what was not sent is copied anew', async () => {
    const title = newTitle();
    const sourceId = await bench.addCommodity(tea(title));
    const input = { sourceId, shopIds: [idOf(bench.kuaizhan[1])] };
    const lost = { match: { operation: KZ_CREATE }, fault: 'reset', phase: 'after_effect', times: 1 } as const;
    for (const key of ['twin 1', 'twin 2']) {
      bench.server.kuaizhan.faults.set([lost]);
      const { results } = await bench.copy(input, { idempotencyKey: key });
      expect(results).toMatchObject([{ status: 'UNKNOWN' }]);
    }
    const again = await bench.copy(input, { idempotencyKey: 'twin 1' });
    expect(again).toMatchObject({ replayed: true, results: [{ status: 'UNKNOWN' }] });
    expect(bench.commodities(bench.kuaizhan[1], title)).toHaveLength(2);
    bench.server.kuaizhan.faults.set([{ match: { operation: KZ_READ }, fault: 'http_status', status: 503 }]);
    const unread = await bench.copy(input, { idempotencyKey: 'unread' });
    expect(unread.userErrors[0]).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    bench.server.kuaizhan.faults.clear();
    const read = await bench.copy(input, { idempotencyKey: 'unread' });
    expect(read).toMatchObject({ replayed: false, results: [{ status: 'SUCCEEDED' }] });
  }, 15_000);

  it('is not needed: what is open is settled behind, under the same key', async () => {
    const sourceId = await bench.addCommodity(tea(newTitle()));
    bench.server.kuaizhan.faults.set([
      { match: { operation: KZ_CREATE }, fault: 'reset', phase: 'after_effect', times: 1 },
    ]);
    const input = { sourceId, shopIds: [idOf(bench.kuaizhan[1])] };
    const { results } = await bench.copy(input, { idempotencyKey: 'behind' });
    expect(results).toMatchObject([{ status: 'UNKNOWN' }]);
    const { journal } = bench.server.foundation.store;
    const until = performance.now() + 12_000;
    let state: string | undefined;
    while (state !== 'SUCCEEDED' && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      state = (await journal.find(bench.server.tenantId, 'catalogSyndicate', 'behind'))?.state;
    }
    expect(state).toBe('SUCCEEDED');
  }, 20_000);
});

describe('a slow shop', () => {
  it('holds up nobody: what was sent goes on behind, what was not is not sent any more', async () => {
    const title = newTitle();
    const sourceId = await bench.addCommodity(tea(title));
    const shopIds = [idOf(bench.kuaizhan[1]), idOf(bench.douyin[0]), idOf(bench.douyin[1])];
    bench.server.kuaizhan.faults.set([{ match: { operation: KZ_CREATE }, fault: 'hold', phase: 'before_effect' }]);
    bench.server.douyin.faults.set([
      { match: { operation: DY_PROPERTIES, shop: bench.douyin[0].nativeId }, fault: 'hold' },
    ]);
    const input = { sourceId, shopIds, douyin: [TO_DOUYIN] };
    const options = { idempotencyKey: 'slow shop' };
    const begun = performance.now();
    const { results } = await bench.copy(input, options, { headers: { 'x-deadline-ms': '2000' } });
    expect(performance.now() - begun).toBeLessThan(2_250);
    expect(results).toMatchObject([
      { status: 'UNKNOWN', userErrors: [{ code: 'OUTCOME_UNKNOWN' }] },
      { status: 'FAILED', userErrors: [{ code: 'DEADLINE_EXCEEDED' }] },
      { status: 'SUCCEEDED' },
    ]);
    bench.server.kuaizhan.faults.clear();
    bench.server.douyin.faults.clear();
    const again = await bench.copy(input, options);
    expect(again.results.map(({ status }) => status)).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED']);
    expect(bench.commodities(bench.kuaizhan[1], title)).toHaveLength(1);
    expect(bench.products(bench.douyin[0], title)).toHaveLength(0);
  }, 15_000);
});
