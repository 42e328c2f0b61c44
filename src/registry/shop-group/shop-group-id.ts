import { decodeGlobalId } from '../../tenants/global-id.js';

/** The group key in a group's global id, where it stands in the place of the shop key; null for any other text. */
export function groupKeyOf(id: string): string | null {
  const decoded = decodeGlobalId(id);
  return decoded?.type === 'ShopGroup' && decoded.nativeId === decoded.shopKey ? decoded.shopKey : null;
}
