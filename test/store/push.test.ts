import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewMessage } from '../../src/push/inbox.js';
import { GroupCommit } from '../../src/store/group-commit.js';
import { type Home, makeHome } from './home.js';
import { pushBattery } from './push-battery.js';
import { threadOfSources } from './thread-of-sources.js';

const order = (messageId: string): NewMessage => ({
  tenantId: 'tn',
  platform: 'DOUYIN',
  app: 'app',
  messageId,
  viaShopKey: 's1',
  shopKey: 's1',
  nativeShopId: null,
  tag: '1',
  kind: 'ORDER',
  subject: null,
  occurredAt: null,
  receivedAt: new Date(),
  raw: '{}',
  quarantine: null,
});

pushBattery('an SQLite file', makeHome);

pushBattery('an SQLite file that a thread writes', () => {
  const home = makeHome();
  return { ...home, open: (options) => home.open({ startThread: threadOfSources, ...options }) };
});

describe('the thread that writes what is pushed', () => {
  let home: Home;
  let threads: Worker[];
  const open = () =>
    home.open({
      startThread: (options) => {
        const thread = threadOfSources(options);
        threads.push(thread);
        return thread;
      },
    });
  beforeEach(() => {
    home = makeHome();
    threads = [];
  });
  afterEach(() => home.close());

  it('begins with the first message, and ends with the store', async () => {
    const store = await open();
    await store.inbox.depth();
    expect(threads).toHaveLength(0);
    await store.inbox.accept([order('1')]);
    await store.inbox.accept([order('2')]);
    expect(threads).toHaveLength(1);
    await store.close();
    expect(threads[0]?.threadId).toBe(-1);
    await expect(store.inbox.accept([order('3')])).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(threads).toHaveLength(1);
    expect((await (await home.open()).inbox.depth()).pending).toBe(2);
  });

  it('begins anew after it broke, and who was waiting is told', async () => {
    const breaks = "require('node:worker_threads').parentPort.once('message', () => { throw new Error('broken'); })";
    const store = await home.open({
      startThread: (options) => {
        const thread = threads.length === 0 ? new Worker(breaks, { eval: true }) : threadOfSources(options);
        threads.push(thread);
        return thread;
      },
    });
    const ends = await Promise.allSettled([store.inbox.accept([order('1')]), store.inbox.accept([order('2')])]);
    for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'STORAGE_UNAVAILABLE' } });
    await store.inbox.accept([order('2')]);
    await threads[1]?.terminate();
    await store.inbox.accept([order('3')]);
    expect(threads).toHaveLength(3);
    expect((await store.inbox.depth()).pending).toBe(2);
  });

  it('takes turns with the other writes of its process', async () => {
    const store = await open();
    const begun = { tenantId: 'tn', keyId: 'k', shopKey: 's1', mutation: 'm', inputHash: 'h', intent: '{}' };
    const writes = Array.from({ length: 60 }, async (_, n) => {
      await store.inbox.accept([order(`${n}`)]);
      return store.journal.begin({ ...begun, idempotencyKey: `${n}` });
    });
    expect((await Promise.all(writes)).map(({ kind }) => kind)).toEqual(Array.from({ length: 60 }, () => 'begun'));
    expect((await store.inbox.depth()).pending).toBe(60);
  });
});

for (const [where, startThread] of [
  ['here', undefined],
  ['in a thread', threadOfSources],
] as const)
  describe(`the inbox on an SQLite file, written ${where}`, () => {
    let home: Home;
    beforeEach(() => {
      home = makeHome();
    });
    afterEach(() => home.close());

    it('says STORAGE_UNAVAILABLE for a body that does not fit, and keeps nothing of it', async () => {
      const store = await home.open({ maxBytes: 600_000, ...(startThread === undefined ? {} : { startThread }) });
      const raw = JSON.stringify('x'.repeat(20_000));
      const body = (id: string) => Array.from({ length: 10 }, (_, n) => ({ ...order(`${id} ${n}`), raw }));
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

  it('tells when one transaction takes all that waits, and does not keep anybody for longer than asked', async () => {
    let release = (): void => undefined;
    const commits: number[] = [];
    const commit = group(async (items) => {
      commits.push(items.length);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return [...items];
    }, 1);
    await commit.calm(60_000);
    const ends = [1, 2, 3].map((item) => commit.add(item));
    const begun = performance.now();
    await commit.calm(30);
    expect(performance.now() - begun).toBeGreaterThan(20);
    release();
    await commit.calm(60_000);
    expect(commits).toEqual([1, 1]);
    release();
    await ends[1];
    while (commits.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    release();
    expect(await Promise.all(ends)).toEqual([1, 2, 3]);
  });

  it('takes no more than may wait', async () => {
    const commit = group(async (items) => [...items], 100, 2);
    const ends = await Promise.allSettled([1, 2, 3].map((item) => commit.add(item)));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(ends[2]).toMatchObject({ reason: { code: 'OVERLOADED' } });
    expect(await commit.add(4)).toBe(4);
  });
});
