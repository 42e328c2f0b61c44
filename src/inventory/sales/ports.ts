/** An order of a shop, by the platform's id. */
export interface SoldOrderKey {
  readonly shopKey: string;
  readonly orderId: string;
}

/** An order that is to be looked at. */
export interface OrderToLook extends SoldOrderKey {
  /** Looks begun, this one included. */
  readonly attempts: number;
}

/** What a line of an order takes of its shop's stock by now. */
export interface TakenLine {
  /** The platform's id, unique in the shop. */
  readonly lineId: string;
  readonly taken: number;
  /** The item its unit is linked to; null for none, and for an order from before there was the item. */
  readonly link: { readonly stockItemId: string; readonly unitId: string } | null;
}

/** By how much a line takes more than was carried to the other shops; below 0 for what was given back. */
export interface SaleStep {
  readonly shopKey: string;
  readonly lineId: string;
  readonly stockItemId: string;
  readonly unitId: string;
  readonly delta: number;
}

/** Steps that are counted and written together, always the same ones. */
export interface SaleBatch {
  /** Random; what is done of it is done once under this id. */
  readonly id: string;
  /** Times it was taken, this one included. */
  readonly attempts: number;
  readonly steps: readonly SaleStep[];
}

/**
 * Port of what was sold: which order changes were followed, which orders wait to be looked at, and what of their lines was carried to the
 * other shops. Several processes may work on it: what one takes is held for it, and comes back when it died. Every method returns after
 * its change is on disk, or throws AppError STORAGE_UNAVAILABLE and has changed nothing.
 */
export interface Sales {
  /** Tenants that have something to be done now: changes to follow, orders to look at, steps to carry. */
  tenants(): Promise<readonly { readonly tenantId: string; readonly position: number }[]>;
  /**
   * Notes how far the feed was followed, and the orders that are to be looked at; those of shops without listings are left out.
   * @param from where it stood before
   * @returns false when another process has followed it meanwhile: then nothing was noted
   */
  follow(tenantId: string, from: number, to: number, orders: readonly SoldOrderKey[]): Promise<boolean>;
  /** Takes orders that are due, and holds them for so many milliseconds. */
  takeOrders(tenantId: string, limit: number, holdMs: number): Promise<readonly OrderToLook[]>;
  /**
   * Notes what an order's lines take, and ends the look, unless the order has changed since; a line whose step before is still on its way
   * is looked at again after that.
   */
  looked(tenantId: string, order: OrderToLook, lines: readonly TakenLine[]): Promise<void>;
  /** Looks at these orders again after so many milliseconds; null: not any more. */
  postponeOrder(tenantId: string, order: SoldOrderKey, afterMs: number | null): Promise<void>;
  /** Takes a batch that is due, or makes one of the steps that wait, and holds it; null when there is none. */
  takeBatch(tenantId: string, limit: number, holdMs: number): Promise<SaleBatch | null>;
  /** All of it was carried, or is given up. */
  finishBatch(tenantId: string, id: string): Promise<void>;
  /** Takes it again after so many milliseconds. */
  postponeBatch(tenantId: string, id: string, afterMs: number): Promise<void>;
  /** Forgets lines that were noted before an instant. @returns how many */
  prune(before: Date, limit: number): Promise<number>;
}
