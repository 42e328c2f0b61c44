import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Change, ChangeKind, NewChange } from '../../src/push/change.js';
import { followChanges } from '../../src/push/follow.js';
import type { Store } from '../../src/store/open-store.js';
import { type Home, makeHome } from '../store/home.js';

describe('a follower of the feed', () => {
  let home: Home;
  let store: Store;
  let elsewhere: Store;
  let ended: AbortController;
  beforeEach(async () => {
    home = makeHome();
    store = await home.open();
    elsewhere = await home.open();
    ended = new AbortController();
  });
  afterEach(async () => {
    ended.abort();
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
    raw: null,
    occurredAt: null,
    fingerprint: null,
    receivedAt: new Date(),
    ...over,
  });
  const many = (count: number, over: Partial<NewChange> = {}) => Array.from({ length: count }, () => change(over));

  /** Gathers what a follower is given, until there is enough. */
  async function gather(
    count: number,
    after: number | null,
    filter: { shopKeys?: string[]; kinds?: ChangeKind[] } = {},
    feed = store.changeFeed,
  ): Promise<Change[]> {
    const told: Change[] = [];
    const query = { tenantId: 'tn_one', shopKeys: filter.shopKeys ?? null, kinds: filter.kinds ?? null };
    for await (const one of followChanges(feed, query, after, ended.signal)) {
      told.push(one);
      if (told.length === count) break;
    }
    return told;
  }

  it('is given what is there after its position, then what comes, each once and in order', async () => {
    await store.changeFeed.append(many(250));
    const following = gather(500, 100);
    for (let n = 0; n < 35; n += 1) {
      await (n % 2 === 0 ? store : elsewhere).changeFeed.append(many(10));
      if (n % 7 === 0) await sleep(5);
    }
    expect((await following).map(({ position }) => position)).toEqual(Array.from({ length: 500 }, (_, n) => 101 + n));
  });

  it('is woken at once by this process, and within a second by another', async () => {
    const begun = async (writer: Store) => {
      const following = gather(1, null);
      await sleep(50);
      const at = performance.now();
      await writer.changeFeed.append([change()]);
      await following;
      return performance.now() - at;
    };
    expect(await begun(store)).toBeLessThan(300);
    expect(await begun(elsewhere)).toBeLessThan(1_000);
  });

  it('is given only its tenant, shops and kinds, and is not held up by others', async () => {
    const following = gather(2, 0, { shopKeys: ['s2', 's3'], kinds: ['STOCK', 'ORDER'] });
    await store.changeFeed.append([
      ...many(150),
      change({ shopKey: 's2', kind: 'PRODUCT' }),
      change({ shopKey: 's2', kind: 'STOCK' }),
      change({ shopKey: 's3', tenantId: 'tn_two' }),
    ]);
    await sleep(30);
    await store.changeFeed.append([change({ shopKey: 's3' })]);
    expect((await following).map(({ shopKey, kind }) => [shopKey, kind])).toEqual([
      ['s2', 'STOCK'],
      ['s3', 'ORDER'],
    ]);
  });

  it('begins with what comes, when it names no position', async () => {
    await store.changeFeed.append(many(3));
    const following = gather(1, null);
    await sleep(30);
    await store.changeFeed.append([change({ kind: 'STOCK' })]);
    expect(await following).toMatchObject([{ position: 4, kind: 'STOCK' }]);
  });

  it('ends when it is told to, and when the store is closed', async () => {
    const aborted = gather(1, null);
    const closed = gather(1, null, {}, elsewhere.changeFeed);
    await sleep(30);
    await elsewhere.close();
    expect(await closed).toEqual([]);
    ended.abort();
    expect(await aborted).toEqual([]);
    expect(await gather(1, null)).toEqual([]);
  });
});
