import { decodeGlobalId, encodeGlobalId } from '../tenants/global-id.js';

/** Global ids of the inventory: the group's key stands in the place of the shop's. */
export const stockItemIdOf = (groupKey: string, id: string): string => encodeGlobalId('StockItem', groupKey, id);
export const listingIdOf = (groupKey: string, id: string): string => encodeGlobalId('Listing', groupKey, id);
export const warehouseIdOf = (groupKey: string, code: string): string => encodeGlobalId('Warehouse', groupKey, code);

/** The group key in a group's global id; null for any other text. */
export function groupKeyOf(id: string): string | null {
  const decoded = decodeGlobalId(id);
  return decoded?.type === 'ShopGroup' && decoded.nativeId === decoded.shopKey ? decoded.shopKey : null;
}

/** The shop key in a shop's global id; null for any other text. */
export function shopKeyOf(id: string): string | null {
  const decoded = decodeGlobalId(id);
  return decoded?.type === 'Shop' && decoded.nativeId === decoded.shopKey ? decoded.shopKey : null;
}
