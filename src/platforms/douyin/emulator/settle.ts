import { settleMaterials } from './catalogue/material.life.js';
import { settleAudits } from './catalogue/product.life.js';
import { settleReviews } from './orders/order.life.js';
import type { Scene } from './scene.js';

/** Lets what only takes time come to its end: audits of products and images, risk reviews of paid orders. */
export function settle(scene: Scene): void {
  settleAudits(scene);
  settleMaterials(scene);
  settleReviews(scene);
}
