/**
 * Objects made through this API that the platform has no call to read back (topics, bans): kept here whole, and shown
 * with `freshness.source` JOURNAL.
 */
export interface KeptObject {
  readonly tenantId: string;
  readonly shopKey: string;
  /** Graph type, e.g. `Topic`. */
  readonly type: string;
  readonly nativeId: string;
  /** What the list is narrowed by, e.g. the community user a ban is about; empty for none. */
  readonly about: string;
  /** JSON text of the object. */
  readonly body: string;
  readonly createdAt: Date;
}

/** Port of the kept objects. */
export interface KeptObjects {
  /** Inserts, or replaces the object with the same shop, type and native id. */
  keep(object: KeptObject): Promise<void>;
  find(tenantId: string, shopKey: string, type: string, nativeIds: readonly string[]): Promise<KeptObject[]>;
  /** Newest first; `before` is the (createdAt, nativeId) of the last row seen, so that paging survives inserts. */
  list(
    tenantId: string,
    shopKey: string,
    type: string,
    page: { limit: number; before?: { createdAt: Date; nativeId: string }; about?: string },
  ): Promise<KeptObject[]>;
}
