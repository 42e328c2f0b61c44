import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { createLogger } from '../../src/log/logger.js';
import type { ReadPlatform } from '../../src/push/change-stream.js';
import type { ReadingTimes } from '../../src/push/reading-times.js';
import { ReconcilingReads } from '../../src/push/reconciling-reads.js';
import type { Store } from '../../src/store/open-store.js';
import type { Shop } from '../../src/tenants/shop.js';
import { listedPlatform } from './listed.platform.js';
import { appShop, eventually, makePushHome } from './push-home.js';

jest.setTimeout(30_000);

const SECRET = 'secret-of-77';
const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;
/** Often enough for a test. */
const OFTEN: Partial<ReadingTimes> = { everyMs: 200, settleMs: 0 };

describe('reconciling reads', () => {
  let at: Awaited<ReturnType<typeof makePushHome>>;
  let machines: ReconcilingReads[];
  let logLines: string[];
  let reads: string[];
  beforeEach(async () => {
    at = await makePushHome();
    machines = [];
    logLines = [];
    reads = [];
  });
  afterEach(async () => {
    for (const machine of machines) await machine.stop();
    await at.close();
  });

  interface Options {
    readonly store?: Store;
    readonly times?: Partial<ReadingTimes>;
    readonly now?: () => Date;
  }

  /** Each is a process of its own, as far as the store can tell. */
  const begin = (platform: ReadPlatform, { store = at.store, times, now }: Options = {}): ReconcilingReads => {
    const machine = new ReconcilingReads({
      platforms: [platform],
      turns: store.readingTurns,
      feed: store.changeFeed,
      registry: at.registry,
      observer: {
        read: (_platform, stream, outcome) => void reads.push(`${stream}:${outcome}`),
        found: () => undefined,
      },
      log: createLogger({ level: 'info', format: 'json', write: (line) => void logLines.push(line) }),
      times: { ...OFTEN, ...times },
      ...(now === undefined ? {} : { now }),
    });
    machines.push(machine);
    machine.start();
    return machine;
  };
  const turns = (count: number, outcome = 'OK') => {
    const before = reads.length;
    return eventually(
      () => reads.slice(before).filter((read) => read.endsWith(outcome)).length,
      (done) => done >= count,
    );
  };
  const ids = async () => (await at.changes()).map(({ subject }) => subject?.nativeId);
  /** Some seconds ahead, so that the present second is over. */
  const soon = () => new Date(Date.now() + 3_000);

  it('tell what no message told of, once, in the order of its times', async () => {
    const listed = listedPlatform();
    const now = Date.now();
    listed.update(at.shop, 'b', now + 1_000);
    listed.update(at.shop, 'a', now);
    begin(listed.platform, { now: soon });
    await turns(4);
    const shared = { tenantId: at.tenantId, shopKey: at.shop.key, kind: 'ORDER', tag: null, source: 'LIVE', raw: null };
    expect(await at.changes()).toEqual([
      expect.objectContaining({ ...shared, subject: { type: 'Order', nativeId: 'a' } }),
      expect.objectContaining({ ...shared, subject: { type: 'Order', nativeId: 'b' } }),
    ]);
    expect(listed.noted).toEqual([at.shop.key]);
    listed.update(at.shop, 'a', now + 2_000);
    await turns(3);
    expect(await ids()).toEqual(['a', 'b', 'a']);
  });

  it('and messages tell a state once, whichever of them comes first', async () => {
    const listed = listedPlatform();
    const second = Math.floor(Date.now() / 1000) * 1000;
    const pipe = at.pipe();
    pipe.dispatcher.start();
    await pipe.pushLines(at.shop, SECRET, { id: 'm1', object: 'told', at: second });
    await eventually(ids, (found) => found.length === 1);
    listed.update(at.shop, 'told', second);
    listed.update(at.shop, 'lost', second);
    begin(listed.platform, { now: soon });
    await eventually(ids, (found) => found.length === 2);
    await pipe.pushLines(
      at.shop,
      SECRET,
      { id: 'm2', object: 'lost', at: second },
      { id: 'm3', object: 'lost', at: second - 1_000 },
      { id: 'm4', object: 'lost', at: second + 1_000 },
    );
    await eventually(
      () => at.store.inbox.depth(),
      ({ pending }) => pending === 0,
    );
    await turns(2);
    expect((await at.changes()).map(({ subject, source }) => `${source} ${subject?.nativeId}`)).toEqual([
      'PUSH told',
      'LIVE lost',
      'PUSH lost',
    ]);
  });

  it('leave the last seconds alone, whose changes are not over', async () => {
    const listed = listedPlatform();
    let now = Math.floor(Date.now() / 1000) * 1000 + 20_000;
    listed.update(at.shop, 'settled', now - 6_000);
    listed.update(at.shop, 'fresh', now - 5_000);
    begin(listed.platform, { now: () => new Date(now), times: { settleMs: 5_000 } });
    await turns(3);
    expect(await ids()).toEqual(['settled']);
    now += 1_000;
    await turns(2);
    expect(await ids()).toEqual(['settled', 'fresh']);
  });

  it('miss nothing while our clock is a quarter of an hour ahead of the platform', async () => {
    const listed = listedPlatform();
    begin(listed.platform, { now: () => new Date(Date.now() + 14 * 60_000) });
    await turns(2);
    listed.update(at.shop, 'late', Date.now());
    expect(await eventually(ids, (found) => found.length > 0)).toEqual(['late']);
  });

  it('begin with the registration of a shop, or a day ago if that was earlier', async () => {
    const listed = listedPlatform();
    const registered = at.shop.createdAt.getTime();
    listed.update(at.shop, 'before', registered - 5_000);
    listed.update(at.shop, 'after', registered);
    begin(listed.platform, { now: soon });
    await turns(2);
    expect(await ids()).toEqual(['after']);

    const later = registered + 10 * DAY_MS;
    const old = await at.register(appShop('78', 'secret-of-78'));
    const others = listedPlatform();
    others.update(old, 'too old', later - 25 * HOUR_MS);
    others.update(old, 'yesterday', later - 23 * HOUR_MS);
    await machines[0]?.stop();
    begin(others.platform, { now: () => new Date(later) });
    await eventually(ids, (found) => found.includes('yesterday'));
    expect(await ids()).toEqual(['after', 'yesterday']);
  });

  it('catch up after a long time a day at a time, and with less of it where more has changed', async () => {
    const begun = at.shop.createdAt.getTime();
    const first = listedPlatform();
    const machine = begin(first.platform, { now: soon });
    await turns(1);
    await machine.stop();

    const listed = listedPlatform({ pageSize: 100 });
    const to = begun + 3 * DAY_MS;
    for (let index = 0; index < 6_000; index += 1) listed.update(at.shop, `o${index}`, begun + DAY_MS + index * 5_000);
    begin(listed.platform, { now: () => new Date(to) });
    await eventually(ids, (found) => found.length === 6_000, 25_000);
    await turns(1);
    expect(new Set(await ids()).size).toBe(6_000);
    const spans = listed.asked.filter(({ page }) => page === 0).map((asked) => asked.to - asked.from);
    expect(Math.max(...spans)).toBe(DAY_MS);
    expect(Math.min(...spans.filter((span) => span > HOUR_MS))).toBeLessThan(DAY_MS / 2);
    const deepest = Math.max(...listed.asked.map(({ page }) => page));
    expect(deepest).toBeLessThan(20);
    const times = (await at.changes()).map(({ occurredAt }) => occurredAt.getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  it('do not go further back than the feed', async () => {
    const first = listedPlatform();
    const machine = begin(first.platform, { now: soon });
    await turns(1);
    await machine.stop();
    const listed = listedPlatform();
    const later = Date.now() + 40 * DAY_MS;
    listed.update(at.shop, 'forgotten', later - 31 * DAY_MS);
    listed.update(at.shop, 'last week', later - 7 * DAY_MS);
    begin(listed.platform, { now: () => new Date(later) });
    await eventually(ids, (found) => found.length > 0);
    await turns(1);
    expect(await ids()).toEqual(['last week']);
    expect(logLines.filter((line) => line.includes('older than the feed'))).not.toHaveLength(0);
  });

  it('miss nothing of a list whose objects move on while its pages are read', async () => {
    let moves = 3;
    const now = Date.now();
    const listed = listedPlatform({
      pageSize: 3,
      before: ({ page }) => {
        // The first of the list is changed again, and all others move up by one, over the edge of the page.
        if (page !== 1 || moves === 0) return;
        moves -= 1;
        listed.update(at.shop, `o${moves}`, now + 3600_000);
      },
    });
    for (let index = 0; index < 12; index += 1) listed.update(at.shop, `o${index}`, now + index * 1_000);
    // Without the overlap, which would hide it.
    begin(listed.platform, { now: () => new Date(now + 60_000), times: { overlapMs: 0 } });
    await turns(2);
    expect([...(await ids())].sort()).toEqual(Array.from({ length: 9 }, (_, index) => `o${index + 3}`).sort());
  });

  it('ask again when an answer has fewer objects than it counts', async () => {
    const listed = listedPlatform();
    const now = Date.now();
    for (let index = 0; index < 5; index += 1) listed.update(at.shop, `o${index}`, now + index * 1_000);
    let isLossy = true;
    const lossy: ReadPlatform = {
      ...listed.platform,
      streams: listed.platform.streams.map((stream) => ({
        ...stream,
        read: async (...given) => {
          const page = await stream.read(...given);
          if (!isLossy) return page;
          isLossy = false;
          return { ...page, rows: page.rows.slice(1) };
        },
      })),
    };
    begin(lossy, { now: () => new Date(now + 60_000), times: { overlapMs: 0 } });
    await turns(1);
    expect(await ids()).toEqual(['o0', 'o1', 'o2', 'o3', 'o4']);
  });

  it('of a shop that fails or hangs hold up no other, and are not logged each time', async () => {
    const failing = await at.register(appShop('1', 'secret-of-1'));
    const hanging = await at.register(appShop('2', 'secret-of-2'));
    let isBroken = true;
    let release: () => void = () => undefined;
    const barrier = new Promise<void>((resolve) => {
      release = resolve;
    });
    const listed = listedPlatform({
      streams: ['orders', 'products'],
      before: async ({ shop }) => {
        if (shop === hanging.key && isBroken) await barrier;
        if (shop === failing.key && isBroken) throw new AppError('SHOP_AUTH_EXPIRED');
      },
    });
    listed.update(at.shop, 'o', Date.now());
    listed.update(failing, 'of failing', Date.now());
    listed.update(hanging, 'of hanging', Date.now());
    begin(listed.platform, { now: soon, times: { everyMs: 60 } });
    await turns(20);
    await eventually(
      () => reads.filter((read) => read.endsWith('SHOP_AUTH_EXPIRED')).length,
      (count) => count >= 3,
    );
    expect(await ids()).toEqual(['o']);
    expect(listed.asked.filter(({ shop }) => shop === hanging.key)).toHaveLength(1);
    // An authorisation that is gone is gone for all streams.
    expect(listed.asked.some(({ shop, stream }) => shop === failing.key && stream === 'products')).toBe(false);
    const warnings = () => logLines.filter((line) => line.includes('could not be read'));
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('SHOP_AUTH_EXPIRED');
    isBroken = false;
    release();
    await eventually(ids, (found) => found.length === 3);
    expect((await ids()).sort()).toEqual(['o', 'of failing', 'of hanging']);
    await eventually(
      () => logLines.filter((line) => line.includes('can be read again')).length,
      (count) => count > 0,
    );
  });

  it('go on with the other streams where one is refused', async () => {
    const listed = listedPlatform({
      streams: ['orders', 'products'],
      before: ({ stream }) => {
        if (stream === 'orders') throw new AppError('UPSTREAM_REJECTED');
      },
    });
    listed.update(at.shop, 'p', Date.now(), 'products');
    begin(listed.platform, { now: soon });
    await turns(2);
    expect(await ids()).toEqual(['p']);
  });

  it.each(['UPSTREAM_TIMEOUT', 'UPSTREAM_UNAVAILABLE', 'DEADLINE_EXCEEDED'] as const)(
    'go on with the other streams where one ends with %s each time',
    async (code) => {
      const listed = listedPlatform({
        streams: ['orders', 'products'],
        before: ({ stream }) => {
          if (stream === 'orders') throw new AppError(code);
        },
      });
      listed.update(at.shop, 'p', Date.now(), 'products');
      begin(listed.platform, { now: soon });
      expect(await eventually(ids, (found) => found.length === 1)).toEqual(['p']);
    },
  );

  it('go on after a clock that was an hour ahead is set right, and say so once', async () => {
    let ahead = HOUR_MS;
    const now = () => new Date(Date.now() + ahead);
    const store = await at.home.open({ now });
    const listed = listedPlatform();
    begin(listed.platform, { store, now });
    await turns(2);
    ahead = 3_000;
    listed.update(at.shop, 'lost', Date.now());
    await eventually(ids, (found) => found.length > 0);
    await turns(3);
    expect(await ids()).toEqual(['lost']);
    expect(logLines.filter((line) => line.includes('the clock was set back'))).toHaveLength(1);
  });

  it('of a list without a count miss nothing that slips to a page that was read', async () => {
    let list = Array.from({ length: 30 }, (_, index) => `c${index}`);
    const updatedAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 1_000);
    let calls = 0;
    const platform: ReadPlatform = {
      name: 'KUAIZHAN',
      noteChange: () => undefined,
      streams: [
        {
          name: 'list',
          kind: 'COMMODITY',
          longestMs: Number.POSITIVE_INFINITY,
          overlaps: true,
          read: async (_shop, _span, page) => {
            calls += 1;
            const found = list.slice(page * 9, page * 9 + 10);
            if (calls === 1) list = list.slice(1);
            const rows = found.map((nativeId) => ({ subject: { type: 'Commodity', nativeId }, updatedAt }));
            return { rows, unreadable: 0, total: null, hasMore: found.length === 10 };
          },
        },
      ],
    };
    begin(platform, { now: soon, times: { overlapMs: 0 } });
    await turns(1);
    expect([...(await ids())].sort()).toEqual([...list].sort());
  });

  it('end a walk that takes too long, and let others have their turn', async () => {
    const listed = listedPlatform({ pageSize: 1, before: () => sleep(30) });
    for (let index = 0; index < 50; index += 1) listed.update(at.shop, `o${index}`, Date.now());
    begin(listed.platform, { now: soon, times: { walkMs: 100 } });
    await turns(1, 'DEADLINE_EXCEEDED');
    expect(listed.asked.length).toBeLessThan(20);
  });

  it('ask no more often for what fails than for what does not', async () => {
    const asked: number[] = [];
    const listed = listedPlatform({
      before: () => {
        asked.push(performance.now());
        throw new AppError('UPSTREAM_UNAVAILABLE');
      },
    });
    const slow: ReadPlatform = {
      ...listed.platform,
      streams: listed.platform.streams.map((stream) => ({ ...stream, pace: 5 })),
    };
    begin(slow, { now: soon, times: { everyMs: 100 } });
    await eventually(
      () => asked.length,
      (count) => count >= 3,
    );
    const waits = asked.slice(1).map((time, index) => time - (asked[index] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThan(400);
  });

  it('ask less and less often for what keeps failing', async () => {
    const listed = listedPlatform({
      before: () => {
        throw new AppError('UPSTREAM_UNAVAILABLE');
      },
    });
    const asked: number[] = [];
    const timed: ReadPlatform = {
      ...listed.platform,
      streams: listed.platform.streams.map((stream) => ({
        ...stream,
        read: (...given) => {
          asked.push(performance.now());
          return stream.read(...given);
        },
      })),
    };
    begin(timed, { now: soon, times: { everyMs: 100 } });
    await eventually(
      () => asked.length,
      (count) => count >= 4,
    );
    const waits = asked.slice(1).map((time, index) => time - (asked[index] ?? 0));
    expect(Math.min(...waits.slice(1))).toBeGreaterThan(170);
    expect(waits.at(-1)).toBeGreaterThan(300);
  });

  it('are of production: a shop in the sandbox waits until it is back, a suspended one too', async () => {
    const suspended = await at.register(appShop('3', 'secret-of-3'));
    await at.registry.updateShop(suspended.key, { status: 'SUSPENDED' });
    await at.registry.setSandbox(at.shop.key, true);
    const listed = listedPlatform();
    const now = Date.now();
    for (const shop of [suspended, at.shop]) listed.update(shop, `of ${shop.key}`, now);
    begin(listed.platform, { now: soon });
    await sleep(600);
    expect(listed.asked).toEqual([]);
    await at.registry.setSandbox(at.shop.key, false);
    await eventually(ids, (found) => found.length === 1);
    expect(await ids()).toEqual([`of ${at.shop.key}`]);
  });

  it('of two processes on one store read each shop once', async () => {
    const shops = [at.shop, await at.register(appShop('5', 'secret-of-5'))];
    const active = new Map<string, number>();
    let most = 0;
    const listed = listedPlatform({
      before: async ({ shop }) => {
        active.set(shop, (active.get(shop) ?? 0) + 1);
        most = Math.max(most, active.get(shop) ?? 0);
        await sleep(30);
        active.set(shop, (active.get(shop) ?? 0) - 1);
      },
    });
    shops.forEach((shop, index) => void listed.update(shop, `o${index}`, Date.now()));
    const other = await at.home.open();
    const since = performance.now();
    const times = { everyMs: 500 };
    begin(listed.platform, { times, now: soon });
    begin(listed.platform, { times, now: soon, store: other });
    await sleep(2_500);
    const elapsed = performance.now() - since;
    // By the earlier half of the interval at the soonest.
    const mostTurns = Math.ceil(elapsed / 225) + 1;
    for (const shop of shops) {
      const count = listed.asked.filter((asked) => asked.shop === shop.key).length;
      expect(count).toBeGreaterThan(2);
      expect(count).toBeLessThanOrEqual(mostTurns);
    }
    expect(most).toBe(1);
    expect((await ids()).sort()).toEqual(['o0', 'o1']);
  });

  it('that end wait for the page under way, and leave the rest to another process at once', async () => {
    let release: () => void = () => undefined;
    const barrier = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isHeld = true;
    const listed = listedPlatform({ streams: ['orders', 'products'], before: () => (isHeld ? barrier : undefined) });
    listed.update(at.shop, 'o', Date.now());
    const machine = begin(listed.platform, { now: soon });
    await eventually(
      () => listed.asked.length,
      (count) => count === 1,
    );
    let isStopped = false;
    const stopping = machine.stop().then(() => {
      isStopped = true;
    });
    await sleep(50);
    expect(isStopped).toBe(false);
    isHeld = false;
    release();
    await stopping;
    expect(listed.asked).toHaveLength(1);
    begin(listed.platform, { now: soon, store: await at.home.open() });
    expect(await eventually(ids, (found) => found.length === 1, 3_000)).toEqual(['o']);
  });

  describe('of a process that dies', () => {
    const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
    let child: ChildProcess | undefined;
    afterEach(() => {
      child?.kill('SIGKILL');
    });

    const registeredAt = (shop: Shop): number => shop.createdAt.getTime();

    it('between telling and noting that it told are read again, and nothing is lost or told twice', async () => {
      const { NODE_OPTIONS: _, ...env } = process.env;
      const args = ['--no-warnings', '--import', here('../store/child/register.mjs'), here('./child/dying-reader.ts')];
      child = spawn(process.execPath, [...args, at.home.file, at.keyring], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      // It has told of the orders, and hangs in the second stream with nothing noted yet.
      await once(child.stdout as NodeJS.ReadableStream, 'data');
      expect(await ids()).toEqual(['1', '2', '3']);
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
      const listed = listedPlatform({ streams: ['orders', 'products'] });
      for (const id of ['1', '2', '3', '4']) listed.update(at.shop, id, registeredAt(at.shop) + Number(id) * 1_000);
      listed.update(at.shop, 'p', registeredAt(at.shop), 'products');
      // The lease of the dead is over by this clock.
      const ahead = () => new Date(Date.now() + 20_000);
      begin(listed.platform, { now: ahead, store: await at.home.open({ now: ahead }) });
      await turns(2);
      expect(await ids()).toEqual(['1', '2', '3', '4', 'p']);
    });
  });
});
