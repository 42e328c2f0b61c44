import { describe, expect, it } from '@jest/globals';
import { Turns } from '../../src/upstream/turns.js';

/**
 * Does so many pieces of work that came in one turn, each of so many milliseconds by the clock that `Turns` is given; tells
 * what happened in order: pieces by number, turns of the event loop as `T`.
 */
async function happenings(pieces: number, ms: number): Promise<string[]> {
  let now = 0;
  const turns = new Turns(() => now);
  const happened: string[] = [];
  let isOver = false;
  const turn = (): void => {
    happened.push('T');
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const work = async (piece: number): Promise<void> => {
    const room = turns.room();
    if (room !== null) await room;
    now += ms;
    happened.push(`${piece}a`);
    for (let hop = 0; hop < 10; hop += 1) await null;
    happened.push(`${piece}b`);
  };
  await Promise.all(Array.from({ length: pieces }, (_, piece) => work(piece)));
  isOver = true;
  expect(turns.size).toBe(0);
  return happened;
}

const numbered = (length: number, letter: string) => Array.from({ length }, (_, piece) => `${piece}${letter}`);

describe('work that comes together', () => {
  it('is done in the order it came, as much in a turn as there is room for', async () => {
    const happened = await happenings(40, 4);
    expect(happened.filter((one) => one.endsWith('a'))).toEqual(numbered(40, 'a'));
    const inTurns = happened
      .join(' ')
      .split('T')
      .map((part) => part.split('a').length - 1);
    // Two pieces of 4 ms fill the 6 ms of a turn.
    expect(inTurns.filter((count) => count > 0)).toEqual(Array(20).fill(2));
  });

  it('is finished piece by piece: what one sets off is done before the next goes on', async () => {
    const happened = (await happenings(40, 4)).filter((one) => one !== 'T');
    // The first two began before any had to wait.
    expect(happened.slice(4)).toEqual(
      numbered(40, '')
        .slice(2)
        .flatMap((piece) => [`${piece}a`, `${piece}b`]),
    );
  });

  it('is done at once while there is room', () => {
    let now = 0;
    const turns = new Turns(() => now);
    expect(turns.room()).toBeNull();
    expect(turns.room()).toBeNull();
    now = 6;
    expect(turns.room()).not.toBeNull();
    expect(turns.size).toBe(1);
  });
});
