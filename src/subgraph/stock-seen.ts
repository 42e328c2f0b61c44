import type { Shop } from '../tenants/shop.js';

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
  /** Whether the tenant has linked units, as far as is known: for others nothing need be told. Asks nobody. */
  wants(tenantId: string): boolean;
  tell(tenantId: string, seen: readonly StockSeen[]): void;
}

/** Longest try of a call, in milliseconds: what an answer shows was so at some time since its beginning. */
const TRY_MS = 5_000;

/** An answer of a platform. */
export interface StockAnswer {
  readonly freshness: { readonly fetchedAt: Date; readonly source: string };
}

/**
 * Tells what a live answer shows of a shop's units in production.
 * @param units made only where somebody wants to know; global ids and quantities, null where the platform tells none
 */
export function tellShown(
  witness: StockWitness | undefined,
  { tenantId, isSandbox }: Pick<Shop, 'tenantId' | 'isSandbox'>,
  { freshness }: StockAnswer,
  units: () => readonly { readonly unitId: string; readonly quantity: number | null }[],
): void {
  if (witness === undefined || isSandbox || freshness.source !== 'LIVE' || !witness.wants(tenantId)) return;
  const at = new Date(freshness.fetchedAt.getTime() - TRY_MS);
  const seen = units().flatMap(({ unitId, quantity }) => (quantity === null ? [] : [{ unitId, quantity, at }]));
  witness.tell(tenantId, seen);
}
