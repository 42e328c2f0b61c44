import type { PlatformName } from '../tenants/shop.js';
import type { ChangeKind, ChangeSubject, NewChange } from './change.js';

/** How long messages are kept, and with them their ids, in milliseconds (reliability section 2). */
export const INBOX_KEPT_MS = 30 * 24 * 3600_000;
/** Tries of one message; after the last it is parked. */
export const MAX_ATTEMPTS = 5;
/** How long a message belongs to the process that claimed it, in milliseconds, unless that says it goes on. */
export const LEASE_MS = 6_000;

/** PENDING until it is dispatched; PARKED after too many tries, QUARANTINED when it must not be tried; DROPPED by a person. */
export type MessageState = 'PENDING' | 'DONE' | 'PARKED' | 'QUARANTINED' | 'DROPPED';

/** Why a message is in quarantine: it cannot be read, or it names a shop that is not of the app that signed it. */
export type QuarantineReason = 'UNREADABLE' | 'FOREIGN_SHOP';

/** A message to store. */
export interface NewMessage {
  readonly tenantId: string;
  readonly platform: PlatformName;
  /** Short hash of the app that signed it; an id counts once for a tenant and an app. */
  readonly app: string;
  readonly messageId: string;
  /** The shop whose address it came to. */
  readonly viaShopKey: string;
  /** The shop it is of; null while in quarantine. */
  readonly shopKey: string | null;
  /** The shop it names, by the platform's id. */
  readonly nativeShopId: string | null;
  readonly tag: string | null;
  readonly kind: ChangeKind;
  readonly subject: ChangeSubject | null;
  readonly occurredAt: Date | null;
  readonly receivedAt: Date;
  /** JSON text without personal data; of an unreadable message the body, sealed. */
  readonly raw: string | null;
  readonly quarantine: QuarantineReason | null;
}

/** A message as it is stored. */
export interface InboxMessage extends NewMessage {
  readonly id: number;
  readonly state: MessageState;
  /** Tries begun. */
  readonly attempts: number;
  /** Why the last try failed, in words that are safe to show; null when none has. */
  readonly problem: string | null;
}

/** A message that was claimed, and how far its object's changes had been told by then, in epoch milliseconds. */
export interface ClaimedMessage extends InboxMessage {
  readonly toldUntil: number | null;
}

/** What became of a try: changes to append, a failure to be tried again or (`dueAt` null) parked, or quarantine once more. */
export type Verdict =
  | { readonly id: number; readonly kind: 'done'; readonly changes: readonly NewChange[] }
  | { readonly id: number; readonly kind: 'failed'; readonly problem: string; readonly dueAt: Date | null }
  | { readonly id: number; readonly kind: 'quarantined' };

/**
 * How a message ended: its change was told; something newer, or the same, was told before; there was nothing to tell; it will be
 * tried again; it is parked; it is in quarantine; or it belongs to another process by now, and nothing was done.
 */
export type Outcome = 'APPLIED' | 'STALE' | 'DOUBLE' | 'NOTHING' | 'RETRY' | 'PARKED' | 'QUARANTINED' | 'LOST';

/** How many messages wait, and how many wait for a person. */
export type InboxDepth = Readonly<Record<'pending' | 'parked' | 'quarantined', number>>;

/** Messages for a person to look at. */
export interface LetterQuery {
  readonly tenantId?: string;
  readonly states: readonly MessageState[];
  readonly limit: number;
  /** Continue after this message: older ones. */
  readonly beforeId?: number;
}

/**
 * Port of the messages that platforms pushed. Every method returns after its change is on disk, or throws AppError
 * STORAGE_UNAVAILABLE and has changed nothing.
 */
export interface Inbox {
  /**
   * Stores the messages of one body, all or none. A message whose id the tenant and the app had within the last 30 days is
   * left out.
   * @returns those that were not left out
   * @throws AppError OVERLOADED when too many wait already
   */
  accept(messages: readonly NewMessage[]): Promise<readonly NewMessage[]>;
  /**
   * Gives messages that are due to one process for `LEASE_MS`, oldest first, their try counted. Messages of an object that
   * another claim holds stay where they are, so that changes of one object are told in order. A message that has had its tries
   * and comes back all the same, since it took the process with it each time, is parked here.
   */
  claim(
    owner: string,
    wanted: { readonly limit: number; readonly exceptShops: readonly string[] },
  ): Promise<{ readonly messages: readonly ClaimedMessage[]; readonly parked: readonly InboxMessage[] }>;
  /** Holds these messages, as far as the process has them, for another `LEASE_MS`. */
  renew(owner: string, ids: readonly number[]): Promise<void>;
  /** Gives back what was claimed and not begun; the try is not counted. */
  release(owner: string, ids: readonly number[]): Promise<void>;
  /**
   * Ends tries, in the order given: the changes of a message are appended to the feed and the message is done in one transaction,
   * so that each change is told exactly once.
   */
  finish(owner: string, verdicts: readonly Verdict[]): Promise<readonly Outcome[]>;
  depth(): Promise<InboxDepth>;
  /** Newest first. */
  list(query: LetterQuery): Promise<InboxMessage[]>;
  find(id: number): Promise<InboxMessage | null>;
  /** Makes parked and quarantined messages due, with all their tries before them. @returns how many were */
  replay(ids: readonly number[]): Promise<number>;
  /** Gives up parked and quarantined messages; their ids are remembered, their content is not. @returns how many were */
  drop(ids: readonly number[]): Promise<number>;
  /** Removes some messages received before an instant that are not pending. @returns how many were removed */
  prune(before: Date, limit: number): Promise<number>;
}
