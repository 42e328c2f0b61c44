import { describe, expect, it } from '@jest/globals';
import { Turns } from '../../src/upstream/turns.js';

const busy = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

/** Does so many pieces of work that came in one turn; tells what happened in order: pieces by number, timers as `T`. */
async function happenings(pieces: number, ms: number): Promise<string[]> {
  const turns = new Turns();
  const happened: string[] = [];
  let isOver = false;
  const tick = (): void => {
    happened.push('T');
    if (!isOver) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  const work = async (piece: number): Promise<void> => {
    const room = turns.room();
    if (room !== null) await room;
    busy(ms);
    happened.push(`${piece}a`);
    for (let hop = 0; hop < 10; hop += 1) await null;
    happened.push(`${piece}b`);
  };
  await Promise.all(Array.from({ length: pieces }, (_, piece) => work(piece)));
  isOver = true;
  return happened;
}

describe('work that comes together', () => {
  it('is done in the order it came, and leaves the event loop to timers in between', async () => {
    const happened = await happenings(40, 4);
    const done = happened.filter((one) => one.endsWith('a'));
    expect(done).toEqual(Array.from({ length: 40 }, (_, piece) => `${piece}a`));
    const between = happened
      .join(' ')
      .split('T')
      .map((part) => part.split('a').length - 1);
    // A turn has 6 ms: two pieces of 4 ms, and those that are under way in the turn in which all came.
    expect(Math.max(...between)).toBeLessThanOrEqual(4);
  });

  it('is finished piece by piece: what one sets off is done before the next goes on', async () => {
    const happened = (await happenings(40, 4)).filter((one) => one !== 'T');
    // Those of the first turn began before any of them was queued.
    const queued = happened.slice(happened.indexOf('4a'));
    for (let at = 0; at < queued.length; at += 2) expect(queued[at + 1]).toBe(queued[at]?.replace('a', 'b'));
  });

  it('is done at once while there is room', () => {
    const turns = new Turns();
    expect(turns.room()).toBeNull();
    expect(turns.room()).toBeNull();
    busy(10);
    expect(turns.room()).not.toBeNull();
  });
});
