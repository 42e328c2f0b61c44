import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { JobRunner, type JobWork } from '../../src/ledger/job-runner.js';
import type { ClaimedJob, JobEnd, NewJob } from '../../src/ledger/jobs.js';
import { createLogger } from '../../src/log/logger.js';
import type { Store } from '../../src/store/open-store.js';
import { eventually } from '../push/push-home.js';
import { type Home, makeHome } from '../store/home.js';

describe('jobs', () => {
  let home: Home;
  let store: Store;
  const runners: JobRunner[] = [];
  beforeEach(async () => {
    home = makeHome();
    store = await home.open();
  });
  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.stop();
    await home.close();
  });

  const ENDED: JobEnd = { status: 'SUCCEEDED', failures: [] };
  const log = createLogger({ level: 'silent', format: 'json' });
  const job = (over: Partial<NewJob> = {}): NewJob => ({
    tenantId: 'tn_one',
    keyId: 'k1',
    kind: 'STOCK_SYNC',
    shopKeys: ['s1'],
    spec: '{}',
    ...over,
  });
  const start = (work: JobWork['run'], jobs = store.jobs): JobRunner => {
    const runner = new JobRunner({ jobs, works: new Map([['STOCK_SYNC', { run: work }]]), log });
    runners.push(runner);
    runner.start();
    return runner;
  };
  const whenEnded = (id: string) =>
    eventually(
      () => store.jobs.find('tn_one', id),
      (found) => found?.finishedAt !== null,
    );
  /** Counts to ten, noting each. */
  const counting =
    (counted: number[], stop = 10): JobWork['run'] =>
    async ({ state }, note, signal) => {
      for (let n = Number(state ?? '0'); n < 10; n += 1) {
        if (n === stop) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        signal.throwIfAborted();
        counted.push(n);
        await note({ state: String(n + 1), rowCount: n + 1, progress: (n + 1) / 10 });
      }
      return { status: 'SUCCEEDED', failures: [] };
    };

  it('are kept when they are accepted, and seen by their tenant alone', async () => {
    const made = await store.jobs.create(job());
    const elsewhere = await home.open();
    expect(await elsewhere.jobs.find('tn_one', made.id)).toEqual(made);
    expect(made).toMatchObject({ status: 'QUEUED', progress: null, rowCount: 0, failures: [], finishedAt: null });
    expect(await elsewhere.jobs.find('tn_two', made.id)).toBeNull();
  });

  it('are made once for an operation, whoever asks again, and however many are open', async () => {
    const order = { ...job(), operationId: 'op-1' };
    const [made, twin] = await Promise.all([store.jobs.create(order), (await home.open()).jobs.create(order)]);
    expect(twin).toEqual(made);
    for (let count = 1; count < 100; count += 1) await store.jobs.create(job());
    expect(await store.jobs.create(order)).toEqual(made);
    await expect(store.jobs.create({ ...order, operationId: 'op-2' })).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('of a tenant with many let those of others pass', async () => {
    for (let count = 0; count < 20; count += 1) await store.jobs.create(job());
    const other = await store.jobs.create(job({ tenantId: 'tn_two' }));
    const first = await store.jobs.claim(['STOCK_SYNC'], 60_000);
    expect(first?.tenantId).toBe('tn_one');
    expect(await store.jobs.claim(['STOCK_SYNC'], 60_000)).toMatchObject({ id: other.id });
    expect((await store.jobs.claim(['STOCK_SYNC'], 60_000))?.tenantId).toBe('tn_one');
  });

  it('are done once, and tell how far they are', async () => {
    const counted: number[] = [];
    const { id } = await store.jobs.create(job());
    const other = await home.open();
    start(counting(counted));
    start(counting(counted), other.jobs);
    expect(await whenEnded(id)).toMatchObject({ status: 'SUCCEEDED', progress: 1, rowCount: 10, state: '10' });
    expect(counted).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('are carried on where they were, after a stop', async () => {
    const counted: number[] = [];
    const { id } = await store.jobs.create(job());
    const first = start(counting(counted, 4));
    await eventually(
      () => counted.length,
      (length) => length === 4,
    );
    await first.stop();
    expect(await store.jobs.find('tn_one', id)).toMatchObject({ status: 'RUNNING', rowCount: 4 });
    start(counting(counted));
    await whenEnded(id);
    expect(counted).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('are carried on when their process died, once its lease is over; it changes nothing any more', async () => {
    const counted: number[] = [];
    const { id } = await store.jobs.create(job());
    const dead = await store.jobs.claim(['STOCK_SYNC'], 300);
    if (dead === null) throw new Error('no job');
    await store.jobs.hold(dead, { state: '7', rowCount: 7, progress: 0.7 }, 300);
    expect(await store.jobs.claim(['STOCK_SYNC'], 300)).toBeNull();
    start(counting(counted));
    await whenEnded(id);
    expect(counted).toEqual([7, 8, 9]);
    expect(await store.jobs.hold(dead, { state: '1', rowCount: 1, progress: 0 }, 300)).toBe(false);
    expect(await store.jobs.finish(dead, { status: 'FAILED', failures: [] })).toBe(false);
    await store.jobs.release(dead, 0);
    expect(await store.jobs.find('tn_one', id)).toMatchObject({ status: 'SUCCEEDED', rowCount: 10 });
  });

  it('fail with what the caller can mend, and with no inner text for a bug', async () => {
    const refused = await store.jobs.create(job());
    const broken = await store.jobs.create(job({ spec: '{"bug":true}' }));
    start(async ({ spec }) => {
      if (spec !== '{}') throw new Error('password=hunter2');
      throw new AppError('NOT_FOUND', undefined, { path: ['input', 'shopId'] });
    });
    expect(await whenEnded(refused.id)).toMatchObject({
      status: 'FAILED',
      failures: [{ code: 'NOT_FOUND', path: ['input', 'shopId'], retryable: false }],
    });
    const failed = await whenEnded(broken.id);
    expect(failed).toMatchObject({ status: 'FAILED', failures: [{ code: 'INTERNAL' }] });
    expect(JSON.stringify(failed)).not.toContain('hunter2');
  });

  it('have failed honestly when they never come further', async () => {
    const { id } = await store.jobs.create(job());
    for (let tries = 0; tries < 5; tries += 1) expect(await store.jobs.claim(['STOCK_SYNC'], 0)).not.toBeNull();
    let runs = 0;
    start(async () => {
      runs += 1;
      return { status: 'SUCCEEDED', failures: [] };
    });
    expect(await whenEnded(id)).toMatchObject({ status: 'FAILED', failures: [{ code: 'INTERNAL' }] });
    expect(runs).toBe(0);
  });

  it('are given back by each stop without a try being counted', async () => {
    const { id } = await store.jobs.create(job());
    for (let stops = 0; stops < 6; stops += 1) {
      const counted: number[] = [];
      const runner = start(async (claimed, _note, signal) => {
        counted.push(claimed.attempts);
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        throw new Error('stopped');
      });
      await eventually(
        () => counted.length,
        (length) => length === 1,
      );
      await runner.stop();
      expect(counted).toEqual([1]);
    }
    start(counting([]));
    expect(await whenEnded(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('are said to have ended by the one that ended them', async () => {
    const lines: string[] = [];
    const log = createLogger({ level: 'info', format: 'json', write: (line) => void lines.push(line) });
    const { id } = await store.jobs.create(job());
    const overtaken = {
      ...store.jobs,
      finish: async (claimed: ClaimedJob, end: JobEnd) => {
        await store.jobs.release(claimed, 0);
        await store.jobs.claim(['STOCK_SYNC'], 60_000);
        return store.jobs.finish(claimed, end);
      },
    };
    const works = new Map([['STOCK_SYNC' as const, { run: async (): Promise<JobEnd> => ENDED }]]);
    const runner = new JobRunner({ jobs: overtaken, works, log });
    runners.push(runner);
    runner.start();
    await eventually(
      () => lines.length,
      (count) => count > 0,
    );
    expect(lines.join()).not.toContain('a job has ended');
    expect(await store.jobs.find('tn_one', id)).toMatchObject({ status: 'RUNNING' });
  });

  it('are removed when a process starts, and not only an hour after', async () => {
    const { id } = await store.jobs.create(job());
    const first = start(counting([]));
    await whenEnded(id);
    await first.stop();
    const later = () => new Date(Date.now() + 31 * 24 * 3600_000);
    const runner = new JobRunner({ jobs: store.jobs, works: new Map(), log, now: later });
    runners.push(runner);
    runner.start();
    const found = await eventually(
      () => store.jobs.find('tn_one', id),
      (job) => job === null,
    );
    expect(found).toBeNull();
  });

  it('are refused when a hundred of the tenant are open', async () => {
    for (let count = 0; count < 100; count += 1) await store.jobs.create(job());
    await expect(store.jobs.create(job())).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await store.jobs.create(job({ tenantId: 'tn_two' }));
  });

  it('are removed long after they ended, and never before', async () => {
    const { id } = await store.jobs.create(job());
    const open = await store.jobs.create(job({ kind: 'BULK_QUERY' }));
    start(counting([]));
    await whenEnded(id);
    expect(await store.jobs.prune(new Date(Date.now() - 1_000), 10)).toBe(0);
    expect(await store.jobs.prune(new Date(Date.now() + 1_000), 10)).toBe(1);
    expect(await store.jobs.find('tn_one', open.id)).not.toBeNull();
  });
});
