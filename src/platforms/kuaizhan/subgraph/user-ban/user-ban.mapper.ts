import type { KeptObject } from '../../../../ledger/kept-objects.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { reviveRecord } from '../revive.js';
import { UserBan } from './user-ban.type.js';

/** Type of a kept ban. */
export const USER_BAN = 'UserBan';

/** A ban as it is kept: the platform answers nothing but whether it worked. */
export interface BanFacts {
  /** Ours, random: the platform gives bans no id. */
  readonly id: string;
  readonly userId: string;
  readonly forumId: string;
  readonly reason: string | null;
  readonly days: number | null;
  readonly isBanned: boolean;
  readonly bannedAt: Date;
}

const DAY_MS = 86_400_000;

/** When a ban ends; null where the platform's default holds, which is not documented. */
export const expiryOf = (ban: BanFacts): Date | null =>
  ban.days === null ? null : new Date(ban.bannedAt.getTime() + ban.days * DAY_MS);

/** A ban as the graph shows it. */
export const toUserBan = (ban: BanFacts, shop: Shop): UserBan =>
  Object.assign(new UserBan(), {
    shopRecord: shop,
    userId: ban.userId,
    id: encodeGlobalId('UserBan', shop.key, ban.id),
    forumId: ban.forumId,
    reason: ban.reason,
    days: ban.days,
    isBanned: ban.isBanned,
    bannedAt: ban.bannedAt,
    expiresAt: expiryOf(ban),
  } satisfies Partial<UserBan>);

/** A ban from where it was kept. */
export const toKeptBan = (object: KeptObject, shop: Shop): UserBan =>
  toUserBan(reviveRecord<BanFacts>(object.body), shop);
