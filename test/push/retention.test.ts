import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/log/logger.js';
import { Retention } from '../../src/push/retention.js';
import { eventually, makePushHome } from './push-home.js';

const SECRET = 'secret-of-77';
const DAY_MS = 24 * 3600_000;

describe('push messages and changes', () => {
  let at: Awaited<ReturnType<typeof makePushHome>>;
  beforeEach(async () => {
    at = await makePushHome();
  });
  afterEach(() => at.close());

  it('are kept for thirty days, their ids as well, and then removed', async () => {
    const log = createLogger({ level: 'silent', format: 'json' });
    let now = new Date();
    const retention = new Retention({ inbox: at.store.inbox, feed: at.store.changeFeed, log, now: () => now });
    const pipe = at.pipe();
    await pipe.pushLines(at.shop, SECRET, { id: 'a', object: '1', at: 5 }, { id: 'b', object: '2', at: 5 });
    await pipe.push(at.shop, SECRET, Buffer.from('!'));
    pipe.dispatcher.start();
    const done = async () => (await at.store.inbox.list({ states: ['DONE'], limit: 9 })).length;
    await eventually(done, (count) => count === 2);
    now = new Date(Date.now() + 30 * DAY_MS - 60_000);
    await retention.sweep();
    expect([await done(), (await at.changes()).length, (await at.letters()).length]).toEqual([2, 2, 1]);
    await pipe.pushLines(at.shop, SECRET, { id: 'a', object: '1', at: 6 });
    expect(pipe.counts).toMatchObject({ duplicates: 1 });
    now = new Date(Date.now() + 30 * DAY_MS + 60_000);
    await retention.sweep();
    expect([await done(), (await at.letters()).length]).toEqual([0, 0]);
    // The newest change stays, so that whoever asks can be told where the feed stands.
    expect((await at.changes()).map(({ position }) => position)).toEqual([2]);
    await pipe.pushLines(at.shop, SECRET, { id: 'a', object: '1', at: 4 });
    await eventually(done, (count) => count === 1);
    expect((await at.changes()).map(({ position }) => position)).toEqual([2, 3]);
    await retention.stop();
  });
});
