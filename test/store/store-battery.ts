import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store, StoreOptions } from '../../src/store/open-store.js';

/** What the battery needs of an adapter: a place, opened as often as wanted. */
export interface StorePlace {
  open(options?: Partial<StoreOptions>): Promise<Store>;
  close(): Promise<void>;
}

const DAY_MS = 24 * 3600_000;

const write = (idempotencyKey: string | null, over: Partial<Parameters<Store['journal']['begin']>[0]> = {}) => ({
  tenantId: 'tn_one',
  keyId: 'key',
  shopKey: 's1',
  mutation: 'commodityCreate',
  idempotencyKey,
  inputHash: 'hash',
  intent: '{"title":"Tee"}',
  ...over,
});

/** The promises every store keeps, whatever database is below it. */
export function storeBattery(name: string, makePlace: () => StorePlace): void {
  describe(`a store on ${name}`, () => {
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

    it('gives a key to one of many writes that begin at once, over two connections', async () => {
      const begun = await Promise.all(
        Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? store : other).journal.begin(write('same'))),
      );
      const winners = begun.filter((result) => result.kind === 'begun');
      expect(winners).toHaveLength(1);
      expect(new Set(begun.map((result) => result.record.id)).size).toBe(1);
    });

    it('keeps keys apart by tenant and mutation, and lets writes without a key be', async () => {
      const kinds = [
        await store.journal.begin(write('k')),
        await store.journal.begin(write('k', { tenantId: 'tn_two' })),
        await store.journal.begin(write('k', { mutation: 'commodityUpdate' })),
        await store.journal.begin(write(null)),
        await store.journal.begin(write(null)),
      ].map((result) => result.kind);
      expect(kinds).toEqual(['begun', 'begun', 'begun', 'begun', 'begun']);
    });

    it('shows another connection each state of a write', async () => {
      const { record } = await store.journal.begin(write('k'));
      const seen = () => other.journal.find('tn_one', 'commodityCreate', 'k');
      expect(await seen()).toMatchObject({ id: record.id, state: 'PENDING', sent: false, sentAt: null });
      await store.journal.markSent(record.id);
      expect(await seen()).toMatchObject({ state: 'SENT', sent: true, sentAt: now });
      await store.journal.finish(record.id, { state: 'SUCCEEDED', sent: true, outcome: '{"id":"1"}' });
      expect(await seen()).toMatchObject({ state: 'SUCCEEDED', outcome: '{"id":"1"}', intent: '{"title":"Tee"}' });
    });

    it('frees the key of a write that was never sent, and of one older than seven days', async () => {
      const first = await store.journal.begin(write('k'));
      await store.journal.finish(first.record.id, { state: 'FAILED', sent: false, outcome: null });
      const second = await store.journal.begin(write('k'));
      expect(second.kind).toBe('begun');
      await store.journal.finish(second.record.id, { state: 'SUCCEEDED', sent: true, outcome: null });
      now = new Date(now.getTime() + 7 * DAY_MS - 1);
      expect((await store.journal.begin(write('k'))).kind).toBe('existing');
      now = new Date(now.getTime() + 2);
      expect((await store.journal.begin(write('k'))).kind).toBe('begun');
    });

    it('does not let a write be sent whose key was given away by a recovery', async () => {
      const { record } = await store.journal.begin(write('k'));
      expect(await other.journal.recover()).toEqual({ failed: 1, unknown: 0 });
      await expect(store.journal.markSent(record.id)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      expect((await other.journal.begin(write('k'))).kind).toBe('begun');
    });

    it('lets a success that was seen stand against every other verdict', async () => {
      const { record } = await store.journal.begin(write('k'));
      await store.journal.markSent(record.id);
      const finish = (state: 'SUCCEEDED' | 'FAILED' | 'UNKNOWN') =>
        store.journal.finish(record.id, { state, sent: true, outcome: state });
      const state = async () => (await store.journal.find('tn_one', 'commodityCreate', 'k'))?.state;
      await finish('UNKNOWN');
      const unsettled = () => store.journal.unsettled(['commodityCreate'], 10);
      expect((await unsettled()).map((row) => row.id)).toEqual([record.id]);
      await finish('FAILED');
      await finish('UNKNOWN');
      expect(await state()).toBe('FAILED');
      await finish('SUCCEEDED');
      await finish('FAILED');
      expect(await state()).toBe('SUCCEEDED');
      expect(await unsettled()).toEqual([]);
    });

    it('keeps what is known of a write in parts with its first byte, through a crash and through looks', async () => {
      const { record } = await store.journal.begin(write('k'));
      await store.journal.markSent(record.id, '{"rows":[1]}');
      const seen = () => other.journal.find('tn_one', 'commodityCreate', 'k');
      expect(await seen()).toMatchObject({ state: 'SENT', outcome: '{"rows":[1]}' });
      expect(await other.journal.recover()).toEqual({ failed: 0, unknown: 1 });
      const found = await seen();
      expect(found).toMatchObject({ state: 'UNKNOWN', outcome: '{"rows":[1]}' });
      now = new Date(now.getTime() + 1_000);
      await store.journal.noteFound(record.id, '{"rows":[1,2]}');
      expect(await seen()).toEqual({ ...found, outcome: '{"rows":[1,2]}' });
      await store.journal.finish(record.id, { state: 'SUCCEEDED', sent: true, outcome: '{"rows":[1,2,3]}' });
      await store.journal.noteFound(record.id, '{"rows":[1]}');
      expect(await seen()).toMatchObject({ state: 'SUCCEEDED', outcome: '{"rows":[1,2,3]}' });
    });

    it('pages the writes to settle, those of the mutations that are asked for, the oldest first', async () => {
      const open = async (mutation: string): Promise<string> => {
        const { record } = await store.journal.begin(write(null, { mutation }));
        await store.journal.finish(record.id, { state: 'UNKNOWN', sent: true, outcome: null });
        return record.id;
      };
      const ids: string[] = [];
      for (let at = 0; at < 6; at += 1) {
        if (at % 2 === 0) now = new Date(now.getTime() + 1);
        ids.push(await open(at % 3 === 2 ? 'other' : 'wanted'));
      }
      const wanted = ids.filter((_id, at) => at % 3 !== 2);
      const seen: string[] = [];
      for (let last = null, page = await store.journal.unsettled(['wanted'], 1, last); page.length > 0; ) {
        seen.push(...page.map(({ id }) => id));
        page = await store.journal.unsettled(['wanted'], 1, page[0]);
      }
      expect(seen.toSorted()).toEqual(wanted.toSorted());
      expect(await store.journal.unsettled(['wanted', 'other'], 10)).toHaveLength(6);
      expect(await store.journal.unsettled([], 10)).toEqual([]);
    });

    it('keeps objects once per native id and pages them newest first', async () => {
      const keep = (nativeId: string, second: number, about = '') =>
        store.keptObjects.keep({
          tenantId: 'tn_one',
          shopKey: 's1',
          type: 'Topic',
          nativeId,
          about,
          body: `{"n":"${nativeId}"}`,
          createdAt: new Date(now.getTime() + second * 1000),
        });
      for (const [id, second] of [
        ['a', 1],
        ['b', 2],
        ['c', 2],
        ['d', 3],
      ] as const) {
        await keep(id, second, id === 'a' ? 'user' : '');
      }
      await keep('d', 4);
      const list = other.keptObjects.list.bind(other.keptObjects, 'tn_one', 's1', 'Topic');
      const first = await list({ limit: 2 });
      expect(first.map((object) => object.nativeId)).toEqual(['d', 'c']);
      const last = first[1];
      const rest = await list({ limit: 9, ...(last === undefined ? {} : { before: last }) });
      expect(rest.map((object) => object.nativeId)).toEqual(['b', 'a']);
      expect((await list({ limit: 9, about: 'user' })).map((object) => object.nativeId)).toEqual(['a']);
      expect((await other.keptObjects.find('tn_one', 's1', 'Topic', ['b', 'x'])).map((o) => o.body)).toEqual([
        '{"n":"b"}',
      ]);
      expect(await other.keptObjects.find('tn_two', 's1', 'Topic', ['b'])).toEqual([]);
    });

    it('writes the audit row before the action and adds what became of it', async () => {
      const row = {
        tenantId: 'tn_one',
        shopKey: 's1',
        actor: 'cli',
        action: 'shopUpdate',
        nodeId: null,
        requestId: 'r',
      };
      const id = await store.audit.begin(row);
      expect(await other.audit.list('tn_one', 's1', { limit: 5 })).toEqual([
        { ...row, id, at: now, outcome: 'STARTED' },
      ]);
      await store.audit.finish(id, 'OK', { nodeId: 'gid://v1/Shop/s1/s1' });
      const next = await store.audit.begin({ ...row, action: 'shopSandboxSet' });
      expect((await other.audit.list('tn_one', 's1', { limit: 5 })).map((one) => one.id)).toEqual([next, id]);
      expect(await other.audit.list('tn_one', 's1', { limit: 5, beforeId: next })).toMatchObject([
        { outcome: 'OK', nodeId: 'gid://v1/Shop/s1/s1' },
      ]);
      expect(await other.audit.list('tn_two', 's1', { limit: 5 })).toEqual([]);
    });

    it('adds a revision only when the object differs from its newest one', async () => {
      const seen = (version: string, second: number) => ({
        tenantId: 'tn_one',
        shopKey: 's1',
        nodeId: 'gid://v1/Commodity/s1/1',
        version,
        seenAt: new Date(now.getTime() + second * 1000),
        source: 'LIVE' as const,
        body: `{"v":"${version}"}`,
      });
      await store.revisions.add([seen('a', 1)]);
      await other.revisions.add([seen('a', 2), seen('b', 3), seen('b', 4), seen('a', 5)]);
      const all = await store.revisions.list('tn_one', 'gid://v1/Commodity/s1/1', { limit: 9 });
      expect(all.map((row) => row.version)).toEqual(['a', 'b', 'a']);
      const before = await store.revisions.list('tn_one', 'gid://v1/Commodity/s1/1', {
        limit: 9,
        beforeId: all[1]?.id ?? 0,
      });
      expect(before.map((row) => row.seenAt.getTime() - now.getTime())).toEqual([1000]);
      const at = (second: number) =>
        store.revisions.at('tn_one', 'gid://v1/Commodity/s1/1', new Date(now.getTime() + second * 1000));
      expect((await at(4))?.version).toBe('b');
      expect(await at(0)).toBeNull();
    });

    it('changes a setting only from the value expected', async () => {
      expect(await Promise.all([store, other].map((one, n) => one.settings.insertIfAbsent('x.y', String(n))))).toEqual(
        Array(2).fill(await store.settings.get('x.y')),
      );
      const standing = (await store.settings.get('x.y')) ?? '';
      expect(await other.settings.replace('x.y', 'something else', '9')).toBe(false);
      expect(await other.settings.replace('x.y', standing, '9')).toBe(true);
      expect([...(await store.settings.list('x.'))]).toEqual([['x.y', '9']]);
    });

    it('has one tenant of a name, found by id before name', async () => {
      const tenant = { id: 'tn_one', name: 'Acme', createdAt: now };
      expect(await store.tenants.insert(tenant)).toBe(true);
      expect(await other.tenants.insert({ ...tenant, id: 'tn_two' })).toBe(false);
      await store.tenants.insert({ id: 'tn_three', name: 'tn_one', createdAt: now });
      expect(await other.tenants.find('Acme')).toEqual(tenant);
      expect(await other.tenants.find('tn_one')).toEqual(tenant);
      expect(await other.tenants.find('acme')).toBeNull();
      expect((await other.tenants.list()).map((one) => one.name)).toEqual(['Acme', 'tn_one']);
    });

    it('waits for another connection instead of failing, however the writes interleave', async () => {
      await Promise.all(
        Array.from({ length: 60 }, async (_, n) => {
          const one = n % 2 === 0 ? store : other;
          const { record } = await one.journal.begin(write(`k${n}`));
          await one.journal.markSent(record.id);
          await one.journal.finish(record.id, { state: 'SUCCEEDED', sent: true, outcome: null });
        }),
      );
      expect((await other.journal.find('tn_one', 'commodityCreate', 'k59'))?.state).toBe('SUCCEEDED');
    });

    it('says STORAGE_UNAVAILABLE after it was closed, and answers a ping before', async () => {
      await store.ping();
      await store.close();
      await expect(store.ping()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      await expect(store.journal.begin(write('k'))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    });
  });
}
