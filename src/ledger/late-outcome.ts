import type { Logger } from 'pino';
import type { WriteJournal } from './journal.js';

/** What `WriteJournal.finish` takes. */
export type Outcome = Parameters<WriteJournal['finish']>[1];

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 5_000;
/** About a quarter of an hour; after that only a restart settles the row. */
const MAX_TRIES = 180;

/**
 * Commits an outcome. When the store cannot take it now (a full disk), false is returned and the outcome is tried again
 * behind the caller's back, so that a repeat finds the truth as soon as the store has healed.
 */
export async function commitOutcome(
  journal: WriteJournal,
  id: string,
  outcome: Outcome,
  log: Logger,
): Promise<boolean> {
  try {
    await journal.finish(id, outcome);
    return true;
  } catch (err) {
    log.error({ err, write: id, state: outcome.state }, 'the outcome of a write is not on disk yet');
    later(journal, id, outcome, log, 1);
    return false;
  }
}

function later(journal: WriteJournal, id: string, outcome: Outcome, log: Logger, tries: number): void {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), MAX_DELAY_MS);
  const again = (): void => {
    journal.finish(id, outcome).then(
      () => log.info({ write: id, state: outcome.state }, 'the outcome of a write is on disk now'),
      (err: unknown) => {
        if (tries < MAX_TRIES) later(journal, id, outcome, log, tries + 1);
        else log.fatal({ err, write: id, state: outcome.state }, 'the outcome of a write was never stored');
      },
    );
  };
  setTimeout(again, delay).unref();
}
