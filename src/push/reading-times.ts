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
  /** How long a walk over the pages of a list may take; one that takes longer begins anew at the next turn. */
  readonly walkMs: number;
}

/** What holds unless told otherwise. */
export const READING_TIMES: ReadingTimes = {
  everyMs: 60_000,
  settleMs: 5_000,
  overlapMs: 15 * 60_000,
  firstMs: 24 * 3600_000,
  walkMs: 5 * 60_000,
};

/** A failing stream waits so many intervals at most. */
const LONGEST_WAIT = 5;

/** A longer wait is none that was meant: the clock has been set back since. */
export const longestWaitMs = ({ everyMs }: ReadingTimes): number => Math.max(15 * 60_000, 10 * everyMs);

/**
 * Until the next turn after one that went well: early enough for what changed right after the last one, and no two shops in step
 * for long.
 */
export const nextWaitMs = ({ everyMs, settleMs }: ReadingTimes): number =>
  Math.max(everyMs / 2, everyMs - settleMs - 1_000) * (0.9 + Math.random() * 0.1);

/** A turn of a stream that failed, and what its next one depends on. */
export interface FailedTurn {
  /** From 1. */
  readonly failures: number;
  readonly retryAfterMs: number;
  /** Every how many intervals the stream is read. */
  readonly pace: number;
  /** About 1: one draw for streams that failed together, so that they stay together. */
  readonly share: number;
}

/**
 * And after some that failed: no sooner than after one that went well.
 */
export const waitAfterFailureMs = (
  times: ReadingTimes,
  { failures, retryAfterMs, pace, share }: FailedTurn,
): number => {
  const intervals = Math.max(pace, Math.min(2 ** (failures - 1), LONGEST_WAIT));
  const waitMs = Math.max(retryAfterMs, times.everyMs * intervals) * share;
  return Math.min(waitMs, longestWaitMs(times));
};

/** The beginning of a second. */
export const secondOf = (milliseconds: number): number => Math.floor(milliseconds / 1_000) * 1_000;
