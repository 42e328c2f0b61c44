import { Type } from '@sinclair/typebox';
import type { AppError } from '../../../../errors/app-error.js';
import { decodeList, Misfit, type TolerantList } from '../../../../upstream/decode.js';
import { upstreamError } from '../../../../upstream/upstream-error.js';
import { int64, type JsonObject } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { idOf, integerOf, listIn, wireCode, wireDecoder, wireId, wireInteger, wireText } from '../wire.js';
import type { MethodWrite } from './product-write.js';
import type { WriteRefusals } from './write-refusals.js';
import { refusal } from './write-refusals.js';

/** Most rows of one call (D8). */
export const MAX_STOCK_ROWS = METHODS.skuStockSyncProducts.batchLimit;

/** A SKU to write to. */
export interface SkuPlace {
  /** Null where it is not known; a batch over products needs it. */
  readonly productId: string | null;
  readonly skuId: string;
}

/** A quantity to write: to be, or to change by. */
export interface StockRow extends SkuPlace {
  /** The merchant's own code of a regional warehouse; null for ordinary stock. */
  readonly warehouse: string | null;
  readonly quantity: number;
}

/** What the platform answered of a row. */
export type StockAnswer =
  | { readonly kind: 'done'; readonly before: number | null; readonly after: number | null }
  | { readonly kind: 'refused'; readonly error: AppError }
  /** It did not tell. */
  | { readonly kind: 'untold' };

/** The answers to a call, in the order of its rows. */
export interface StockAnswers {
  readonly rows: readonly StockAnswer[];
  /** It had taken the call before, and tells no more than that. */
  readonly wasDoneBefore: boolean;
}

const NO_SKU = refusal('NOT_FOUND', 'skuId');
const FORBIDDEN = refusal('STATE_FORBIDS', 'skuId');

/** What the platform says of SKUs that cannot be written to, of the calls for one SKU (its page, g.4). */
export const SKU_REFUSALS: WriteRefusals = {
  5: NO_SKU('The platform knows no such SKU.'),
  7: FORBIDDEN('The product is deleted.'),
};

/** And of stock that cannot be written. */
export const STOCK_REFUSALS: WriteRefusals = {
  ...SKU_REFUSALS,
  4: FORBIDDEN('The product is deleted.'),
  40004: refusal('INVALID_INPUT', 'warehouseOuterId')('The SKU has no stock in a warehouse of this code.'),
  2010012: refusal('STATE_FORBIDS', 'quantity')('There is not so much stock.'),
  2010041: FORBIDDEN('The product is under review.'),
  2010042: FORBIDDEN('The product is deleted.'),
  2010043: FORBIDDEN('The product is banned.'),
  2010045: FORBIDDEN('The product is in a promotion.'),
  2010058: NO_SKU('The platform knows no such product.'),
};

/** How rows are sent. */
export interface StockCall {
  /** Whether quantities are changes. */
  readonly isChange: boolean;
  /** As a batch over products, one row too; otherwise it is one row. */
  readonly isBatch: boolean;
  /** Always sent: it is what makes a repeat harmless. Null for a plan, whose id is not made yet. */
  readonly id: string | null;
}

/**
 * Writes stock: of one SKU, whose product need not be known, or of up to 50 SKUs over products. Either takes regional
 * warehouses.
 */
export function stockWrite(rows: readonly StockRow[], { isChange, isBatch, id }: StockCall): MethodWrite {
  const common: JsonObject = { incremental: isChange, ...(id === null ? {} : { idempotent_id: id }) };
  const items = rows.map((row) => ({
    ...placeOf(row),
    stock_num: row.quantity,
    ...(row.warehouse === null ? {} : { out_warehouse_id: row.warehouse }),
  }));
  return isBatch
    ? { method: METHODS.skuStockSyncProducts, parameters: { ...common, items } }
    : { method: METHODS.skuStockSync, parameters: { ...common, ...items[0] } };
}

