import type { Logger } from '../log/logger.js';

/** Something that runs until it is told to stop. */
export interface Stoppable {
  readonly log: Logger;
  /** Takes no more work, finishes what it has for at most so many milliseconds, closes everything. */
  stop(graceMs: number): Promise<void>;
}

/** Time for accepted work after a signal, and after an error nobody handled (reliability R34). */
const GRACE_MS = 25_000;
const GRACE_AFTER_ERROR_MS = 5_000;
/** Time for closing things once the work is done. */
const CLOSING_MS = 2_000;

/**
 * Keeps the process until SIGTERM or SIGINT, then stops gracefully; a second signal ends it at once. An error that
 * nobody handled is logged and ends it too, with exit code 1.
 */
export async function untilStopped(running: Stoppable): Promise<void> {
  await new Promise<void>((resolve) => {
    let isStopping = false;
    const stop = (graceMs: number, exitCode: number) => {
      if (isStopping) process.exit(exitCode === 0 ? 130 : exitCode);
      isStopping = true;
      process.exitCode = exitCode;
      setTimeout(() => process.exit(1), graceMs + CLOSING_MS).unref();
      running.stop(graceMs).then(resolve, (error: unknown) => {
        running.log.error({ err: error }, 'stopping failed');
        process.exit(1);
      });
    };
    const onError = (error: unknown) => {
      running.log.fatal({ err: error }, 'unhandled error, stopping');
      if (!isStopping) stop(GRACE_AFTER_ERROR_MS, 1);
    };
    process.on('SIGTERM', () => stop(GRACE_MS, 0));
    process.on('SIGINT', () => stop(GRACE_MS, 0));
    process.on('uncaughtException', onError);
    process.on('unhandledRejection', onError);
  });
}
