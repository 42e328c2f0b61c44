/**
 * States of a write (reliability section 4). PENDING and SENT are written before the first byte leaves; the outcome is
 * committed before the caller is answered.
 */
export type WriteState = 'PENDING' | 'SENT' | 'SUCCEEDED' | 'FAILED' | 'UNKNOWN';

/** One write in the journal. */
export interface WriteRecord {
  /** Operation id, random. */
  readonly id: string;
  readonly tenantId: string;
  /** Who wrote: the API key's id. */
  readonly keyId: string;
  readonly shopKey: string;
  /** Mutation name, e.g. `commodityCreate`. */
  readonly mutation: string;
  /** The caller's idempotency key, or null. Unique with tenant and mutation while the row is not `FAILED` unsent. */
  readonly idempotencyKey: string | null;
  /** SHA-256 (hex) of the canonical input. */
  readonly inputHash: string;
  readonly state: WriteState;
  /** Whether a byte may have left: false for a certain "nothing was sent". */
  readonly sent: boolean;
  /** JSON text a platform needs to settle an unknown outcome: what was sent, without secrets. */
  readonly intent: string;
  /**
   * JSON text of the stored answer, for replays; null until there is one. Of a write in parts what is known so far, from
   * its first byte on.
   */
  readonly outcome: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** When it was answered, or first found open. */
  readonly finishedAt: Date | null;
}

/** What `begin` found under an idempotency key. */
export type BeginResult =
  | { readonly kind: 'begun'; readonly record: WriteRecord }
  | { readonly kind: 'existing'; readonly record: WriteRecord };

/** Port of the write journal. Every method returns after its change is on disk, or throws STORAGE_UNAVAILABLE. */
export interface WriteJournal {
  /**
   * Inserts a PENDING row. With an idempotency key that a living row of the same tenant and mutation holds, inserts
   * nothing and returns that row. A row that FAILED without being sent has given its key free; so has one older than
   * 7 days.
   */
  begin(row: {
    tenantId: string;
    keyId: string;
    shopKey: string;
    mutation: string;
    idempotencyKey: string | null;
    inputHash: string;
    intent: string;
  }): Promise<BeginResult>;
  /**
   * PENDING -> SENT, before the first byte.
   * @param known what is known of an answer in parts by then, in the same commit: it stands if the process ends now
   */
  markSent(id: string, known?: string): Promise<void>;
  /** Commits the outcome. `sent: false` frees the idempotency key. */
  finish(
    id: string,
    outcome: { state: 'SUCCEEDED' | 'FAILED' | 'UNKNOWN'; sent: boolean; outcome: string | null },
  ): Promise<void>;
  /** Keeps what a look found of a write in parts that stays UNKNOWN. */
  noteFound(id: string, known: string): Promise<void>;
  /** One row by idempotency key, to see what became of a write that runs elsewhere. */
  find(tenantId: string, mutation: string, idempotencyKey: string): Promise<WriteRecord | null>;
  /** Writes of the same tenant, shop and mutation begun since an instant, without `record` itself; newest first. */
  siblings(record: Pick<WriteRecord, 'id' | 'tenantId' | 'shopKey' | 'mutation'>, since: Date): Promise<WriteRecord[]>;
  /**
   * Rows to settle: UNKNOWN ones of these mutations, oldest first.
   * @param after the row before the first
   */
  unsettled(
    mutations: readonly string[],
    limit: number,
    after?: Pick<WriteRecord, 'id' | 'createdAt'> | null,
  ): Promise<WriteRecord[]>;
  /** At start: PENDING -> FAILED unsent, SENT -> UNKNOWN. Returns how many of each. */
  recover(): Promise<{ failed: number; unknown: number }>;
}
