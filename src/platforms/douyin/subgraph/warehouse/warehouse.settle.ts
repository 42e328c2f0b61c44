import type { RowSettled } from '../../../../subgraph/batch-write.js';
import type { Reconcile } from '../../../../subgraph/write.js';
import { getWarehousesByOuterIds, type WarehouseRecord } from '../../upstream/endpoints/warehouse-read.js';
import type { RegionCodes } from '../../upstream/endpoints/warehouse-write.js';
import { type OpenClient, settleRows } from '../settling.js';

/** How the writes to regional warehouses are settled. */
export interface WarehouseSettlements {
  readonly regionalWarehousesCreate: Reconcile;
  readonly regionalWarehouseUpdate: Reconcile;
}

/** What new warehouses are looked for by. */
export interface CreateIntent {
  readonly warehouses: readonly { readonly index: number; readonly outerId: string }[];
}

/** What a part of a change is looked for by. */
export type WarehouseIntent =
  | { readonly part: 'words'; readonly outerId: string; readonly name: string | null; readonly intro: string | null }
  | { readonly part: 'add' | 'remove'; readonly outerId: string; readonly regions: readonly RegionCodes[] }
  | { readonly part: 'priority'; readonly outerId: string };

/** Makes them: the list tells. What is not there yet may still come. */
export const warehouseSettlements = (open: OpenClient): WarehouseSettlements => ({
  regionalWarehousesCreate: settleRows(open, async ({ intent, rows }, client): Promise<RowSettled[]> => {
    const isOpen = new Set(rows.map(({ index }) => index));
    const wanted = (intent as CreateIntent).warehouses.filter(({ index }) => isOpen.has(index));
    const codes = wanted.map(({ outerId }) => outerId);
    const found = new Set((await getWarehousesByOuterIds(client, codes)).map(({ outerId }) => outerId));
    return wanted.filter(({ outerId }) => found.has(outerId)).map(({ index }) => ({ index, isDone: true }));
  }),
  regionalWarehouseUpdate: settleRows(open, async ({ intent, rows }, client): Promise<RowSettled[]> => {
    const part = intent as WarehouseIntent;
    // The platform has no call that tells priorities.
    if (part.part === 'priority') return [];
    const [found] = await getWarehousesByOuterIds(client, [part.outerId]);
    const isDone = found?.outerId === part.outerId && isAsItWasToBe(part, found);
    return isDone ? rows.map(({ index }) => ({ index, isDone: true })) : [];
  }),
});

function isAsItWasToBe(
  intent: Exclude<WarehouseIntent, { part: 'priority' }>,
  { name, intro, coverage }: WarehouseRecord,
): boolean {
  if (intent.part === 'words') return (intent.name ?? name) === name && (intent.intro ?? intro ?? '') === (intro ?? '');
  const served = new Set(coverage.map(textOf));
  return intent.regions.every((region) => served.has(textOf(region)) === (intent.part === 'add'));
}

const textOf = (codes: RegionCodes): string => codes.join('/');
