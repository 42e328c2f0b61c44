import type { Shop } from '../tenants/shop.js';
import type { ChangeSubject, NewChange } from './change.js';

/** A message on its way into the feed. */
export interface Handling {
  readonly shop: Shop;
  /** The change the message tells of. */
  readonly change: NewChange;
  /** Ends when the try has had its time. */
  readonly signal: AbortSignal;
}

/**
 * What a platform does with a message. A rejection is a failed try: the message is tried again later.
 * @returns the changes to append to the feed, in order; none for a message that tells nothing
 */
export type PushHandler = (handling: Handling) => Promise<readonly NewChange[]>;

/**
 * Reads an object anew through the platform's signed API. Signatures of push messages are weak, so what moves money or stock
 * is not believed on their word (reliability section 5). Rejects when the object cannot be read.
 */
export type Reread = (shop: Shop, subject: ChangeSubject, signal: AbortSignal) => Promise<void>;

/** A handler that reads the object anew before it tells of certain changes. */
export const rereading =
  (reread: Reread, isNeeded: (change: NewChange) => boolean): PushHandler =>
  async ({ shop, change, signal }) => {
    if (change.subject !== null && isNeeded(change)) await reread(shop, change.subject, signal);
    return [change];
  };
