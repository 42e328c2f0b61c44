import { AppError } from '../../../../errors/app-error.js';
import type { RefusedRow } from '../../../../subgraph/batch-write.js';
import { boundedParallel } from '../../../../subgraph/loader.js';
import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { listProducts, MAX_PRODUCTS } from '../../upstream/endpoints/product-read.js';
import { getSku, listSkus } from '../../upstream/endpoints/sku-read.js';
import { plannedRead } from '../planned.js';
import type { SkuId } from './sku-id.js';
import type { StockLane } from './stock-lane.js';

/** A row as it is looked at before it is sent. */
export interface CheckedRow extends SkuId {
  readonly index: number;
  readonly nodeId: string;
  readonly warehouse: string | null;
}

/** Where in the arguments a row's fields stand; undefined where they stand nowhere. */
export type RowPath = (index: number, field: StockField) => readonly string[] | undefined;
export type StockField = 'skuId' | 'quantity' | 'warehouseOuterId';

const AT_ONCE = 5;

/** Products that the platform takes no stock of (D9), by what is the matter with them. */
const DELETED = 2;
const FORBIDDEN: Readonly<Record<number, string>> = { 2: 'under review', 5: 'banned' };

/**
 * The rows that cannot be written: of products that are gone, deleted, under review or banned, which one read for each hundred
 * tells; of SKUs that are gone, where the row does not say the product; and rows without a warehouse for a SKU that has stock by
 * warehouse, where that is known.
 * @throws AppError what a read throws
 */
export async function stockObstacles(
  lane: StockLane,
  rows: readonly CheckedRow[],
  pathOf: RowPath,
): Promise<readonly RefusedRow[]> {
  const refused: RefusedRow[] = [];
  const refuse = (row: CheckedRow, error: AppError, field: StockField = 'skuId'): void => {
    const path = pathOf(row.index, field);
    refused.push({ index: row.index, nodeId: row.nodeId, error: path === undefined ? error : error.with({ path }) });
  };
  const named = await withProducts(lane, rows, refuse);
  const obstacles = await productObstacles(lane, [...new Set(named.map(({ productId }) => productId))]);
  const left = named.filter((row) => {
    const error = obstacles.get(row.productId);
    if (error !== undefined) refuse(row, error);
    return error === undefined;
  });
  for (const row of await withoutWarehouse(lane, left)) {
    const constraint = 'the code of a regional warehouse';
    refuse(
      row,
      new AppError('INVALID_INPUT', 'The SKU has stock by regional warehouse.', { constraint }),
      'warehouseOuterId',
    );
  }
  return refused;
}

/** The reads above, as a plan shows them; what is remembered of a SKU may ask for one more. */
export function plannedChecks(lane: StockLane, rows: readonly CheckedRow[]): PlannedCall[] {
  const alone = rows.filter(({ productId }) => productId === null).map(() => plannedRead(lane, METHODS.skuDetail));
  const products = new Set(rows.map(({ productId, skuId }) => productId ?? `sku ${skuId}`)).size;
  const lists = Array.from({ length: Math.ceil(products / MAX_PRODUCTS) }, () =>
    plannedRead(lane, METHODS.productList),
  );
  return [...alone, ...lists];
}

interface Named extends CheckedRow {
  readonly productId: string;
  /** The SKU itself was read for it just now. */
  readonly isRead: boolean;
}

/** The rows with their products, which a read tells where the id does not. */
async function withProducts(
  lane: StockLane,
  rows: readonly CheckedRow[],
  refuse: (row: CheckedRow, error: AppError) => void,
): Promise<Named[]> {
  const found = await boundedParallel(rows, AT_ONCE, async (row) => {
    if (row.productId !== null) return row.productId;
    const sku = await getSku(lane.client, row.skuId);
    if (sku !== null) lane.regional.note(lane.shop, sku.id, sku.isRegional);
    return sku?.productId ?? null;
  });
  return rows.flatMap((row, at) => {
    const result = found[at];
    if (result?.status !== 'fulfilled') throw result?.reason;
    if (result.value !== null) return [{ ...row, productId: result.value, isRead: row.productId === null }];
    refuse(row, new AppError('NOT_FOUND', 'The platform knows no such SKU.', { nodeId: row.nodeId }));
    return [];
  });
}

async function productObstacles(lane: StockLane, ids: readonly string[]): Promise<Map<string, AppError>> {
  const obstacles = new Map<string, AppError>();
  for (let from = 0; from < ids.length; from += MAX_PRODUCTS) {
    const asked = ids.slice(from, from + MAX_PRODUCTS);
    const { rows, badRows } = await listProducts(lane.client, { ids: asked }, 1, asked.length);
    const states = new Map(rows.map((row) => [row.id, row]));
    for (const id of asked) {
      const nodeId = encodeGlobalId('Product', lane.shop.key, id);
      const product = states.get(id);
      if (product === undefined) {
        // A row that could not be read may be this one: then the platform itself says what it takes.
        if (badRows.count === 0)
          obstacles.set(id, new AppError('NOT_FOUND', 'The product is deleted, or was never there.', { nodeId }));
        continue;
      }
      const what = product.statusCode === DELETED ? 'deleted' : FORBIDDEN[product.checkCode];
      if (what !== undefined)
        obstacles.set(
          id,
          new AppError('STATE_FORBIDS', `The product is ${what}: the platform takes no stock of it.`, { nodeId }),
        );
    }
  }
  return obstacles;
}

/** Rows of ordinary stock whose SKU has none: seen before, and seen again now, since a product can be changed. */
async function withoutWarehouse(lane: StockLane, rows: readonly Named[]): Promise<readonly Named[]> {
  const suspects = rows.filter(({ warehouse, skuId }) => warehouse === null && lane.regional.has(lane.shop, skuId));
  const products = [...new Set(suspects.filter(({ isRead }) => !isRead).map(({ productId }) => productId))];
  const answers = await boundedParallel(products, AT_ONCE, (id) => listSkus(lane.client, id));
  for (const answer of answers) {
    if (answer.status === 'rejected') throw answer.reason;
    for (const sku of answer.value) lane.regional.note(lane.shop, sku.id, sku.isRegional);
  }
  return suspects.filter(({ skuId }) => lane.regional.has(lane.shop, skuId));
}
