import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Kysely } from 'kysely';
import type { Change, ChangeKind, NewChange } from '../../src/push/change.js';
import type { ChangeFeed } from '../../src/push/change-feed.js';
import { followChanges } from '../../src/push/follow.js';
import { changeFeedAdapter, feedSignal } from '../../src/store/change-feed.adapter.js';
import { Database } from '../../src/store/database.js';
import { type FileConnection, openConnection } from '../../src/store/open-file.js';
import { StoreDialect } from '../../src/store/sqlite.dialect.js';
import type { Tables } from '../../src/store/tables.js';
import { eventually } from '../push/push-home.js';
import { type Home, makeHome } from './home.js';

const NOW = new Date('2025-06-01T00:00:00.000Z');
const MINUTE = 60_000;

/** What the feed costs is counted in statements, on each of the two lines into the database. */
describe('the feed of changes', () => {
  let home: Home;
  let db: Database;
  let feed: ChangeFeed;
  let connection: FileConnection;
  let read: { sql: string; parameters: readonly unknown[] }[];
  let written: string[];
  let ended: AbortController;
  beforeEach(async () => {
    home = makeHome();
    await (await home.open()).close();
    read = [];
    written = [];
    ended = new AbortController();
    setMaxListeners(0, ended.signal);
    const line = async (use: 'read' | 'write', note: (sql: string, parameters: readonly unknown[]) => void) => {
      connection = await openConnection(home.file, use, undefined);
      return new Kysely<Tables>({
        dialect: new StoreDialect(connection, use),
        log: ({ query }) => note(query.sql, query.parameters),
      });
    };
    const writer = await line('write', (sql) => written.push(sql));
    const reader = await line('read', (sql, parameters) => read.push({ sql, parameters }));
    db = new Database(
      reader,
      writer,
      () => NOW,
      () => undefined,
    );
    feed = changeFeedAdapter(db, feedSignal(db));
  });
  afterEach(async () => {
    ended.abort();
    await db.close();
    await home.close();
  });

  let nextId = 0;
  const change = (over: Partial<NewChange> = {}): NewChange => ({
    tenantId: 'tn_one',
    shopKey: 's1',
    kind: 'ORDER',
    subject: { type: 'Order', nativeId: String(++nextId) },
    tag: null,
    source: 'LIVE',
    raw: '{"large":"message"}',
    occurredAt: null,
    fingerprint: null,
    receivedAt: NOW,
    ...over,
  });
  /** One change each minute up to now, of shops in turn. */
  const fill = async (count: number, shops = 1, kind: ChangeKind = 'ORDER') => {
    const changes = Array.from({ length: count }, (_, index) =>
      change({
        kind,
        shopKey: `s${1 + (index % shops)}`,
        receivedAt: new Date(NOW.getTime() - (count - index) * MINUTE),
      }),
    );
    await feed.append(changes);
    await db.write((tables) =>
      tables
        .updateTable('change_feed')
        .set((is) => ({ recorded_at: is.ref('received_at') }))
        .execute(),
    );
    read.length = 0;
    written.length = 0;
  };
  const follow = (kinds: ChangeKind[] | null, told: Change[] = []): Change[] => {
    const query = { tenantId: 'tn_one', shopKeys: null, kinds };
    void (async () => {
      for await (const one of followChanges(feed, query, null, ended.signal)) told.push(one);
    })();
    return told;
  };
  /** How SQLite does it; "SCAN" is a walk over all there is. */
  const planOf = ({ sql, parameters }: (typeof read)[number]): string =>
    connection
      .prepare(`explain query plan ${sql}`)
      .all(...parameters)
      .map((row) => (row as { detail: string }).detail)
      .join('; ');

  it('costs a hundred listeners nothing while what comes concerns none of them', async () => {
    const listeners = Array.from({ length: 100 }, () => follow(['STOCK']));
    await sleep(300);
    read.length = 0;
    const begun = performance.now();
    for (let count = 0; count < 30; count += 1) {
      await feed.append([change()]);
      await sleep(5);
    }
    await sleep(150);
    // One look in a tenth of a second, for all of them, and the polls for other processes.
    expect(read.length).toBeLessThan((performance.now() - begun) / 100 + 5);
    await feed.append([change({ kind: 'STOCK' })]);
    const reached = await eventually(
      () => listeners.filter((told) => told.length === 1).length,
      (count) => count === 100,
    );
    expect(reached).toBe(100);
  });

  it('is read at most about every tenth of a second by a listener whom everything concerns', async () => {
    const told = follow(null);
    await sleep(300);
    read.length = 0;
    const begun = performance.now();
    for (let count = 0; count < 100; count += 1) await feed.append([change()]);
    await eventually(
      () => told.length,
      (count) => count === 100,
    );
    const mostLooks = (performance.now() - begun) / 100 + 5;
    const pages = 100 / 10;
    expect(read.filter(({ sql }) => sql.includes('max(')).length).toBeLessThan(mostLooks);
    expect(read.length).toBeLessThan(2 * mostLooks + pages);
    expect(new Set(told.map(({ position }) => position)).size).toBe(100);
  });

  it('gives a listener few changes at once, so that one who waits holds little', async () => {
    await fill(50);
    const limits: number[] = [];
    const watched: ChangeFeed = {
      ...feed,
      list: (query) => {
        limits.push(query.limit);
        return feed.list(query);
      },
    };
    const query = { tenantId: 'tn_one', shopKeys: null, kinds: null, withoutRaw: true };
    for await (const { raw } of followChanges(watched, query, 0, ended.signal)) {
      expect(raw).toBeNull();
      break;
    }
    expect(limits).toEqual([10]);
  });

  it('finds a rare kind with one statement, by an index that has nothing else', async () => {
    await fill(12_000);
    const query = { tenantId: 'tn_one', after: 0, limit: 50, kinds: ['STOCK' as const] };
    for (const shopKeys of [null, ['s1']]) {
      read.length = 0;
      expect(await feed.list({ ...query, shopKeys })).toEqual([]);
      expect(read.map(planOf)).toEqual([expect.stringMatching(/kind=\? AND position>\?\)$/)]);
    }
  });

  it('finds what is rare in some of many shops, in order, with a statement for each and not for each window', async () => {
    await fill(30_000, 3);
    await feed.append([
      change({ shopKey: 's3', kind: 'STOCK' }),
      change({ shopKey: 's1', kind: 'PRODUCT' }),
      change({ shopKey: 's4', kind: 'STOCK' }),
      change({ shopKey: 's3', kind: 'STOCK' }),
      change({ shopKey: 's1', kind: 'STOCK' }),
    ]);
    read.length = 0;
    const query = { tenantId: 'tn_one', shopKeys: ['s1', 's2', 's3'], kinds: ['STOCK' as const], after: 0 };
    expect((await feed.list({ ...query, limit: 9 })).map(({ position }) => position)).toEqual([30_001, 30_004, 30_005]);
    expect(read.length).toBeLessThanOrEqual(3 + 3 + 1);
    expect((await feed.list({ ...query, limit: 2 })).map(({ position }) => position)).toEqual([30_001, 30_004]);
    const both = await feed.list({ ...query, shopKeys: null, kinds: ['STOCK', 'PRODUCT'], limit: 9 });
    expect(both.map(({ position }) => position)).toEqual([30_001, 30_002, 30_003, 30_004, 30_005]);
  });

  it('is looked through for what is told again where others read, some thousand changes at a time', async () => {
    await fill(12_000);
    const to = NOW;
    const recent = new Date(NOW.getTime() - 100 * MINUTE);
    const begin = await feed.beginningOf(recent);
    expect(begin).toBe(12_000 - 100);
    const query = { tenantId: 'tn_one', shopKey: 's1', to, until: 12_000, limit: 200 };
    expect(await feed.repeat({ ...query, from: recent, kinds: ['STOCK'], after: begin })).toEqual({
      count: 0,
      next: null,
    });
    const all = { ...query, from: new Date(0), kinds: ['STOCK' as const] };
    expect(await feed.repeat({ ...all, after: 0 })).toEqual({ count: 0, next: 5_000 });
    expect(await feed.repeat({ ...all, after: 5_000 })).toEqual({ count: 0, next: 10_000 });
    expect(await feed.repeat({ ...all, after: 10_000 })).toEqual({ count: 0, next: null });
    expect(written).toEqual([]);
    for (const statement of read) expect(planOf(statement)).not.toContain('SCAN');
    expect(await feed.repeat({ ...query, from: recent, kinds: null, after: begin })).toEqual({
      count: 100,
      next: null,
    });
    expect(written.map((sql) => sql.split(' ')[0])).toEqual(['insert']);
  });

  it('begins what is told again early enough when a clock was set back a little', async () => {
    await fill(10);
    await db.write((tables) =>
      tables.updateTable('change_feed').set({ recorded_at: NOW.getTime() }).where('position', '=', 4).execute(),
    );
    expect(await feed.beginningOf(new Date(NOW.getTime() - 3 * MINUTE))).toBe(3);
    expect(await feed.beginningOf(new Date(NOW.getTime() + 1))).toBe(10);
  });
});
