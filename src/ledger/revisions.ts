/** A state of an object as this gateway once saw it. */
export interface RevisionRecord {
  /** Rising, for paging. */
  readonly id: number;
  readonly tenantId: string;
  readonly shopKey: string;
  /** Global id of the object. */
  readonly nodeId: string;
  readonly version: string;
  readonly seenAt: Date;
  readonly source: 'LIVE' | 'CACHE' | 'PUSH' | 'JOURNAL';
  /** JSON text of the object in the graph's shape. */
  readonly body: string;
}

/** Port of the revisions. */
export interface Revisions {
  /** Adds the states in one transaction; one that equals the object's newest version is left out. */
  add(rows: readonly Omit<RevisionRecord, 'id'>[]): Promise<void>;
  /** Newest first; `beforeId` continues a page. */
  list(tenantId: string, nodeId: string, page: { limit: number; beforeId?: number }): Promise<RevisionRecord[]>;
  /** The newest state seen at or before an instant. */
  at(tenantId: string, nodeId: string, instant: Date): Promise<RevisionRecord | null>;
}
