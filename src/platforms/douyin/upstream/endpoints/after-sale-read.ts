import { Type } from '@sinclair/typebox';
import { AppError } from '../../../../errors/app-error.js';
import { type BadRows, decodeList } from '../../../../upstream/decode.js';
import { int64, type JsonObject } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { flagOf, integerOf, listIn, textOf, wireCode, wireDecoder, wireText } from '../wire.js';
import { type AfterSaleDetailRecord, toAfterSaleDetail } from './after-sale-detail-record.js';
import { type ListedAfterSaleRecord, toAfterSale } from './after-sale-record.js';
import { nullIfMissing } from './one-by-id.js';

/** Most cases one call answers. */
export const MAX_AFTER_SALES = METHODS.afterSaleList.batchLimit;
/** How deep pages go (the platform's page, f.5). */
export const MAX_AFTER_SALE_ROWS = 50_000;

/** Which cases; the platform takes all conditions together, and without times those of the last six months. */
export interface AfterSaleFilter {
  readonly kindCode?: number;
  readonly statusCodes?: readonly number[];
  readonly orderId?: string;
  /** Epoch seconds; the first second in the span of applications. */
  readonly appliedFrom?: number;
  /** The first second after it. */
  readonly appliedTo?: number;
  readonly updatedFrom?: number;
  readonly updatedTo?: number;
}

/** How cases are sorted. A span of updates goes with `update_time asc` alone (the platform's page, f.5). */
export type AfterSaleOrder = 'status_deadline asc' | 'apply_time desc' | 'update_time desc' | 'update_time asc';

/** Cases of one answer. */
export interface AfterSalePage {
  readonly rows: readonly ListedAfterSaleRecord[];
  /** Place of each row in the platform's answer, from 0. */
  readonly indices: readonly number[];
  /** How many there are; null where the platform does not say. */
  readonly total: number | null;
  /** Whether the platform says that there are more behind them. */
  readonly hasMore: boolean;
  readonly badRows: BadRows;
}

/**
 * A page of a shop's after-sale cases.
 * @param page from 0
 * @param size 1 to 100
 * @throws AppError
 */
export async function listAfterSales(
  client: DouyinClient,
  filter: AfterSaleFilter,
  order: AfterSaleOrder,
  page: number,
  size: number,
): Promise<AfterSalePage> {
  if (page < 0 || size < 1 || size > MAX_AFTER_SALES || page * size > MAX_AFTER_SALE_ROWS)
    throw new AppError('PAGINATION_TOO_DEEP', undefined, { path: ['after'] });
  const method = METHODS.afterSaleList;
  const parameters: JsonObject = {
    page,
    size,
    order_by: [order],
    aftersale_type: filter.kindCode,
    standard_aftersale_status: filter.statusCodes,
    order_id: filter.orderId,
    start_time: filter.appliedFrom,
    end_time: filter.appliedTo,
    update_start_time: filter.updatedFrom,
    update_end_time: filter.updatedTo,
  };
  const found = await client.call({ method, parameters }, (data, seen) => {
    const list = decodeList(listIn(data, 'items'), (element) => toAfterSale(element, seen));
    if (list.badRows.count > 0) seen.markPartial();
    const { total, has_more } = (data ?? {}) as { total?: number | string | null; has_more?: boolean | string | null };
    return { ...list, total: integerOf(total), hasMore: flagOf(has_more) };
  });
  client.noteBadRows(method, found.badRows);
  return found;
}

/**
 * The cases of an order, the newest application first.
 * @param placedAt when the order was placed: no case is older, and without a time the platform tells of six months alone
 * @throws AppError
 */
export async function listAfterSalesOfOrder(
  client: DouyinClient,
  orderId: string,
  placedAt: Date,
): Promise<readonly ListedAfterSaleRecord[]> {
  const appliedFrom = Math.max(1, Math.floor(placedAt.getTime() / 1000));
  const { rows } = await listAfterSales(client, { orderId, appliedFrom }, 'apply_time desc', 0, MAX_AFTER_SALES);
  return rows.filter((row) => row.orderId === orderId);
}

/** One case with its history; null when there is none. @throws AppError */
export const getAfterSale = (client: DouyinClient, id: string): Promise<AfterSaleDetailRecord | null> => {
  const parameters = { after_sale_id: id, need_operation_record: true };
  return nullIfMissing(client.call({ method: METHODS.afterSaleDetail, parameters }, toAfterSaleDetail));
};

/** A reason the seller may give for refusing. */
export interface RejectReasonRecord {
  readonly code: string;
  readonly reason: string;
  readonly needsEvidence: boolean;
}

const decodeReason = wireDecoder(
  Type.Object({ reject_reason_code: wireCode(), reason: wireText(), evidence_need: wireText() }),
);

/** The reasons for which a case may be refused now: none when it cannot be. @throws AppError */
export async function listRejectReasons(client: DouyinClient, id: string): Promise<readonly RejectReasonRecord[]> {
  const method = METHODS.afterSaleRejectReasons;
  const found = await client.call({ method, parameters: { aftersale_id: int64(id) } }, (data, seen) => {
    const list = decodeList(listIn(data, 'items'), decodeReason);
    if (list.badRows.count > 0) seen.markPartial();
    return list;
  });
  client.noteBadRows(method, found.badRows);
  return found.rows.map(({ reject_reason_code, reason, evidence_need }) => ({
    code: String(reject_reason_code),
    reason: textOf(reason) ?? '',
    needsEvidence: evidence_need === 'Y',
  }));
}
