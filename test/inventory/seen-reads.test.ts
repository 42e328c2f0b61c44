import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SoldUnit, type SyncBench, startSync } from './sync-bench.js';

let bench: SyncBench;
beforeAll(async () => {
  bench = await startSync();
}, 30_000);
afterAll(() => bench.server.stop());

const COUNT =
  'query ($groupId: ID!) { stockItems(groupId: $groupId, filter: { hasDrift: true }) { nodes { merchantCode } } }';
const UNIT = `query ($id: ID!) { node(id: $id) { ... on ProductSku { stock } ... on CommodityVariant { stock } } }`;
const drifting = async (): Promise<string[]> => {
  const { data } = await bench.server.ask(COUNT, { groupId: bench.server.groupId });
  return data.stockItems.nodes.map(({ merchantCode }: { merchantCode: string }) => merchantCode).toSorted();
};

describe('an ordinary read of a linked unit', () => {
  it('marks it when it shows another quantity than was written, well after the write, without a call of its own', async () => {
    const units = [bench.douyin[0]?.[0], bench.kuaizhan[0]?.[0]] as SoldUnit[];
    for (const [at, unit] of units.entries()) await bench.link(`SEEN-${at}`, [unit]);
    await bench.sync([0, 1].map((at) => ({ merchantCode: `SEEN-${at}`, quantity: { setTo: 20 } })));
    // A read within a try's time of the write may show what was before it.
    await sleep(5_200);
    for (const unit of units) await bench.server.ask(UNIT, { id: unit.id });
    await sleep(400);
    expect(await drifting()).toEqual([]);
    for (const unit of units) unit.show(17);
    for (const unit of units) {
      await bench.server.ask(UNIT, { id: unit.id }, { headers: { 'cache-control': 'no-cache' } });
      expect(bench.server.allCalls()).toHaveLength(1);
    }
    await sleep(400);
    expect(await drifting()).toEqual(['SEEN-0', 'SEEN-1']);
  }, 20_000);
});
