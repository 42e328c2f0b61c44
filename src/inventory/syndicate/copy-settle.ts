import { AppError, InputErrors } from '../../errors/app-error.js';
import type { WriteJournal, WriteRecord } from '../../ledger/journal.js';
import { decodeRefusal } from '../../ledger/stored-refusal.js';
import { type RowSettled, settleBatch } from '../../subgraph/batch-write.js';
import { type CatalogPlatform, droppedOf } from '../../subgraph/catalog-items.js';
import type { Reconcile } from '../../subgraph/write.js';
import type { PlatformName } from '../../tenants/shop.js';

/** What is kept of a copy. */
export interface CopyTold {
  /** Global id; null while it is not known. */
  readonly itemId: string | null;
  readonly droppedPaths: readonly string[];
}

/** What the call of a shop is settled by: its creation has a row of its own, under the id of the call. */
export interface CopyIntent {
  readonly shopKey: string;
  readonly platform: PlatformName;
}

/** What settling is made with. */
export interface CopySettleParts {
  readonly journal: Pick<WriteJournal, 'find' | 'finish'>;
  readonly catalog: readonly CatalogPlatform[];
  /** How creations are settled, by mutation name. */
  readonly settlements: Readonly<Record<string, Reconcile>>;
}

/** Settles copies by the rows of their creations, which their platforms look for (reliability section 4). */
export const settleCopies = (parts: CopySettleParts): Reconcile =>
  settleBatch(async ({ callId, intent, rows }, { tenantId }) => {
    const { shopKey, platform: name } = intent as CopyIntent;
    const platform = parts.catalog.find((one) => one.name === name);
    const [row] = rows;
    if (platform === undefined || row === undefined) return [];
    const creation = await settledCreation(parts, tenantId, platform.mutation, callId);
    return creation === 'open' ? [] : [{ index: row.index, ...endOf(creation, platform, shopKey) }];
  });

/** The row of a creation in its last state; null for one that was never begun. */
async function settledCreation(
  { journal, settlements }: CopySettleParts,
  tenantId: string,
  mutation: string,
  key: string,
): Promise<WriteRecord | null | 'open'> {
  const found = await journal.find(tenantId, mutation, key);
  if (found?.state === 'PENDING' || found?.state === 'SENT') return 'open';
  if (found?.state !== 'UNKNOWN') return found;
  const settlement = (await settlements[mutation]?.(found)) ?? null;
  if (settlement === null || settlement.state === 'UNKNOWN') return 'open';
  await journal.finish(found.id, { ...settlement, sent: true });
  return { ...found, ...settlement };
}

function endOf(creation: WriteRecord | null, platform: CatalogPlatform, shopKey: string): Omit<RowSettled, 'index'> {
  if (creation?.state === 'SUCCEEDED' && creation.outcome !== null) {
    const itemId = platform.madeBy(creation.outcome, shopKey);
    return { isDone: true, told: { itemId, droppedPaths: droppedOf(creation.intent) } satisfies CopyTold };
  }
  if (creation === null || !creation.sent) return { isDone: false };
  const refusal = decodeRefusal(creation.outcome, 'UPSTREAM_TIMEOUT');
  const error = refusal instanceof InputErrors ? refusal.errors[0] : refusal;
  return { isDone: false, error: error ?? new AppError('UPSTREAM_TIMEOUT') };
}
