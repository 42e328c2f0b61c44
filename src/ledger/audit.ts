/** One admin action or write through this API. Holds no secret, and no input value but a purpose. */
export interface AuditRecord {
  /** Rising, for paging. */
  readonly id: number;
  readonly tenantId: string;
  readonly shopKey: string | null;
  readonly at: Date;
  /** Name of the API key, or `cli`. */
  readonly actor: string;
  /** Mutation name, or the CLI command. */
  readonly action: string;
  /** Global id of the object written. */
  readonly nodeId: string | null;
  /** `OK`, an error code, or `STARTED` for a row written before its action. */
  readonly outcome: string;
  readonly requestId: string;
  /** Why personal data were read, in the caller's words; absent for what needs no reason. */
  readonly purpose?: string;
}

/** Port of the audit log. */
export interface AuditLog {
  /** Writes the row before the action (reliability R11) and returns its id. */
  begin(row: Omit<AuditRecord, 'id' | 'at' | 'outcome'>): Promise<number>;
  /** Adds what became of it, and what it made: a registration belongs to its shop from then on. */
  finish(id: number, outcome: string, made?: { readonly nodeId?: string; readonly shopKey?: string }): Promise<void>;
  /** Newest first; `beforeId` continues a page. */
  list(tenantId: string, shopKey: string, page: { limit: number; beforeId?: number }): Promise<AuditRecord[]>;
}
