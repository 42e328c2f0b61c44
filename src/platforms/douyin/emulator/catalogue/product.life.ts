import { PRODUCT_EVENT, productChanged, productContentChanged } from '../push/product.messages.js';
import { laterThan, type Scene } from '../scene.js';
import type { Product, ProductContent, Sku } from '../state/product.record.js';
import { replaceSkus } from '../state/state.js';

/** Notes a change of a product and tells of it (tag 400). */
export function changed({ shop, now, post }: Scene, product: Product, event: number, reason = ''): void {
  product.updatedAt = laterThan(product.updatedAt, now);
  post(400, () => productChanged(shop, product, event, reason));
}

/** Sends a new product, or the draft of an approved one, into the audit. */
export function submit(scene: Scene, product: Product): void {
  if (product.draft === null) product.checkStatus = 2;
  else product.draftStatus = 2;
  const seconds = scene.rules.productAuditSeconds;
  product.auditAt = seconds === null ? Number.POSITIVE_INFINITY : scene.now + seconds;
  changed(scene, product, PRODUCT_EVENT.submitted);
}

/** Ends a pending audit well: the product goes on the shelf, or waits when its seller wants to put it there. */
export function approve(scene: Scene, product: Product): void {
  product.auditAt = null;
  if (product.draft === null) {
    const waits = product.content.startSaleType === 1;
    product.checkStatus = waits ? 7 : 3;
    product.status = waits ? 1 : 0;
    changed(scene, product, waits ? PRODUCT_EVENT.approvedWaiting : PRODUCT_EVENT.approved);
    return;
  }
  applyContent(scene, product, product.draft.content, product.draft.skus);
  product.draft = null;
  product.draftStatus = 0;
  product.status = 0;
  product.checkStatus = 3;
  changed(scene, product, PRODUCT_EVENT.approved);
  scene.post(417, () => productContentChanged(scene.shop, product));
}

/** Ends a pending audit badly; an approved product stays as it is beside its rejected draft. */
export function reject(scene: Scene, product: Product, reason: string): void {
  product.auditAt = null;
  if (product.draft === null) product.checkStatus = 4;
  else product.draftStatus = 4;
  changed(scene, product, PRODUCT_EVENT.rejected, reason);
}

/** Puts new content in place. @param skus null leaves them as they are */
export function applyContent(scene: Scene, product: Product, content: ProductContent, skus: Sku[] | null): void {
  product.content = content;
  if (skus !== null) replaceSkus(scene.shop, product, skus);
}

/** Approves what has been in the audit long enough. */
export function settleAudits(scene: Scene): void {
  for (const product of scene.shop.products.values()) {
    if (product.auditAt !== null && product.auditAt <= scene.now) approve(scene, product);
  }
}
