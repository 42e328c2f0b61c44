import type { ObjectLock } from '../../../subgraph/object-write.js';
import { type AfterSaleSettlements, afterSaleSettlements } from './after-sale/after-sale.settle.js';
import { type OrderSettlements, orderSettlements } from './order/order.settle.js';
import { type ProductSettlements, productSettlements } from './product/product.settle.js';
import type { OpenClient, Siblings } from './settling.js';
import { type InterceptSettlements, interceptSettlements } from './shipping/intercept.settle.js';
import { type ShippingSettlements, shippingSettlements } from './shipping/shipping.settle.js';
import { type WaybillSettlements, waybillSettlements } from './shipping/waybill.settle.js';
import { type SkuSettlements, skuSettlements } from './sku/sku.settle.js';
import { type WarehouseSettlements, warehouseSettlements } from './warehouse/warehouse.settle.js';

/** How each write of this platform is settled when its outcome is unknown (reliability section 4, the Douyin rows). */
export interface DouyinReconcile
  extends ProductSettlements,
    SkuSettlements,
    ShippingSettlements,
    InterceptSettlements,
    WaybillSettlements,
    OrderSettlements,
    AfterSaleSettlements,
    WarehouseSettlements {}

/**
 * Makes the settlements of all parts.
 * @param siblings for telling whose a found object is, and what is newer
 * @param lock that of the writes
 */
export const douyinReconcile = (open: OpenClient, siblings: Siblings, lock: ObjectLock): DouyinReconcile => ({
  ...productSettlements(open, siblings),
  ...skuSettlements(open, { lock, siblings }),
  ...shippingSettlements(open),
  ...interceptSettlements(open),
  ...waybillSettlements(open, siblings),
  ...orderSettlements(open),
  ...afterSaleSettlements(open),
  ...warehouseSettlements(open),
});
