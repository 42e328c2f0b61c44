import type { StockRow } from '../../upstream/endpoints/sku-write.js';

/** A row of a call as it is remembered. */
export interface RememberedRow extends StockRow {
  readonly index: number;
}

/** What a call is settled by. */
export interface StockIntent {
  /** Whether quantities are changes. A change is a call of its own. */
  readonly isChange: boolean;
  readonly isBatch: boolean;
  readonly rows: readonly RememberedRow[];
}
