import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../../../support/start.js';

const EVERY_MS = 100;
/** It is read every fifth interval. */
const PACE = 5;

describe('changes of Kuaizhan, which tells nothing by itself', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await start({ reconciling: { everyMs: EVERY_MS, settleMs: 0 } });
  });
  afterEach(() => server.stop());

  const changes = () =>
    server.foundation.store.changeFeed.list({
      tenantId: server.tenantId,
      shopKeys: null,
      kinds: null,
      after: 0,
      limit: 100,
    });

  it('are found in its lists: commodities on the shelf and off it, and categories', async () => {
    const [shop] = server.shops;
    const { data } = await server.ask(
      `query($shop: ID!) { shop(by: { id: $shop }) {
        on: commodities(first: 2, select: { state: { isOnline: true } }) { nodes { id native { id } } }
        off: commodities(first: 1, select: { state: { isOnline: false } }) { nodes { id native { id } } }
        commodityCategories { id native { id } }
      } }`,
      { shop: shop?.id },
    );
    const { on, off, commodityCategories } = data.shop;
    const [first, second] = on.nodes;
    const wanted = [first, second, off.nodes[0]];
    for (const { id } of wanted) {
      const updated = await server.ask(
        'mutation($id: ID!) { commodityUpdate(input: { id: $id, title: "新名" }) { userErrors { code } } }',
        { id },
      );
      expect(updated.data.commodityUpdate.userErrors).toEqual([]);
    }
    const renamed = await server.ask(
      'mutation($id: ID!) { commodityCategoryUpdate(input: { id: $id, title: "新类" }) { userErrors { code } } }',
      { id: commodityCategories[0].id },
    );
    expect(renamed.data.commodityCategoryUpdate.userErrors).toEqual([]);
    for (const until = performance.now() + 10_000; (await changes()).length < 4 && performance.now() < until; )
      await sleep(20);
    await sleep(3 * EVERY_MS * PACE);
    const found = (await changes()).map(
      ({ kind, source, subject }) => `${source} ${kind} ${subject?.type} ${subject?.nativeId}`,
    );
    expect(found.sort()).toEqual(
      [
        ...wanted.map(({ native }) => `LIVE COMMODITY Commodity ${native.id}`),
        `LIVE COMMODITY CommodityCategory ${commodityCategories[0].native.id}`,
      ].sort(),
    );
  }, 30_000);

  it('are asked for in pages that share a row, so that none slips between two of them unseen', async () => {
    const [shop] = server.shops;
    const shopId = shop?.shopId ?? '';
    for (let count = 0; count < 200; count += 1)
      server.kuaizhan.addCommodity({ shopId, title: `货 ${count}`, isOnline: true });
    server.kuaizhan.journal.clear();
    const offsets = () => server.kuaizhan.journal.entries.map(({ params }) => params['offset']);
    for (const until = performance.now() + 10_000; !offsets().includes('198') && performance.now() < until; )
      await sleep(20);
    expect(offsets()).toEqual(expect.arrayContaining(['0', '99', '198']));
    expect(offsets()).not.toContain('100');
  }, 30_000);
});
