import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SyncBench, startSync } from './sync-bench.js';

const PAGE = readFileSync(join(fileURLToPath(new URL('../..', import.meta.url)), 'docs/stock.md'), 'utf8');
const OPERATIONS = new Map(
  [...PAGE.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, text = '']) => [
    /(?:mutation|query) (\w+)/.exec(text)?.[1] ?? '',
    text,
  ]),
);

describe('the page about stock', () => {
  let bench: SyncBench;
  beforeAll(async () => {
    bench = await startSync();
  }, 30_000);
  afterAll(() => bench.server.stop());

  it('has operations that do what it says, in its order', async () => {
    const [first] = bench.douyin[0] ?? [];
    const [second] = bench.kuaizhan[0] ?? [];
    const group = bench.server.groupId;
    const run = async (name: string, variables: object) => {
      const answer = await bench.server.ask(OPERATIONS.get(name) ?? '', { ...variables });
      expect(answer.errors).toEqual([]);
      return answer.data;
    };
    expect([...OPERATIONS.keys()]).toEqual(['Link', 'Sync', 'Progress', 'Compare']);
    const { stockItemSet } = await run('Link', { group, first: first?.id, second: second?.id });
    expect(stockItemSet).toMatchObject({ userErrors: [], stockItem: { listings: [{}, {}] } });
    const { stockSync } = await run('Sync', { group });
    expect(stockSync).toMatchObject({ succeededCount: 2, failedCount: 0, unknownCount: 0, job: null, userErrors: [] });
    expect([first?.stock(), second?.stock()]).toEqual([120, 58]);
    expect(await run('Progress', { id: 'gid://v1/Job/j0/j0' })).toEqual({ job: null });
    second?.show(50);
    const { stockReconcile } = await run('Compare', { group });
    expect(stockReconcile).toMatchObject({
      checkedCount: 2,
      drifts: [{ wanted: 58, shown: 50, isRepaired: true }],
      userErrors: [],
    });
    expect(second?.stock()).toBe(58);
  });
});
