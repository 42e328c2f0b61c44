import { AppError } from '../../errors/app-error.js';
import type { WriteContext } from '../../subgraph/write.js';

/** Milliseconds of the request that are left for the answer: a shop that is too slow is told of, beside the others. */
const FOR_THE_ANSWER_MS = 500;

/**
 * Waits for the copy of a shop as long as the request has time. What was sent by then goes on behind and is journalled; what was not is
 * not sent any more.
 * @param begin says on disk that something is sent
 * @param work gets what it is to await before its first byte
 * @throws AppError OUTCOME_UNKNOWN when the time is over after the first byte, DEADLINE_EXCEEDED before it
 */
export async function inTime<T>(
  { deadlineAt }: Pick<WriteContext, 'deadlineAt'>,
  begin: () => Promise<void>,
  work: (beforeFirstByte: () => Promise<void>) => Promise<T>,
): Promise<T> {
  let begun: Promise<void> | undefined;
  let isOver = false;
  const done = work(async () => {
    if (isOver) throw new AppError('DEADLINE_EXCEEDED');
    begun = begin();
    await begun;
  });
  done.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        isOver = true;
        if (begun === undefined) reject(new AppError('DEADLINE_EXCEEDED'));
        else begun.then(() => reject(new AppError('OUTCOME_UNKNOWN', undefined, { retryable: false })), reject);
      },
      Math.max(0, deadlineAt - performance.now() - FOR_THE_ANSWER_MS),
    );
  });
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
