import { wallClock } from '../protocol/times.js';
import { print, type Row } from '../protocol/wire-json.js';
import type { Product } from '../state/product.record.js';
import type { Material, Shop } from '../state/shop.record.js';

/** `event` of tag 400; the numbers are not certain (specification e.2). */
export const PRODUCT_EVENT = {
  created: 1,
  saved: 2,
  submitted: 3,
  approved: 4,
  rejected: 5,
  deleted: 6,
  offShelf: 10,
  onShelf: 11,
  approvedWaiting: 14,
} as const;

/** Tag 400: a product changed its state. */
export const productChanged = (shop: Shop, product: Product, event: number, reason = ''): Row => ({
  product_id: BigInt(product.id),
  out_product_id: BigInt(product.content.outProductId),
  shop_id: BigInt(shop.id),
  event,
  update_time: product.updatedAt,
  check_reject_reason: reason === '' ? '' : rejectReason(reason),
});

/** JSON in JSON in a string, as the platform writes it. */
const rejectReason = (text: string): string =>
  print({ audit_formatted_reason: print({ biz_type: '1', audit_status: 2, reason: text }) });

/** Tag 417: the content of a product changed. */
export const productContentChanged = (shop: Shop, product: Product): Row => ({
  product_id: BigInt(product.id),
  shop_id: BigInt(shop.id),
  msg_type: 1,
  channel_info: { channel_id: 0, channel_main_product_id: 0, channel_type: 0 },
  status: {
    status: String(product.status),
    check_status: String(product.checkStatus),
    draft_status: String(product.draftStatus),
  },
});

/** Tag 137: an image of a shop was audited. */
export const materialAudited = (shop: Shop, material: Material, byteUrl: string, now: number): Row => ({
  shop_id: BigInt(shop.id),
  material_id: material.id,
  material_type: 'photo',
  name: material.name,
  folder_id: material.folderId,
  audit_status: material.auditStatus,
  audit_status_desc: '通过',
  operate_status: 1,
  origin_url: byteUrl,
  byte_url: byteUrl,
  size: 204_800,
  photo_info: { format: 'png', height: 800, width: 800 },
  create_time: wallClock(material.createdAt),
  update_time: wallClock(now),
  delete_time: '',
  video_info: null,
});
