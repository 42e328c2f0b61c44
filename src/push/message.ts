import type { ChangeKind, ChangeSubject } from './change.js';

/** One message as a platform's dialect reads it. Ids and tag are printable ASCII, since not every database takes all else. */
export interface ParsedMessage {
  /** The platform's id of the message, or a hash of it, at most 255 characters; the same for each repeat. */
  readonly messageId: string;
  readonly tag: string;
  /** The shop the message names; null: it names none, and is of the shop whose address it came to. */
  readonly nativeShopId: string | null;
  /** By the platform's clock, epoch milliseconds; null where it tells no time. */
  readonly occurredAt: number | null;
  /** `UNRECOGNIZED` for tags this version does not know: they are kept, not refused. */
  readonly kind: ChangeKind;
  readonly subject: ChangeSubject | null;
  /** JSON text of the message, 64-bit integers as strings, personal data removed. */
  readonly raw: string;
}

/** An element of a body that could not be read; the others are taken all the same (reliability R19). */
export interface UnreadableElement {
  /** A body of its own with this element alone, to be read again later. It may hold personal data. */
  readonly body: string;
}

/** What is in a body. */
export interface ParsedBody {
  readonly messages: readonly ParsedMessage[];
  readonly unreadable: readonly UnreadableElement[];
  /** Whether the platform only asks if anybody is there. */
  readonly probe: boolean;
}

/** A body of which nothing can be read. The reason is in our own words and holds nothing of the body. */
export class UnreadableBody extends Error {
  constructor(reason: string) {
    super(`the body is ${reason}`);
    this.name = 'UnreadableBody';
  }
}
