/** Shares are kept in ten-thousandths, so that a share times a quantity is exact: 10,000 is all of the stock. */
export const WHOLE = 10_000;

/** One thing a merchant has on the shelf. */
export interface StockItemRecord {
  /** Random, of `[a-z0-9]`; unique over all tenants. */
  readonly id: string;
  readonly tenantId: string;
  readonly groupKey: string;
  /** Unique in the group. */
  readonly merchantCode: string;
  readonly name: string | null;
  /** The merchant's count; null when only the shops know. */
  readonly onHand: number | null;
  /** Rises with each change of the item or of its links. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What became of a write, as in the graph's `RowStatus`. */
export type WriteStatus = 'SUCCEEDED' | 'FAILED' | 'SKIPPED' | 'UNKNOWN';

/**
 * A stock item on sale in one shop. A listing whose shop has left the group sleeps: no method finds it until the shop is back, and
 * its unit may be linked elsewhere meanwhile.
 */
export interface ListingRecord {
  /** Random, of `[a-z0-9]`; unique over all tenants. Stays for as long as unit and item are linked. */
  readonly id: string;
  /** The stock item's id. */
  readonly stockItemId: string;
  readonly tenantId: string;
  readonly groupKey: string;
  readonly shopKey: string;
  /** Global id of the unit; linked once in a tenant. */
  readonly unitId: string;
  /** Global id of the commodity or product it belongs to; null where that is not known. */
  readonly itemId: string | null;
  /** Share of the stock shown in this shop, in ten-thousandths: 0 to `WHOLE`. */
  readonly allocation: number;
  /** Held back from this shop. */
  readonly safetyStock: number;
  /** Quantity last written; null for none, and after a write whose quantity nobody knows. */
  readonly lastWritten: number | null;
  readonly lastWrittenAt: Date | null;
  /** What became of the last write, which a failed one may be too: `lastWritten` is of the one before then. */
  readonly lastStatus: WriteStatus | null;
  /** Quantity that a read or a pushed message last showed. */
  readonly seen: number | null;
  readonly seenAt: Date | null;
}

/** Whether the shop shows another quantity than was last written: seen after the write, and not what was written. */
export const hasDrift = ({ lastWritten, lastWrittenAt, seen, seenAt }: ListingRecord): boolean =>
  seen !== null && lastWritten !== null && seen !== lastWritten && (seenAt ?? 0) > (lastWrittenAt ?? 0);

/** Conditions on stock items, all of which must hold (the graph's `StockItemFilter`). */
export interface StockItemFilter {
  /** Words, all of which are in code or name; case does not count. */
  readonly search?: string;
  /** Items whose count is not known are not among them. */
  readonly maxOnHand?: number;
  /** Whether a listing in one of `shopKeys` is in drift. */
  readonly hasDrift?: boolean;
}

/** A page of a group's stock items, by merchant code. */
export interface StockItemQuery {
  readonly filter?: StockItemFilter;
  /** Shops whose drift counts; null: all. */
  readonly shopKeys: ReadonlySet<string> | null;
  /** At most so many. */
  readonly limit: number;
  /** Merchant code of the last item of the page before. */
  readonly afterCode?: string;
}

/** A link as it is to be. */
export interface WantedListing {
  readonly shopKey: string;
  readonly unitId: string;
  /** Null leaves what is known. */
  readonly itemId: string | null;
  readonly allocation: number;
  readonly safetyStock: number;
}

/** A stock item to make or to change, with its links; absent fields stay. */
export interface StockItemChange {
  readonly tenantId: string;
  readonly groupKey: string;
  readonly merchantCode: string;
  readonly name?: string | null;
  readonly onHand?: number | null;
  /** All links in `shopKeys` from now on; what is linked in other shops stays. */
  readonly listings?: readonly WantedListing[];
  /** Shops whose links `listings` are; null: all. */
  readonly shopKeys: ReadonlySet<string> | null;
  /** Version the item must have; null: any, and none. */
  readonly expectedVersion: number | null;
}

/** What became of `set`. */
export type StockItemSet =
  | { readonly kind: 'done'; readonly item: StockItemRecord }
  /** The item has another version, or there is none. */
  | { readonly kind: 'moved'; readonly item: StockItemRecord | null }
  /** Units that are linked to another item already; nothing was changed. */
  | { readonly kind: 'linked'; readonly links: readonly ListingRecord[] };

/** A unit to link to the item that has its merchant code. */
export interface CodedUnit {
  readonly shopKey: string;
  readonly unitId: string;
  readonly itemId: string;
  readonly merchantCode: string;
  /** Name of the item, where one is made. */
  readonly name: string;
}

/** What became of a write of one listing's stock. */
export interface WriteNote {
  readonly listingId: string;
  readonly status: WriteStatus;
  /**
   * Quantity that is there by it, as far as anybody knows; null where it is not known (by how much it changed is all that was
   * written), and then no drift can be told until the next one. Of FAILED and SKIPPED it does not count: what was written before
   * stays.
   */
  readonly quantity: number | null;
  /** When the answer came: a read that was sent before it may show what was before. */
  readonly at: Date;
}

/** A quantity that a read or a pushed message showed. */
export interface SeenNote {
  /** Global id of the unit, linked or not. */
  readonly unitId: string;
  readonly quantity: number;
  /** When the read was sent, or the message's own time. */
  readonly at: Date;
}

/** A change of a merchant's count. */
export interface OnHandChange {
  readonly stockItemId: string;
  readonly change: { readonly setTo: number } | { readonly changeBy: number };
}

/** The count before and after a change; both null where it is not known. A repeat is told what the first was. */
export interface OnHandChanged {
  readonly stockItemId: string;
  readonly before: number | null;
  readonly after: number | null;
  /** The operation had been counted before; nothing was changed now. */
  readonly isRepeat: boolean;
}

/**
 * Port of stock items and their listings. Ids of another tenant find nothing. Every method throws AppError STORAGE_UNAVAILABLE when
 * the store cannot do its work.
 */
export interface StockItems {
  /** In any order; missing ones are not there. */
  find(tenantId: string, ids: readonly string[]): Promise<StockItemRecord[]>;
  /** In any order; missing ones are not there. */
  findByCodes(tenantId: string, groupKey: string, codes: readonly string[]): Promise<StockItemRecord[]>;
  list(tenantId: string, groupKey: string, query: StockItemQuery): Promise<StockItemRecord[]>;
  count(tenantId: string, groupKey: string, query: Pick<StockItemQuery, 'filter' | 'shopKeys'>): Promise<number>;
  /** Whether the tenant has any listing. */
  hasListings(tenantId: string): Promise<boolean>;
  /** In any order; missing ones are not there. */
  listings(tenantId: string, ids: readonly string[]): Promise<ListingRecord[]>;
  /** Of these items, by shop and unit. */
  listingsOfItems(tenantId: string, stockItemIds: readonly string[]): Promise<ListingRecord[]>;
  /** Of these units (global ids), in any order; a unit that is not linked has none. */
  listingsOfUnits(tenantId: string, unitIds: readonly string[]): Promise<ListingRecord[]>;
  /** Makes or changes an item and its links, all or nothing. */
  set(change: StockItemChange): Promise<StockItemSet>;
  /**
   * Links units to the items of their merchant codes, and makes the items that are missing, with all of the stock and nothing held
   * back; a unit that is linked stays as it is. All or nothing.
   * @returns how many links were made
   */
  link(tenantId: string, groupKey: string, units: readonly CodedUnit[]): Promise<number>;
  /** Notes what became of writes; one that is older than what is noted changes nothing. */
  noteWritten(tenantId: string, notes: readonly WriteNote[]): Promise<void>;
  /** Notes what was seen; what is older than what is noted changes nothing. Units that are not linked cost no write. */
  noteSeen(tenantId: string, notes: readonly SeenNote[]): Promise<void>;
  /**
   * Changes counts, each at most once under an operation's id, however often it is asked: by repeats, by several processes. Operations
   * are known for 30 days. A count that is not known stays so when it is changed by a number. A count may go under 0: more was sold
   * than there was, and what is given back later is counted from there.
   * @returns in the order asked; an item that is missing is not there
   */
  changeOnHand(tenantId: string, operationId: string, changes: readonly OnHandChange[]): Promise<OnHandChanged[]>;
}
