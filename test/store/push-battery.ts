import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewChange } from '../../src/push/change.js';
import { LEASE_MS, MAX_ATTEMPTS, type NewMessage } from '../../src/push/inbox.js';
import type { Store } from '../../src/store/open-store.js';
import type { StorePlace } from './store-battery.js';

/** The promises of the inbox and of the change feed, whatever database is below them. */
export function pushBattery(name: string, makePlace: () => StorePlace): void {
  describe(`push messages on ${name}`, () => {
    let place: StorePlace;
    let store: Store;
    let other: Store;
    let now: Date;

    beforeEach(async () => {
      now = new Date('2025-06-01T00:00:00.000Z');
      place = makePlace();
      store = await place.open({ now: () => now });
      other = await place.open({ now: () => now });
    });
    afterEach(() => place.close());

    const message = (messageId: string, over: Partial<NewMessage> = {}): NewMessage => ({
      tenantId: 'tn_one',
      platform: 'DOUYIN',
      app: 'app',
      messageId,
      viaShopKey: 's1',
      shopKey: 's1',
      nativeShopId: null,
      tag: '100',
      kind: 'ORDER',
      subject: { type: 'Order', nativeId: messageId },
      occurredAt: new Date(now.getTime() - 1_000),
      receivedAt: now,
      raw: '{}',
      quarantine: null,
      ...over,
    });
    const change = (over: Partial<NewChange> = {}): NewChange => ({
      tenantId: 'tn_one',
      shopKey: 's1',
      kind: 'ORDER',
      subject: { type: 'Order', nativeId: '1' },
      tag: '100',
      source: 'PUSH',
      raw: '{"a":"1"}',
      occurredAt: new Date(now.getTime() - 1_000),
      fingerprint: null,
      receivedAt: now,
      ...over,
    });
    const all = { shopKeys: null, kinds: null, after: 0, limit: 100 };
    const claim = (one: Store, owner: string, limit = 100, exceptShops: string[] = []) =>
      one.inbox.claim(owner, { limit, exceptShops });
    const ids = (found: { messages: readonly { messageId: string }[] }) =>
      found.messages.map(({ messageId }) => messageId);

    it('stores a message of many connections and bodies once', async () => {
      const stored = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          (n % 2 === 0 ? store : other).inbox.accept([message('same'), message(`own ${n}`), message('same')]),
        ),
      );
      const kept = stored.flat().map(({ messageId }) => messageId);
      expect(kept).toHaveLength(41);
      expect(new Set(kept).size).toBe(41);
      expect(await store.inbox.depth()).toEqual({ pending: 41, parked: 0, quarantined: 0 });
    });

    it('stores a body of thousands, of any size and any characters', async () => {
      const texts = Array.from({ length: 3_000 }, (_, n) => message(`m${n} ' " ; -- 山 \\ ${n}`));
      expect(await store.inbox.accept([...texts, message('large', { raw: `"${'x'.repeat(900_000)}"` })])).toHaveLength(
        3_001,
      );
      expect((await store.inbox.accept(texts)).length).toBe(0);
      expect(await store.inbox.accept([])).toEqual([]);
    });

    it('gives a message to one of two owners, until its lease ends', async () => {
      await store.inbox.accept(Array.from({ length: 20 }, (_, n) => message(`m${n}`)));
      const [one, two] = await Promise.all([claim(store, 'one', 15), claim(other, 'two', 15)]);
      expect(new Set([...ids(one), ...ids(two)]).size).toBe(20);
      expect(ids(one).length + ids(two).length).toBe(20);
      expect(one.messages.every(({ attempts }) => attempts === 1)).toBe(true);
      now = new Date(now.getTime() + LEASE_MS - 1);
      await other.inbox.renew(
        'two',
        two.messages.map(({ id }) => id),
      );
      now = new Date(now.getTime() + 2);
      const again = await claim(store, 'three');
      expect(ids(again).sort()).toEqual(ids(one).sort());
      expect(again.messages.every(({ attempts }) => attempts === 2)).toBe(true);
    });

    it('does nothing for an owner whose lease is gone', async () => {
      await store.inbox.accept([message('m')]);
      const { messages } = await claim(store, 'one');
      const id = messages[0]?.id ?? 0;
      now = new Date(now.getTime() + LEASE_MS + 1);
      await claim(other, 'two');
      const done = { id, kind: 'done' as const, changes: [change()] };
      expect(await store.inbox.finish('one', [done])).toEqual(['LOST']);
      expect(await store.inbox.finish('one', [{ id, kind: 'failed', problem: 'x', dueAt: null }])).toEqual(['LOST']);
      await store.inbox.release('one', [id]);
      expect(await other.changeFeed.list({ tenantId: 'tn_one', ...all })).toEqual([]);
      expect(await other.inbox.finish('two', [done, { ...done }])).toEqual(['APPLIED', 'LOST']);
      expect(await other.inbox.finish('two', [done])).toEqual(['LOST']);
      expect(await store.changeFeed.list({ tenantId: 'tn_one', ...all })).toHaveLength(1);
    });

    it('keeps the messages of an object together while one of them is held', async () => {
      const of = (id: string, nativeId: string) => message(id, { subject: { type: 'Order', nativeId } });
      await store.inbox.accept([of('a1', 'a'), of('b1', 'b')]);
      const first = await claim(store, 'one', 1);
      expect(ids(first)).toEqual(['a1']);
      await store.inbox.accept([of('a2', 'a'), of('b2', 'b')]);
      expect(ids(await claim(other, 'two'))).toEqual(['b1', 'b2']);
      const id = first.messages[0]?.id ?? 0;
      await store.inbox.finish('one', [{ id, kind: 'failed', problem: 'x', dueAt: new Date(now.getTime() + 60_000) }]);
      expect(ids(await claim(other, 'two'))).toEqual(['a2']);
    });

    it('leaves the messages of shops that are busy', async () => {
      await store.inbox.accept([message('a'), message('b', { shopKey: 's2' })]);
      expect(ids(await claim(store, 'one', 9, ['s1', 's9']))).toEqual(['b']);
    });

    it('brings a failed message back when it is due, and parks one whose tries are used up', async () => {
      await store.inbox.accept([message('m')]);
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
        const { messages } = await claim(store, 'one');
        expect(messages).toMatchObject([{ attempts: attempt }]);
        if (attempt === 1) {
          const dueAt = new Date(now.getTime() + 1_000);
          const failed = { id: messages[0]?.id ?? 0, kind: 'failed' as const, problem: 'why', dueAt };
          expect(await store.inbox.finish('one', [failed])).toEqual(['RETRY']);
          expect(ids(await claim(store, 'one'))).toEqual([]);
        }
        // From the second try on the process ends without a word each time.
        now = new Date(now.getTime() + LEASE_MS + 1);
      }
      const last = await claim(store, 'one');
      expect(ids(last)).toEqual([]);
      expect(last.parked).toMatchObject([{ messageId: 'm', state: 'PARKED', attempts: MAX_ATTEMPTS, problem: 'why' }]);
      expect((await claim(store, 'one')).parked).toEqual([]);
    });

    it('gives back what was not begun without counting the try', async () => {
      await store.inbox.accept([message('m')]);
      const { messages } = await claim(store, 'one');
      await store.inbox.release('one', [messages[0]?.id ?? 0]);
      expect((await claim(other, 'two')).messages).toMatchObject([{ messageId: 'm', attempts: 1 }]);
    });

    it('says how far the changes of an object had been told when its message was claimed', async () => {
      const told = new Date(now.getTime() - 500);
      await store.changeFeed.append([change({ occurredAt: told, subject: { type: 'Order', nativeId: 'm' } })]);
      await store.inbox.accept([message('m'), message('fresh')]);
      const { messages } = await claim(store, 'one');
      expect(messages.map(({ toldUntil }) => toldUntil)).toEqual([told.getTime(), null]);
    });

    it('tells each change once, whoever comes first: message or read', async () => {
      const at = (second: number) => new Date(now.getTime() + second * 1_000 - 100_000);
      const live = (second: number) => change({ source: 'LIVE', tag: null, raw: null, occurredAt: at(second) });
      expect(await store.changeFeed.append([live(1), live(1), live(2)])).toBe(2);
      await store.inbox.accept([message('m')]);
      const { messages } = await claim(store, 'one');
      const changes = [change({ occurredAt: at(2) })];
      expect(await store.inbox.finish('one', [{ id: messages[0]?.id ?? 0, kind: 'done', changes }])).toEqual([
        'DOUBLE',
      ]);
      expect(
        await other.changeFeed.append([change({ occurredAt: at(3) }), live(3), change({ occurredAt: at(1) })]),
      ).toBe(1);
      const told = await store.changeFeed.list({ tenantId: 'tn_one', ...all });
      expect(told.map(({ source, occurredAt }) => [source, occurredAt])).toEqual([
        ['LIVE', at(1)],
        ['LIVE', at(2)],
        ['PUSH', at(3)],
      ]);
    });

    it('pages the feed by tenant, shops and kinds', async () => {
      await store.changeFeed.append([
        change({ subject: null }),
        change({ subject: null, shopKey: 's2', kind: 'STOCK' }),
        change({ subject: null, tenantId: 'tn_two' }),
        change({ subject: null, shopKey: 's3', raw: null, tag: null, source: 'LIVE', occurredAt: null }),
      ]);
      const positions = async (query: object) =>
        (await other.changeFeed.list({ tenantId: 'tn_one', ...all, ...query })).map(({ position }) => position);
      expect(await positions({})).toEqual([1, 2, 4]);
      expect(await positions({ limit: 2 })).toEqual([1, 2]);
      expect(await positions({ after: 2, limit: 2 })).toEqual([4]);
      expect(await positions({ shopKeys: ['s1'] })).toEqual([1]);
      expect(await positions({ shopKeys: ['s1', 's3'] })).toEqual([1, 4]);
      expect(await positions({ kinds: ['STOCK', 'PARCEL'] })).toEqual([2]);
      expect(await positions({ shopKeys: [] })).toEqual([]);
      expect(await positions({ kinds: [] })).toEqual([]);
      expect(await positions({ tenantId: 'tn_three' })).toEqual([]);
      expect(await other.changeFeed.bounds()).toEqual({ oldest: 1, newest: 4 });
      const [, , last] = await other.changeFeed.list({ tenantId: 'tn_one', ...all });
      expect(last).toEqual({
        position: 4,
        tenantId: 'tn_one',
        shopKey: 's3',
        kind: 'ORDER',
        subject: null,
        tag: null,
        source: 'LIVE',
        raw: null,
        occurredAt: now,
        receivedAt: now,
      });
    });

    it('finds the few that match among very many that do not', async () => {
      expect(await store.changeFeed.bounds()).toBeNull();
      const filler = Array.from({ length: 10_500 }, () => change({ subject: null }));
      await store.changeFeed.append([...filler, change({ subject: null, kind: 'STOCK' }), ...filler]);
      await store.changeFeed.append([change({ subject: null, kind: 'STOCK' })]);
      const rare = await store.changeFeed.list({ tenantId: 'tn_one', ...all, kinds: ['STOCK'] });
      expect(rare.map(({ position }) => position)).toEqual([10_501, 21_002]);
      const rest = { tenantId: 'tn_one', ...all, shopKeys: ['s1'], kinds: ['STOCK'], after: 10_501 } as const;
      expect(await store.changeFeed.list(rest)).toHaveLength(1);
    });

    it('shows no change before all that have a smaller position', async () => {
      const seen: number[] = [];
      let isWriting = true;
      const reading = (async () => {
        while (isWriting) {
          const page = await place.open().then(async (reader) => {
            const rows = await reader.changeFeed.list({ tenantId: 'tn_one', ...all, after: seen.at(-1) ?? 0 });
            await reader.close();
            return rows;
          });
          seen.push(...page.map(({ position }) => position));
          await sleep(1);
        }
      })();
      await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          (n % 2 === 0 ? store : other).changeFeed.append([change({ subject: null }), change({ subject: null })]),
        ),
      );
      isWriting = false;
      await reading;
      const rest = await store.changeFeed.list({ tenantId: 'tn_one', ...all, after: seen.at(-1) ?? 0, limit: 1_000 });
      expect([...seen, ...rest.map(({ position }) => position)]).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
    });

    it('tells the changes of a period again, once for each wish', async () => {
      const received = (minute: number, over: Partial<NewChange> = {}) =>
        change({
          subject: { type: 'Order', nativeId: String(minute) },
          receivedAt: new Date(now.getTime() - minute * 60_000),
          ...over,
        });
      await store.changeFeed.append([
        received(9),
        received(5),
        received(4, { kind: 'STOCK' }),
        received(3),
        received(2, { shopKey: 's2' }),
      ]);
      const query = {
        tenantId: 'tn_one',
        shopKey: 's1',
        from: new Date(now.getTime() - 5 * 60_000),
        to: new Date(now.getTime() - 2 * 60_000),
        kinds: null,
        after: await store.changeFeed.beginningOf(new Date(now.getTime() - 5 * 60_000)),
        until: 5,
        limit: 2,
      };
      const first = await store.changeFeed.repeat(query);
      expect(first).toEqual({ count: 2, next: 3 });
      expect(await store.changeFeed.repeat({ ...query, after: first.next ?? 0 })).toEqual({ count: 1, next: null });
      const again = await other.changeFeed.list({ tenantId: 'tn_one', ...all, after: 5 });
      expect(again.map(({ position, subject }) => [position, subject?.nativeId])).toEqual([
        [6, '5'],
        [7, '4'],
        [8, '3'],
      ]);
      expect(again[0]).toMatchObject({ raw: '{"a":"1"}', receivedAt: query.from });
      expect(await store.changeFeed.repeat({ ...query, limit: 9 })).toEqual({ count: 3, next: null });
      expect(await store.changeFeed.repeat({ ...query, kinds: ['STOCK'], limit: 9 })).toEqual({ count: 1, next: null });
      expect(await store.changeFeed.repeat({ ...query, tenantId: 'tn_two' })).toEqual({ count: 0, next: null });
    });

    it('lists letters newest first, and forgets the oldest unreadable ones beyond a thousand', async () => {
      const unreadable = (n: number) => message(`u${n}`, { quarantine: 'UNREADABLE', shopKey: null, subject: null });
      await store.inbox.accept(Array.from({ length: 1_000 }, (_, n) => unreadable(n)));
      await store.inbox.accept([
        unreadable(1_000),
        message('f', { quarantine: 'FOREIGN_SHOP', shopKey: null, tenantId: 'tn_two' }),
      ]);
      const list = (over: object = {}) => other.inbox.list({ states: ['QUARANTINED'], limit: 2_000, ...over });
      const letters = await list();
      expect(letters.slice(0, 2).map(({ messageId }) => messageId)).toEqual(['f', 'u1000']);
      expect(letters).toHaveLength(1_001);
      expect(letters.some(({ messageId }) => messageId === 'u0')).toBe(false);
      expect(await list({ tenantId: 'tn_two' })).toMatchObject([{ messageId: 'f' }]);
      expect(await list({ limit: 1, beforeId: letters[1]?.id ?? 0 })).toMatchObject([{ messageId: 'u999' }]);
      expect(await store.inbox.find(12_345)).toBeNull();
    });

    it('finds a shop by its push id, and gives it one when it has none', async () => {
      const made = await Promise.all([store, other].map((one, n) => one.shops.pushId('nobody', `id ${n}`)));
      expect(made).toEqual([null, null]);
      expect(await store.shops.findByPushId('id 0')).toBeNull();
    });
  });
}
