import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GroupCommit } from '../../src/store/group-commit.js';
import { type Home, makeHome } from './home.js';
import { pushBattery } from './push-battery.js';

pushBattery('an SQLite file', makeHome);

describe('the inbox on an SQLite file', () => {
  let home: Home;
  beforeEach(() => {
    home = makeHome();
  });
  afterEach(() => home.close());

  it('says STORAGE_UNAVAILABLE for a body that does not fit, and keeps nothing of it', async () => {
    const store = await home.open({ maxBytes: 600_000 });
    const body = (id: string) =>
      Array.from({ length: 10 }, (_, n) => ({
        tenantId: 'tn',
        platform: 'DOUYIN' as const,
        app: 'app',
        messageId: `${id} ${n}`,
        viaShopKey: 's1',
        shopKey: 's1',
        nativeShopId: null,
        tag: '1',
        kind: 'ORDER' as const,
        subject: null,
        occurredAt: null,
        receivedAt: new Date(),
        raw: JSON.stringify('x'.repeat(20_000)),
        quarantine: null,
      }));
    const ends = await Promise.allSettled(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => store.inbox.accept(body(id))));
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect((await store.inbox.depth()).pending % 10).toBe(0);
  });
});

describe('a group commit', () => {
  const group = (commit: (items: readonly number[]) => Promise<number[]>, maxTogether = 3, maxWaiting = 10) =>
    new GroupCommit<number, number>(commit, { weigh: () => 1, maxTogether, maxWaiting });

  it('commits what comes together in groups, in order, and gives each its own result', async () => {
    const commits: number[][] = [];
    const commit = group(async (items) => {
      commits.push([...items]);
      return items.map((item) => item * 10);
    });
    expect(await Promise.all([1, 2, 3, 4, 5].map((item) => commit.add(item)))).toEqual([10, 20, 30, 40, 50]);
    expect(commits).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('does not let an item that fails take the others with it', async () => {
    const commit = group(async (items) => {
      if (items.includes(2)) throw new Error('two');
      return [...items];
    });
    const ends = await Promise.allSettled([1, 2, 3].map((item) => commit.add(item)));
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : String(end.reason)))).toEqual([
      1,
      'Error: two',
      3,
    ]);
  });

  it('tells when nothing waits any more, and does not keep anybody for longer than asked', async () => {
    let release = (): void => undefined;
    const commits: number[] = [];
    const commit = group(async (items) => {
      commits.push(items.length);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return [...items];
    }, 1);
    await commit.quiet(60_000);
    const ends = [1, 2].map((item) => commit.add(item));
    const begun = performance.now();
    await commit.quiet(30);
    expect(performance.now() - begun).toBeGreaterThan(20);
    release();
    await commit.quiet(60_000);
    expect(commits).toEqual([1, 1]);
    release();
    expect(await Promise.all(ends)).toEqual([1, 2]);
  });

  it('takes no more than may wait', async () => {
    const commit = group(async (items) => [...items], 100, 2);
    const ends = await Promise.allSettled([1, 2, 3].map((item) => commit.add(item)));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(ends[2]).toMatchObject({ reason: { code: 'OVERLOADED' } });
    expect(await commit.add(4)).toBe(4);
  });
});
