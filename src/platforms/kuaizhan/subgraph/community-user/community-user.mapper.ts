import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { CommunityUser } from './community-user.type.js';

/** Club users have 16-character ids; the platform has no call for the user itself. */
const USER_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** A community user by id; null for what cannot be one. */
export const toCommunityUser = (shop: Shop, userId: string): CommunityUser | null =>
  USER_ID.test(userId)
    ? Object.assign(new CommunityUser(), {
        shopRecord: shop,
        id: encodeGlobalId('CommunityUser', shop.key, userId),
        native: { platform: shop.platform, resource: 'user', id: userId },
      } satisfies Partial<CommunityUser>)
    : null;
