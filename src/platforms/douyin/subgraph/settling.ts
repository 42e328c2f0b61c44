import { type OpenCall, type RowSettled, settleBatch } from '../../../subgraph/batch-write.js';
import type { Reconcile } from '../../../subgraph/write.js';
import type { DouyinClient } from '../upstream/client.js';

/** Opens a client for the environment a write was made in, outside of any request; null when the shop is gone. */
export type OpenClient = (shopKey: string, isSandbox: boolean) => Promise<DouyinClient | null>;

/** A write as the journal has it. */
export interface Sibling {
  readonly state: string;
  readonly intent: string;
  readonly outcome: string | null;
  /** When its first byte left; null for one that was not sent. */
  readonly sentAt: Date | null;
}

/** The other writes of this kind to this shop begun since an instant, as the journal has them: the newest thousand. */
export type Siblings = (
  record: Pick<Parameters<Reconcile>[0], 'id' | 'tenantId' | 'shopKey' | 'mutation'>,
  since: Date,
) => Promise<readonly Sibling[]>;

/** What every single write of this platform notes to be settled by. */
export interface Intent {
  /** Where it was made: the shop may have been switched since, and another environment says nothing of it. */
  readonly isSandbox: boolean;
}

/**
 * Settles a single write: what is there as it was to be counts as done, whoever made it so. What is not may still come: it
 * stays unknown, and is looked at again.
 */
export const settleByLooking =
  <I extends Intent>(
    open: OpenClient,
    isDone: (intent: I, client: DouyinClient) => Promise<boolean>,
    outcome: (intent: I) => unknown,
  ): Reconcile =>
  async (record) => {
    const intent = JSON.parse(record.intent) as I;
    const client = await open(record.shopKey, intent.isSandbox);
    if (client === null) return null;
    return (await isDone(intent, client)) ? { state: 'SUCCEEDED', outcome: JSON.stringify(outcome(intent)) } : null;
  };

/** Settles a batch call by call. A row that `look` does not tell of stays open. */
export const settleRows = (
  open: OpenClient,
  look: (
    call: OpenCall,
    client: DouyinClient,
    sentAt: Date | null,
    /** When the last of its calls was over, answered or given up; after a crash, the restart. */
    finishedAt: Date | null,
  ) => Promise<readonly RowSettled[]>,
): Reconcile =>
  settleBatch(async (call, { shopKey, isSandbox, sentAt, finishedAt }) => {
    const client = await open(shopKey, isSandbox);
    return client === null ? [] : look(call, client, sentAt, finishedAt);
  });
