/** When shops are read; all in milliseconds. */
export interface ReadingTimes {
  /** How late a change that no message told of is told, at most, while its platform answers. */
  readonly everyMs: number;
  /** How long an object is left alone after its update, since its second is not over, and a message of it may be on its way. */
  readonly settleMs: number;
  /**
   * How far back a read begins before the end of the one before: for rows that a platform lists late, and as far as its clock may be
   * behind ours (reliability R24).
   */
  readonly overlapMs: number;
  /** How far back the first read of a shop begins, at most. */
  readonly firstMs: number;
}

/** What holds unless told otherwise. */
export const READING_TIMES: ReadingTimes = {
  everyMs: 60_000,
  settleMs: 5_000,
  overlapMs: 15 * 60_000,
  firstMs: 24 * 3600_000,
};

/** A failing stream waits so many intervals at most. */
const LONGEST_WAIT = 5;

/**
 * Until the next turn after one that went well: early enough for what changed right after the last one, and no two shops in step
 * for long.
 */
export const nextWaitMs = ({ everyMs, settleMs }: ReadingTimes): number =>
  Math.max(everyMs / 2, everyMs - settleMs - 1_000) * (0.9 + Math.random() * 0.1);

/** And after some that failed. @param failures from 1 */
export const waitAfterFailureMs = ({ everyMs }: ReadingTimes, failures: number, retryAfterMs: number): number =>
  Math.max(retryAfterMs, everyMs * Math.min(2 ** (failures - 1), LONGEST_WAIT)) * (0.9 + Math.random() * 0.2);

/** The beginning of a second. */
export const secondOf = (milliseconds: number): number => Math.floor(milliseconds / 1_000) * 1_000;