/** Sets the price of a SKU, in fen. */
export const priceWrite = (place: SkuPlace, fen: number): MethodWrite => ({
  method: METHODS.skuPriceEdit,
  parameters: { ...placeOf(place), price: fen },
});

/** Sets the merchant code of a SKU; the platform cannot take it away. */
export const codeWrite = (place: SkuPlace, code: string): MethodWrite => ({
  method: METHODS.skuCodeEdit,
  parameters: { ...placeOf(place), code },
});

const placeOf = ({ productId, skuId }: SkuPlace): JsonObject => ({
  ...(productId === null ? {} : { product_id: int64(productId) }),
  sku_id: int64(skuId),
});

/** Sends a write of stock. A result that cannot be read leaves its own row untold. @throws AppError what concerns all of its rows */
export async function sendStock(
  client: DouyinClient,
  rows: readonly StockRow[],
  call: StockCall,
  beforeFirstByte?: () => Promise<void>,
): Promise<StockAnswers> {
  const { method, parameters } = stockWrite(rows, call);
  const sent = {
    method,
    parameters,
    batchSize: rows.length,
    ...(beforeFirstByte === undefined ? {} : { beforeFirstByte }),
  };
  return client.call(sent, (data, { wasDoneBefore }) => {
    if (wasDoneBefore) return { rows: rows.map(() => UNTOLD), wasDoneBefore };
    if (!call.isBatch) return { rows: rows.map(doneAlone(call)), wasDoneBefore };
    const results = decodeList(listIn(data, 'results'), decodeResult);
    client.noteBadRows(method, results.badRows);
    return { rows: answersIn(results, rows), wasDoneBefore };
  });
}

const UNTOLD: StockAnswer = { kind: 'untold' };

const doneAlone =
  ({ isChange }: StockCall) =>
  ({ quantity }: StockRow): StockAnswer => ({ kind: 'done', before: null, after: isChange ? null : quantity });

const decodeResult = wireDecoder(
  Type.Object({
    sku_id: wireId(),
    stock_num: wireInteger(),
    change_num: wireInteger(),
    status_code: wireCode(),
    status_message: wireText(),
  }),
);

/**
 * Results come in the order of the rows. They name the SKU, and the warehouse by an id that only the platform knows: where the order
 * is another, only a SKU that is in the call once can be found.
 */
function answersIn(
  { rows: results, indices, badRows }: TolerantList<Result>,
  rows: readonly StockRow[],
): StockAnswer[] {
  if (results.length === 0) throw new Misfit('/results', 'Expected a result of each row');
  const byPlace = new Map(results.map((result, at) => [indices[at], result]));
  const isInOrder =
    results.length + badRows.count === rows.length &&
    [...byPlace].every(([at, { sku_id }]) => String(sku_id) === rows[at as number]?.skuId);
  return rows.map((row, at) => {
    const own = results.filter(({ sku_id }) => String(sku_id) === row.skuId);
    const isOnly = own.length === 1 && rows.filter(({ skuId }) => skuId === row.skuId).length === 1;
    const result = isInOrder ? byPlace.get(at) : isOnly ? own[0] : undefined;
    return result === undefined ? UNTOLD : answerOf(result);
  });
}

type Result = ReturnType<typeof decodeResult>;

function answerOf(result: Result): StockAnswer {
  if (idOf(result.status_code) !== null) return { kind: 'refused', error: rowRefusal(result) };
  const after = integerOf(result.stock_num);
  const change = integerOf(result.change_num);
  return { kind: 'done', before: after === null || change === null ? null : after - change, after };
}

/** The platform documents no meanings for the codes of rows: they are told as they are. */
const rowRefusal = ({ status_code: code, status_message: message }: Result): AppError =>
  upstreamError(
    { endpoint: METHODS.skuStockSyncProducts },
    { kind: 'refused', httpStatus: 200, code: String(code), message: String(message ?? '') },
    true,
  );
