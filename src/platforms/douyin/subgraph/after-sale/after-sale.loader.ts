import { type KeyedLoader, keyedLoader } from '../../../../subgraph/loader.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { AfterSaleDetailRecord } from '../../upstream/endpoints/after-sale-detail-record.js';
import {
  getAfterSale,
  listAfterSalesOfOrder,
  listRejectReasons,
  type RejectReasonRecord,
} from '../../upstream/endpoints/after-sale-read.js';
import type { AfterSaleRecord } from '../../upstream/endpoints/after-sale-record.js';
import { oneByOne } from '../one-by-one.js';
import type { ShopLane } from '../shop-lane.js';
import { toAfterSale } from './after-sale.mapper.js';
import type { AfterSale } from './after-sale.type.js';

/** What the loaders of cases need: their calls have no batch form, which the trace is told. */
interface CaseLane extends ShopLane {
  readonly request: Pick<RequestContext, 'trace'>;
}

/** Cases of one shop by native id. */
export interface AfterSaleLoader extends KeyedLoader<AfterSale> {
  /** Rows that a list brought, remembered. */
  take(rows: readonly AfterSaleRecord[]): AfterSale[];
}

/** Reasons for which a case may be refused. */
export interface RejectReasons {
  readonly afterSaleId: string;
  readonly reasons: readonly RejectReasonRecord[];
}

/** Most keys of one batch; each is a call of its own. */
const MAX_BATCH = 100;

/** Makes the loader of cases by id: the detail tells all of a row of the list, of cases of any age, and more, in one call. */
export function afterSaleLoader(scope: CaseLane, details: KeyedLoader<AfterSaleDetailRecord>): AfterSaleLoader {
  const loader = keyedLoader<AfterSale>({
    chunk: MAX_BATCH,
    key: (one) => one.record.id,
    fetch: (ids) => {
      if (ids.length > 1) scope.request.trace.noteUnbatched('AfterSale');
      return oneByOne(ids, async (id) => {
        const record = await details.load(id);
        return record === null ? null : toAfterSale(record, scope.shop);
      });
    },
  });
  return Object.assign(loader, {
    take: (rows: readonly AfterSaleRecord[]) => {
      const cases = rows.map((record) => toAfterSale(record, scope.shop));
      loader.prime(cases);
      return cases;
    },
  });
}

/** Makes the loader of cases' details, which the platform gives one by one. */
export const afterSaleDetailLoader = (scope: ShopLane): KeyedLoader<AfterSaleDetailRecord> =>
  keyedLoader<AfterSaleDetailRecord>({
    chunk: MAX_BATCH,
    key: ({ id }) => id,
    fetch: (ids) => oneByOne(ids, (id) => getAfterSale(scope.client, id)),
    onForeign: (count) =>
      scope.log.warn({ shop: scope.shop.key, count }, 'the platform answered with after-sale cases nobody asked for'),
  });

/** Makes the loader of reasons for refusing: each case has its own. */
export const rejectReasonLoader = (scope: ShopLane): KeyedLoader<RejectReasons> =>
  keyedLoader<RejectReasons>({
    chunk: MAX_BATCH,
    key: ({ afterSaleId }) => afterSaleId,
    fetch: (ids) =>
      oneByOne(ids, async (afterSaleId) => ({
        afterSaleId,
        reasons: await listRejectReasons(scope.client, afterSaleId),
      })),
  });

/** Cases of an order. */
interface CasesOfOrder {
  readonly orderId: string;
  readonly cases: readonly AfterSale[];
}

/** Cases of orders. */
export interface OrderCasesLoader {
  /** @param placedAt when the order was placed */
  of(orderId: string, placedAt: Date): Promise<readonly AfterSale[]>;
}

/** Makes the loader of orders' cases, one order a call; what it brings, the loader of cases remembers. */
export function orderCasesLoader(scope: ShopLane, cases: AfterSaleLoader): OrderCasesLoader {
  const placed = new Map<string, Date>();
  const loader = keyedLoader<CasesOfOrder>({
    chunk: MAX_BATCH,
    key: ({ orderId }) => orderId,
    fetch: (ids) =>
      oneByOne(ids, async (orderId) => ({
        orderId,
        cases: cases.take(await listAfterSalesOfOrder(scope.client, orderId, placed.get(orderId) ?? new Date(0))),
      })),
  });
  return {
    of: async (orderId, placedAt) => {
      placed.set(orderId, placedAt);
      return (await loader.load(orderId))?.cases ?? [];
    },
  };
}
