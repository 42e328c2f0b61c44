import { tupleKey } from '../tenants/key-tuple.js';

/** Kinds of changes, as in the graph's `ChangeKind`. */
export const CHANGE_KINDS = ['ORDER', 'AFTER_SALE', 'PRODUCT', 'COMMODITY', 'PARCEL', 'STOCK', 'UNRECOGNIZED'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** The object that changed: a type of the graph, and the platform's id of it. */
export interface ChangeSubject {
  readonly type: string;
  readonly nativeId: string;
}

/** Something that changed on a platform, before the feed has given it a place. */
export interface NewChange {
  readonly tenantId: string;
  readonly shopKey: string;
  readonly kind: ChangeKind;
  /** Null for a message that names no object this gateway knows. */
  readonly subject: ChangeSubject | null;
  /** The platform's message tag; null when found by a read. */
  readonly tag: string | null;
  /** PUSH, or LIVE when found by a reconciling read. */
  readonly source: 'PUSH' | 'LIVE';
  /** JSON text of the message, personal data removed; null when found by a read. */
  readonly raw: string | null;
  /** By the platform's clock: the object's time of update where it tells one; null where it tells none at all. */
  readonly occurredAt: Date | null;
  /** Of a read: tells states apart where the platform tells no time, e.g. a hash of what was read; else null. */
  readonly fingerprint: string | null;
  /** By this gateway's clock. */
  readonly receivedAt: Date;
}

/** A change in the feed. */
export interface Change extends Omit<NewChange, 'occurredAt' | 'fingerprint'> {
  /** Rising over the whole store; the cursor of the graph is made of it. */
  readonly position: number;
  /** When it was received, where the platform told no time. */
  readonly occurredAt: Date;
}

/** What changes are put in order by: one object seen by one kind of change; null for a change without an object. */
export const orderKeyOf = (change: Pick<NewChange, 'tenantId' | 'shopKey' | 'kind' | 'subject'>): string | null =>
  change.subject === null
    ? null
    : tupleKey([change.tenantId, change.shopKey, change.kind, change.subject.type, change.subject.nativeId]);
