import { type ProductSettlements, productSettlements } from './product/product.settle.js';
import type { OpenClient } from './settling.js';

/** How each write of this platform is settled when its outcome is unknown (reliability section 4, the Douyin rows). */
export interface DouyinReconcile extends ProductSettlements {}

/** Makes the settlements of all parts. */
export const douyinReconcile = (open: OpenClient): DouyinReconcile => ({
  ...productSettlements(open),
});
