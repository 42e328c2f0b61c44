import { describe, expect, it } from '@jest/globals';
import { Turns, type Work } from '../../src/upstream/turns.js';

/**
 * Does so many pieces of work that came in one turn, each of so many milliseconds by the clock that `Turns` is given; tells
 * what happened in order: pieces by number, turns of the event loop as `T`.
 */
async function happenings(pieces: number, ms: number, work: Work = 'answer'): Promise<string[]> {
  let now = 0;
  const turns = new Turns(() => now);
  const happened: string[] = [];
  let isOver = false;
  const turn = (): void => {
    happened.push('T');
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const doPiece = async (piece: number): Promise<void> => {
    const room = turns.room(work);
    if (room !== null) await room;
    now += ms;
    happened.push(`${piece}a`);
    for (let hop = 0; hop < 10; hop += 1) await null;
    happened.push(`${piece}b`);
  };
  await Promise.all(Array.from({ length: pieces }, (_, piece) => doPiece(piece)));
  isOver = true;
  expect(turns.size).toBe(0);
  return happened;
}

/** In which order pieces of work are done that come in this one, to a turn that is full, each of so many milliseconds. */
async function orderOf(works: readonly Work[], ms: number): Promise<Work[]> {
  let now = 0;
  const turns = new Turns(() => now);
  turns.room('answer');
  now = 6;
  const done: Work[] = [];
  const doWork = async (work: Work): Promise<void> => {
    await turns.room(work);
    now += ms;
    done.push(work);
  };
  await Promise.all(works.map(doWork));
  return done;
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
    expect(turns.room('answer')).toBeNull();
    expect(turns.room('answer')).toBeNull();
    now = 6;
    expect(turns.room('answer')).not.toBeNull();
    expect(turns.size).toBe(1);
  });

  it('begins no more requests in a turn than a millisecond has room for, so that what they ask for is answered soon', async () => {
    const inTurns = (await happenings(20, 0.6, 'request')).join(' ').split('T');
    const counts = inTurns.map((part) => part.split('a').length - 1).filter((count) => count > 0);
    expect(counts).toEqual(Array(10).fill(2));
  });

  it('is finished before more is begun: answers go before requests that came earlier', async () => {
    expect(await orderOf(['request', 'request', 'answer', 'answer'], 2)).toEqual([
      'answer',
      'answer',
      'request',
      'request',
    ]);
  });

  it('lets one request begin in each turn, however many answers wait', async () => {
    const works = [...Array<Work>(6).fill('answer'), 'request', 'request'] as const;
    const turns = [
      ['answer', 'answer', 'request'],
      ['answer', 'answer', 'request'],
      ['answer', 'answer'],
    ];
    expect(await orderOf(works, 3)).toEqual(turns.flat());
  });
});
