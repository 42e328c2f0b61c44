import { isHttpUrl } from '../../../../subgraph/scalars.js';
import { moneyFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { AfterSaleDetailRecord } from '../../upstream/endpoints/after-sale-detail-record.js';
import type { AfterSaleRecord } from '../../upstream/endpoints/after-sale-record.js';
import { AfterSale } from './after-sale.type.js';
import type { AfterSaleDetail } from './after-sale-detail.type.js';
import { afterSaleKindOf } from './after-sale-kind.enum.js';
import { afterSaleStatusOf } from './after-sale-status.enum.js';
import { allowedDecisions } from './allowed-decisions.js';

/** A case as the graph shows it. */
export const toAfterSale = (record: AfterSaleRecord, shop: Shop): AfterSale => new LazyAfterSale(record, shop);

const LazyAfterSale = lazyView<AfterSaleRecord, Shop, Omit<AfterSale, 'raw'>, AfterSale>(
  {
    record: (record) => record,
    shopRecord: (_record, shop) => shop,
    id: (record, shop) => encodeGlobalId('AfterSale', shop.key, record.id),
    native: (record, shop) => ({ platform: shop.platform, resource: 'aftersale', id: record.id }),
    freshness: (record) => record.freshness,
    rawSource: (record) => record.raw,
    kind: (record) => afterSaleKindOf(record.kindCode),
    kindCode: (record) => record.kindCode,
    status: (record) => afterSaleStatusOf(record.statusCode),
    statusCode: (record) => record.statusCode,
    allowedDecisions: ({ kindCode, statusCode }) =>
      allowedDecisions(afterSaleKindOf(kindCode), afterSaleStatusOf(statusCode)),
    refund: ({ refundFen }) => (refundFen === null ? null : moneyFromFen(refundFen)),
    postageRefund: ({ postageFen }) => (postageFen === null ? null : moneyFromFen(postageFen)),
    reason: (record) => record.reason,
    quantity: (record) => record.quantity,
    returnTrackingNumber: (record) => returnTrackingNumberOf(record),
    deadline: (record) => record.deadline,
    createdAt: (record) => record.appliedAt,
    updatedAt: (record) => record.updatedAt,
  },
  AfterSale,
);

const returnTrackingNumberOf = ({ returned }: AfterSaleRecord): string | null => {
  if (returned === null) return null;
  return returned.carrier === null ? returned.trackingNumber : `${returned.carrier} ${returned.trackingNumber}`;
};

/** What the platform calls the states of arbitration in its answers (its page, f.4); it numbers those of its filter otherwise. */
const ARBITRATION: Readonly<Record<number, string>> = {
  1: '仲裁中',
  2: '客服同意',
  3: '客服拒绝',
  4: '待商家举证',
  5: '协商期',
  255: '仲裁结束',
};

/** The full record as the graph shows it; of a state of arbitration without words, the number. */
export const toDetail = ({ evidence, arbitrationCode, returnAddress }: AfterSaleDetailRecord): AfterSaleDetail => ({
  evidenceUrls: evidence.filter(isHttpUrl),
  arbitration: arbitrationCode === 0 ? null : (ARBITRATION[arbitrationCode] ?? String(arbitrationCode)),
  returnAddress,
});
