import { materialAudited } from '../push/product.messages.js';
import type { Scene } from '../scene.js';
import type { Material } from '../state/shop.record.js';

/** Where the platform serves an approved image; empty before it is approved. */
export const byteUrl = ({ id, auditStatus }: Material): string =>
  auditStatus === 3 ? `https://p3-aio.ecombdimg.com/obj/ecom-shop-material/${id}.png` : '';

/** Approves images whose audit is over (tag 137). */
export function settleMaterials({ shop, now, post }: Scene): void {
  for (const material of shop.materials.values()) {
    if (material.auditAt === null || material.auditAt > now) continue;
    material.auditAt = null;
    material.auditStatus = 3;
    post(137, () => materialAudited(shop, material, byteUrl(material), now));
  }
}
