import { sql, type Transaction, type Updateable } from 'kysely';
import type { Outcome, Verdict } from '../push/inbox.js';
import type { Standing } from '../push/watermark.js';
import { Telling } from './change-rows.js';
import type { InboxRow, Tables } from './tables.js';

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
  const all = endings.flatMap(({ verdicts }) => verdicts);
  const telling = await Telling.of(
    tables,
    all.flatMap((verdict) => (verdict.kind === 'done' ? verdict.changes : [])),
  );
  const outcomes: Outcome[][] = [];
  for (const { owner, verdicts } of endings) {
    const ofOne: Outcome[] = [];
    for (const verdict of verdicts)
      ofOne.push(
        verdict.kind === 'done'
          ? await putAway(tables, owner, verdict, telling, now)
          : await putBack(tables, owner, verdict, now),
      );
    outcomes.push(ofOne);
  }
  await telling.write(tables, now);
  return { outcomes, tenants: telling.tenants() };
}

function outcomeAmong(standings: readonly Standing[]): Outcome {
  if (standings.length === 0) return 'NOTHING';
  if (standings.includes('news')) return 'APPLIED';
  return standings.includes('stale') ? 'STALE' : 'DOUBLE';
}

/** A message that is done: its content goes, its id stays. Its changes are told if it is still the owner's. */
async function putAway(
  tables: Transaction<Tables>,
  owner: string,
  { id, changes }: Done,
  telling: Telling,
  now: Date,
): Promise<Outcome> {
  const { standings, keep } = telling.weigh(changes);
  const outcome = outcomeAmong(standings);
  const { numAffectedRows } = await sql`
    update inbox set state = 'DONE', outcome = ${outcome}, raw = null, order_key = null, lease_owner = null,
      finished_at = ${now.getTime()}
    where id = ${id} and lease_owner = ${owner} and state = 'PENDING'`.execute(tables);
  if (numAffectedRows !== 1n) return 'LOST';
  keep();
  return outcome;
}

/** A message that failed, to be tried again or looked at by a person. */
async function putBack(tables: Transaction<Tables>, owner: string, verdict: Undone, now: Date): Promise<Outcome> {
  const { set, outcome } = standingOf(verdict, now);
  const { numUpdatedRows } = await tables
    .updateTable('inbox')
    .set({ ...set, lease_owner: null })
    .where('id', '=', verdict.id)
    .where('lease_owner', '=', owner)
    .where('state', '=', 'PENDING')
    .executeTakeFirst();
  return numUpdatedRows === 1n ? outcome : 'LOST';
}

function standingOf(verdict: Undone, now: Date): { readonly set: Updateable<InboxRow>; readonly outcome: Outcome } {
  const finished_at = now.getTime();
  if (verdict.kind === 'quarantined') return { set: { state: 'QUARANTINED', finished_at }, outcome: 'QUARANTINED' };
  const { problem, dueAt } = verdict;
  return dueAt === null
    ? { set: { state: 'PARKED', problem, finished_at }, outcome: 'PARKED' }
    : { set: { state: 'PENDING', problem, due_at: dueAt.getTime() }, outcome: 'RETRY' };
}
