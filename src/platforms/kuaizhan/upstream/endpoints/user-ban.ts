import { Type } from '@sinclair/typebox';
import type { KuaizhanClient } from '../client.js';
import type { Fields } from '../encode.js';
import { ENDPOINTS } from '../endpoints.js';
import { type PlannedWrite, plannedCall } from '../planned-call.js';
import { type Provenance, type Raw, rawWithout, wireDecoder } from '../wire.js';
import type { BeforeFirstByte } from './commodity-write.js';

/** A club user to silence (the platform's page, section 5.3). */
export interface BanUserParams {
  readonly userId: string;
  readonly forumId: string;
  readonly reason?: string;
  /** Absent: the platform's default, which is not documented. */
  readonly days?: number;
}

/** What the platform answered. */
export interface BanRecord extends Provenance {
  readonly isBanned: boolean;
  readonly raw: Raw;
}

const decodeWire = wireDecoder(Type.Object({ is_banned: Type.Boolean() }));

const banFields = ({ userId, forumId, reason, days }: BanUserParams): Fields => [
  ['user_id', userId],
  ['forum_id', forumId],
  ['reason_content', reason],
  ['days', days],
];

/** What `banUser` would send. */
export const planBanUser = (params: BanUserParams): PlannedWrite => plannedCall(ENDPOINTS.userBan, banFields(params));

/** Silences a club user; there is no way back. @throws AppError */
export const banUser = (
  client: KuaizhanClient,
  params: BanUserParams,
  beforeFirstByte: BeforeFirstByte,
): Promise<BanRecord> =>
  client.call({ endpoint: ENDPOINTS.userBan, fields: banFields(params), beforeFirstByte }, (data, seen) => {
    const wire = decodeWire(data);
    return { isBanned: wire.is_banned, raw: rawWithout(wire), receivedAt: seen.receivedAt, freshness: seen.freshness };
  });
