import type { Transaction } from 'kysely';
import type { Outcome, Verdict } from '../push/inbox.js';
import type { Standing } from '../push/watermark.js';
import { appendChanges, chunksOf } from './change-rows.js';
import type { Tables } from './tables.js';

/** Tries of one process that end together. */
export interface Ending {
  readonly owner: string;
  readonly verdicts: readonly Verdict[];
}

type Done = Extract<Verdict, { kind: 'done' }>;
type Undone = Exclude<Verdict, Done>;

/**
 * Ends tries in a transaction of the caller's; see `Inbox.finish`. The changes of all of them are appended at once.
 * @returns the outcomes of each ending, and the tenants with something new in the feed
 */
export async function endTries(
  tables: Transaction<Tables>,
  endings: readonly Ending[],
  now: Date,
): Promise<{ outcomes: Outcome[][]; tenants: Set<string> }> {
  const outcomeOf = new Map<Verdict, Outcome>();
  const done: Done[] = [];
  for (const { owner, verdicts } of endings) {
    const held = await heldOf(tables, owner, verdicts);
    for (const verdict of verdicts) {
      if (!held.delete(verdict.id)) outcomeOf.set(verdict, 'LOST');
      else if (verdict.kind === 'done') done.push(verdict);
      else outcomeOf.set(verdict, await putBack(tables, verdict, now));
    }
  }
  const changes = done.flatMap((verdict) => verdict.changes);
  const standings = await appendChanges(tables, changes, now);
  const tenants = new Set(changes.filter((_, index) => standings[index] === 'news').map(({ tenantId }) => tenantId));
  let from = 0;
  for (const verdict of done) {
    const upTo = from + verdict.changes.length;
    outcomeOf.set(verdict, outcomeAmong(standings.slice(from, upTo)));
    from = upTo;
  }
  await markDone(tables, done, outcomeOf, now);
  return { outcomes: endings.map(({ verdicts }) => verdicts.map((one) => outcomeOf.get(one) ?? 'LOST')), tenants };
}

/** Those of the messages that are still the owner's. */
async function heldOf(tables: Transaction<Tables>, owner: string, verdicts: readonly Verdict[]): Promise<Set<number>> {
  const held = new Set<number>();
  for (const some of chunksOf(verdicts.map(({ id }) => id))) {
    const rows = await tables
      .selectFrom('inbox')
      .select('id')
      .where('id', 'in', some)
      .where('lease_owner', '=', owner)
      .where('state', '=', 'PENDING')
      .execute();
    for (const { id } of rows) held.add(id);
  }
  return held;
}

function outcomeAmong(standings: readonly Standing[]): Outcome {
  if (standings.length === 0) return 'NOTHING';
  if (standings.includes('news')) return 'APPLIED';
  return standings.includes('stale') ? 'STALE' : 'DOUBLE';
}

/** The content of a message that is done goes; its id stays. */
async function markDone(
  tables: Transaction<Tables>,
  done: readonly Done[],
  outcomeOf: ReadonlyMap<Verdict, Outcome>,
  now: Date,
): Promise<void> {
  const idsBy = new Map<Outcome, number[]>();
  for (const verdict of done) {
    const outcome = outcomeOf.get(verdict) ?? 'NOTHING';
    const ids = idsBy.get(outcome) ?? [];
    ids.push(verdict.id);
    idsBy.set(outcome, ids);
  }
  for (const [outcome, ids] of idsBy)
    for (const some of chunksOf(ids))
      await tables
        .updateTable('inbox')
        .set({ state: 'DONE', outcome, raw: null, order_key: null, lease_owner: null, finished_at: now.getTime() })
        .where('id', 'in', some)
        .execute();
}

/** A message that failed, to be tried again or looked at by a person. */
async function putBack(tables: Transaction<Tables>, verdict: Undone, now: Date): Promise<Outcome> {
  const write = (set: { state: string; due_at?: number; problem?: string; finished_at?: number }) =>
    tables
      .updateTable('inbox')
      .set({ ...set, lease_owner: null })
      .where('id', '=', verdict.id)
      .execute();
  if (verdict.kind === 'quarantined') {
    await write({ state: 'QUARANTINED', finished_at: now.getTime() });
    return 'QUARANTINED';
  }
  const { problem, dueAt } = verdict;
  if (dueAt === null) await write({ state: 'PARKED', problem, finished_at: now.getTime() });
  else await write({ state: 'PENDING', problem, due_at: dueAt.getTime() });
  return dueAt === null ? 'PARKED' : 'RETRY';
}
