import { rfc3339 } from '../protocol/times.js';
import type { Row } from '../protocol/wire-json.js';
import type { AfterSale } from '../state/after-sale.record.js';
import type { Shop } from '../state/shop.record.js';

/** What every message about an after-sale starts with (specification e.2, `R`). */
const sheet = (shop: Shop, afterSale: AfterSale): Row => ({
  aftersale_id: BigInt(afterSale.id),
  aftersale_status: afterSale.status,
  aftersale_type: afterSale.type,
  p_id: BigInt(afterSale.orderId),
  s_id: BigInt(afterSale.lineId ?? afterSale.orderId),
  shop_id: BigInt(shop.id),
});

/** Key that holds the time of a tag. */
const TIME_KEYS: Readonly<Record<number, string>> = {
  200: 'apply_time',
  201: 'agree_time',
  202: 'agree_time',
  203: 'return_time',
  204: 'refuse_time',
  205: 'refuse_time',
  206: 'success_time',
  207: 'close_time',
  208: 'modify_time',
  211: 'apply_time',
};

/** Tags 200 to 208 and 211. */
export const refundMessage = (shop: Shop, afterSale: AfterSale, tag: number): Row => ({
  ...sheet(shop, afterSale),
  reason_code: afterSale.reasonCode,
  refund_amount: afterSale.refundAmount,
  refund_post_amount: afterSale.refundPostAmount,
  refund_voucher_num: 0,
  update_time: rfc3339(afterSale.updatedAt),
  [TIME_KEYS[tag] ?? 'modify_time']: afterSale.updatedAt,
});

/** Tag 209: the seller has longer. */
export const deadlineMessage = (shop: Shop, afterSale: AfterSale): Row => ({
  ...sheet(shop, afterSale),
  status_deadline: afterSale.deadline,
});

/** Tags 212 to 218: an arbitration goes on. */
export const arbitrationMessage = (shop: Shop, afterSale: AfterSale, tag: number): Row => ({
  ...sheet(shop, afterSale),
  arbitrate_id: afterSale.arbitration?.id ?? '',
  arbitrate_status: afterSale.arbitration?.status ?? 0,
  ...(tag === 216 ? { arbitrate_conclusion: afterSale.arbitration?.conclusion ?? 0 } : {}),
});
