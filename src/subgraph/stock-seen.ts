/** A quantity that a read or a pushed message showed. */
export interface StockSeen {
  /** Global id of the unit. */
  readonly unitId: string;
  readonly quantity: number;
  /** When the read was sent, or the message's own time: a write that was answered later is newer. */
  readonly at: Date;
}

/**
 * Told by platforms what their reads and pushed messages show of stock, so that drift is noticed without a call of its own. Costs the
 * teller nothing: what is told waits for others and is noted behind the answer; units that are linked to nothing are dropped.
 */
export interface StockWitness {
  tell(tenantId: string, seen: readonly StockSeen[]): void;
}
