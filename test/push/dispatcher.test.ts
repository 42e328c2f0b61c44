import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { type PushHandler, rereading } from '../../src/push/handler.js';
import { LINES } from './lines.dialect.js';
import { appShop, eventually, makePushHome } from './push-home.js';

const SECRET = 'secret-of-77';
/** A time the tests' messages begin at. */
const T = 1_700_000_000_000;

describe('the dispatcher of push messages', () => {
  let at: Awaited<ReturnType<typeof makePushHome>>;
  beforeEach(async () => {
    at = await makePushHome();
  });
  afterEach(() => at.close());

  const raws = async () => (await at.changes()).map(({ raw }) => JSON.parse(raw ?? '').line as string);
  const settled = (count: number) =>
    eventually(
      () => at.changes(),
      (changes) => changes.length >= count,
    );
  const drained = () =>
    eventually(
      () => at.store.inbox.depth(),
      ({ pending }) => pending === 0,
    );

  it('tells each message in the feed, with all that is known of it', async () => {
    const receivedAt = new Date(T + 5_000);
    const pipe = at.pipe({ now: () => receivedAt });
    await pipe.pushLines(at.shop, SECRET, { id: 'a', object: '1', at: T }, { id: 'b', kind: 'STOCK' });
    pipe.dispatcher.start();
    await settled(2);
    const shared = { tenantId: at.tenantId, shopKey: at.shop.key, tag: 'line', source: 'PUSH', receivedAt };
    expect(await at.changes()).toEqual([
      {
        ...shared,
        position: 1,
        kind: 'ORDER',
        subject: { type: 'Order', nativeId: '1' },
        raw: '{"line":"a"}',
        occurredAt: new Date(T),
      },
      { ...shared, position: 2, kind: 'STOCK', subject: null, raw: '{"line":"b"}', occurredAt: receivedAt },
    ]);
    expect(await at.store.inbox.depth()).toEqual({ pending: 0, parked: 0, quarantined: 0 });
    expect(pipe.counts).toMatchObject({ 'dispatched:APPLIED': 2 });
  });

  it('tells the changes of an object by their time, and drops what is older than what was told', async () => {
    const pipe = at.pipe();
    const order = (id: string, second: number) => ({ id, object: '1', at: T + second * 1000 });
    await pipe.pushLines(at.shop, SECRET, order('third', 3), order('first', 1), order('second', 2));
    pipe.dispatcher.start();
    await settled(3);
    await pipe.pushLines(at.shop, SECRET, order('late', 2), order('same', 3), order('fourth', 4));
    await drained();
    expect(await raws()).toEqual(['first', 'second', 'third', 'same', 'fourth']);
    expect(pipe.counts).toMatchObject({ 'dispatched:APPLIED': 5, 'dispatched:STALE': 1 });
  });

  it('does not let a time far ahead hide what comes after it', async () => {
    const pipe = at.pipe({ now: () => new Date(T) });
    pipe.dispatcher.start();
    for (const [id, minutes] of [
      ['ahead', 11],
      ['now', 0],
      ['a-bit-ahead', 9],
      ['hidden', 8],
    ] as const) {
      await pipe.pushLines(at.shop, SECRET, { id, object: '1', at: T + minutes * 60_000 });
      await drained();
    }
    expect(await raws()).toEqual(['ahead', 'now', 'a-bit-ahead']);
  });

  it('orders by object and kind, so that a filter by kind loses nothing', async () => {
    const pipe = at.pipe();
    pipe.dispatcher.start();
    await pipe.pushLines(at.shop, SECRET, { id: 'new', object: '1', at: T + 9 });
    await drained();
    await pipe.pushLines(
      at.shop,
      SECRET,
      { id: 'parcel', kind: 'PARCEL', object: '1', at: T },
      { id: 'other', object: '2', at: T },
    );
    await drained();
    expect((await raws()).sort()).toEqual(['new', 'other', 'parcel']);
  });

  it('counts a try before it runs, tries five times, parks, and lets the others go on', async () => {
    const seen: number[] = [];
    const handle: PushHandler = async ({ change }) => {
      if (change.subject?.nativeId !== 'poison') return [change];
      const [row] = await at.store.inbox.list({ states: ['PENDING'], limit: 1 });
      seen.push(row?.attempts ?? 0);
      throw new AppError('UPSTREAM_TIMEOUT');
    };
    const pipe = at.pipe({ handle });
    pipe.dispatcher.start();
    await pipe.pushLines(at.shop, SECRET, { id: 'bad', object: 'poison' });
    await pipe.pushLines(at.shop, SECRET, { id: 'good', object: '1' });
    await eventually(
      () => at.letters(),
      (letters) => letters.length > 0,
    );
    expect(await at.letters()).toMatchObject([
      {
        messageId: 'bad',
        state: 'PARKED',
        attempts: 5,
        problem: 'UPSTREAM_TIMEOUT: The platform did not answer in time; nothing was changed.',
        raw: '{"line":"bad"}',
      },
    ]);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(await raws()).toEqual(['good']);
    expect(pipe.counts).toMatchObject({ 'dispatched:RETRY': 4, 'dispatched:PARKED': 1, 'dispatched:APPLIED': 1 });
  });

  it('waits longer after each failed try', async () => {
    const times: number[] = [];
    const handle: PushHandler = async () => {
      times.push(performance.now());
      throw new Error('canary: a bug');
    };
    const pipe = at.pipe({ handle, times: { gapsMs: [30, 120, 480, 20], pollMs: 10 } });
    pipe.dispatcher.start();
    await pipe.pushLines(at.shop, SECRET, { id: 'bad' });
    await eventually(
      () => at.letters(),
      (letters) => letters.length > 0,
    );
    const [first = 0, second = 0, third = 0] = times.slice(1).map((time, n) => time - (times[n] ?? 0));
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
    expect((await at.letters())[0]?.problem).toBe('INTERNAL: see the log');
    expect(pipe.logLines.join('')).toContain('canary: a bug');
  });

  it('takes a failed re-read for a failed try, and tells the change once the object could be read', async () => {
    let failures = 2;
    const read: string[] = [];
    const reread = rereading(
      async (shop, subject) => {
        read.push(`${shop.nativeId} ${subject.type} ${subject.nativeId}`);
        failures -= 1;
        if (failures >= 0) throw new AppError('UPSTREAM_UNAVAILABLE');
      },
      ({ kind }) => kind === 'AFTER_SALE',
    );
    const pipe = at.pipe({ handle: reread });
    pipe.dispatcher.start();
    await pipe.pushLines(
      at.shop,
      SECRET,
      { id: 'refund', kind: 'AFTER_SALE', object: '5' },
      { id: 'order', object: '5' },
    );
    await settled(2);
    expect(await raws()).toEqual(['order', 'refund']);
    expect(read).toEqual(Array(3).fill('77 Order 5'));
  });

  it('does not read an object again for a message that is old news', async () => {
    const read: string[] = [];
    const handle: PushHandler = async ({ change }) => {
      read.push(change.raw ?? '');
      return [change];
    };
    const pipe = at.pipe({ handle });
    await pipe.pushLines(at.shop, SECRET, { id: 'new', object: '1', at: T + 1 });
    pipe.dispatcher.start();
    await settled(1);
    await pipe.pushLines(at.shop, SECRET, { id: 'old', object: '1', at: T });
    await drained();
    expect(read).toEqual(['{"line":"new"}']);
  });

  it('ends a try that hangs, and does not let it hold up another shop', async () => {
    const other = await at.register(appShop('78', 'secret-of-78'));
    const aborted: unknown[] = [];
    const handle: PushHandler = ({ shop, change, signal }) => {
      if (shop.key === other.key) return Promise.resolve([change]);
      signal.addEventListener('abort', () => aborted.push(signal.reason));
      return new Promise(() => undefined);
    };
    const pipe = at.pipe({ handle, times: { tryMs: 400, gapsMs: [10_000] } });
    pipe.dispatcher.start();
    const hanging = Array.from({ length: 120 }, (_, n) => ({ id: `h${n}`, object: String(n) }));
    await pipe.pushLines(at.shop, SECRET, ...hanging);
    const begun = performance.now();
    await pipe.pushLines(at.shop, SECRET, { id: 'theirs', object: '1', shop: '78' });
    await settled(1);
    expect(await raws()).toEqual(['theirs']);
    expect(performance.now() - begun).toBeLessThan(350);
    await eventually(
      () => aborted.length,
      (count) => count > 0,
    );
    expect(aborted[0]).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });

  it('tells nothing of a shop that was removed meanwhile', async () => {
    const pipe = at.pipe();
    await pipe.pushLines(at.shop, SECRET, { id: 'a', object: '1' });
    await at.registry.unregisterShop(at.shop.key);
    pipe.dispatcher.start();
    await drained();
    expect(await at.changes()).toEqual([]);
    expect(pipe.counts).toMatchObject({ 'dispatched:NOTHING': 1 });
  });

  it('gives a message in quarantine to its shop once there is one, and keeps it there until then', async () => {
    const pipe = at.pipe();
    pipe.dispatcher.start();
    await pipe.pushLines(at.shop, SECRET, { id: 'early', object: '1', shop: '78' });
    const [letter] = await at.letters();
    expect(await at.store.inbox.replay([letter?.id ?? 0])).toBe(1);
    await eventually(
      () => pipe.counts['dispatched:QUARANTINED'],
      (count) => count === 1,
    );
    expect(await at.letters()).toMatchObject([{ messageId: 'early', state: 'QUARANTINED' }]);
    const late = await at.register(appShop('78', 'secret-of-78'));
    await at.store.inbox.replay([letter?.id ?? 0]);
    await settled(1);
    expect(await at.changes()).toMatchObject([{ shopKey: late.key, subject: { nativeId: '1' } }]);
    expect(await at.letters()).toEqual([]);
  });

  it('reads a body out of quarantine again, once the dialect knows how', async () => {
    const pipe = at.pipe();
    await pipe.push(at.shop, SECRET, Buffer.from('!a ORDER 1 - -\nb ORDER 2 - -'));
    const ids = (await at.letters()).map(({ id }) => id);
    const learned = {
      ...LINES,
      parse: (body: Uint8Array) => LINES.parse(Buffer.from(Buffer.from(body).toString().replace('!', ''))),
    };
    const later = at.pipe({ dialect: learned });
    await at.store.inbox.replay(ids);
    later.dispatcher.start();
    await settled(2);
    expect((await raws()).sort()).toEqual(['a', 'b']);
    expect(await at.letters()).toEqual([]);
  });

  it('tries a parked message from the beginning when it is replayed, and forgets one that is dropped', async () => {
    let isMended = false;
    const handle: PushHandler = async ({ change }) => {
      if (!isMended) throw new AppError('UPSTREAM_UNAVAILABLE');
      return [change];
    };
    const pipe = at.pipe({ handle, times: { gapsMs: [0] } });
    pipe.dispatcher.start();
    await pipe.pushLines(at.shop, SECRET, { id: 'keep', object: '1' }, { id: 'lose', object: '2' });
    const letters = await eventually(
      () => at.letters(),
      (some) => some.length === 2,
    );
    const idOf = (name: string) => letters.find(({ messageId }) => messageId === name)?.id ?? 0;
    isMended = true;
    expect(await at.store.inbox.drop([idOf('lose')])).toBe(1);
    expect(await at.store.inbox.replay([idOf('keep'), idOf('lose'), 12345])).toBe(1);
    await settled(1);
    expect(await raws()).toEqual(['keep']);
    expect(await at.store.inbox.find(idOf('lose'))).toMatchObject({ state: 'DROPPED', raw: null });
    await pipe.pushLines(at.shop, SECRET, { id: 'lose', object: '2' });
    await drained();
    expect(await raws()).toEqual(['keep']);
    expect(pipe.counts).toMatchObject({ duplicates: 1 });
  });

  it('shares messages with another process: each is handled by one of them, in order', async () => {
    const handled: string[] = [];
    const handle: PushHandler = async ({ change }) => {
      handled.push(change.raw ?? '');
      await new Promise((resolve) => setTimeout(resolve, 1));
      return [change];
    };
    const elsewhere = await at.home.open();
    const one = at.pipe({ handle });
    const two = at.pipe({ handle, store: elsewhere });
    one.dispatcher.start();
    two.dispatcher.start();
    const count = 300;
    for (let n = 0; n < count; n += 20)
      await one.pushLines(
        at.shop,
        SECRET,
        ...Array.from({ length: 20 }, (_, k) => ({ id: `m${n + k}`, object: String(k % 7), at: T + n + k })),
      );
    await settled(count);
    await drained();
    expect(new Set(handled).size).toBe(count);
    expect(handled).toHaveLength(count);
    const told = await at.changes();
    expect(told).toHaveLength(count);
    expect(one.counts['dispatched:APPLIED']).toBeGreaterThan(0);
    expect(two.counts['dispatched:APPLIED']).toBeGreaterThan(0);
    for (let object = 0; object < 7; object += 1) {
      const times = told
        .filter(({ subject }) => subject?.nativeId === String(object))
        .map(({ occurredAt }) => occurredAt);
      expect(times).toEqual([...times].sort((a, b) => a.getTime() - b.getTime()));
    }
  });

  it('gives back at a stop what it had not begun, and ends what it had', async () => {
    let release = (): void => undefined;
    const begun: string[] = [];
    const handle: PushHandler = async ({ change }) => {
      begun.push(change.raw ?? '');
      await new Promise<void>((resolve) => {
        release = resolve;
        setTimeout(resolve, 300);
      });
      return [change];
    };
    const pipe = at.pipe({ handle });
    pipe.dispatcher.start();
    await pipe.pushLines(
      at.shop,
      SECRET,
      ...Array.from({ length: 30 }, (_, n) => ({ id: `m${n}`, object: String(n) })),
    );
    await eventually(
      () => begun.length,
      (count) => count >= 4,
    );
    await pipe.dispatcher.stop();
    release();
    expect((await at.changes()).length).toBe(begun.length);
    const left = await at.store.inbox.list({ states: ['PENDING'], limit: 100 });
    expect(left).toHaveLength(30 - begun.length);
    expect(left.every(({ attempts }) => attempts === 0)).toBe(true);
    const next = at.pipe();
    next.dispatcher.start();
    await settled(30);
    expect(new Set(await raws()).size).toBe(30);
  });
});
