import type { Transaction } from 'kysely';
import type { ClaimedMessage, InboxMessage, NewMessage, Outcome, Verdict } from '../push/inbox.js';
import { storeBodies } from './inbox-accept.js';
import { claimMessages, type Wanted } from './inbox-claim.js';
import { endTries } from './inbox-end.js';
import type { Tables } from './tables.js';

/** What pushed messages have written: a body to store, tries of one process to end, messages to claim for one. */
export type PushWrite =
  | { readonly kind: 'accept'; readonly messages: readonly NewMessage[] }
  | { readonly kind: 'end'; readonly owner: string; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'claim'; readonly owner: string; readonly wanted: Wanted };

/** What came of a write. */
export type PushWritten =
  /** Places in the body of those messages that were not there. */
  | { readonly kind: 'accept'; readonly stored: readonly number[] }
  | { readonly kind: 'end'; readonly outcomes: readonly Outcome[] }
  | {
      readonly kind: 'claim';
      readonly messages: readonly ClaimedMessage[];
      readonly parked: readonly InboxMessage[];
    };

/** What came of writes that were committed together. */
export interface PushCommit {
  /** One for each write. */
  readonly written: readonly PushWritten[];
  /** Tenants with something new in the feed. */
  readonly tenants: ReadonlySet<string>;
}

/** Rows that a write touches, at most. */
export const weightOf = (write: PushWrite): number =>
  write.kind === 'accept'
    ? write.messages.length
    : write.kind === 'end'
      ? write.verdicts.length
      : Math.max(1, write.wanted.limit);

/** Does writes in one transaction of the caller's: bodies first, then ends, so that claims find what both left. */
export async function writePush(
  tables: Transaction<Tables>,
  writes: readonly PushWrite[],
  now: Date,
): Promise<PushCommit> {
  const bodies = writes.filter((write) => write.kind === 'accept');
  const endings = writes.filter((write) => write.kind === 'end');
  const stored = await storeBodies(
    tables,
    bodies.map(({ messages }) => messages),
  );
  const { outcomes, tenants } = await endTries(tables, endings, now);
  const written = new Map<PushWrite, PushWritten>();
  for (const [index, body] of bodies.entries()) written.set(body, { kind: 'accept', stored: stored[index] ?? [] });
  for (const [index, ending] of endings.entries())
    written.set(ending, { kind: 'end', outcomes: outcomes[index] ?? [] });
  for (const write of writes)
    if (write.kind === 'claim')
      written.set(write, { kind: 'claim', ...(await claimMessages(tables, write.owner, write.wanted, now)) });
  return { written: writes.flatMap((write) => written.get(write) ?? []), tenants };
}
