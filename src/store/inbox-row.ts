import type { Insertable, Selectable } from 'kysely';
import { type ChangeKind, orderKeyOf } from '../push/change.js';
import type { InboxMessage, MessageState, NewMessage, QuarantineReason } from '../push/inbox.js';
import type { PlatformName } from '../tenants/shop.js';
import { subjectOf } from './change-rows.js';
import { dateOf } from './columns.js';
import type { InboxRow } from './tables.js';

/** The row of a new message. */
export const toInboxRow = (message: NewMessage): Insertable<InboxRow> => ({
  tenant_id: message.tenantId,
  platform: message.platform,
  app: message.app,
  message_id: message.messageId,
  via_shop_key: message.viaShopKey,
  shop_key: message.shopKey,
  native_shop_id: message.nativeShopId,
  tag: message.tag,
  kind: message.kind,
  subject_type: message.subject?.type ?? null,
  subject_id: message.subject?.nativeId ?? null,
  order_key: message.shopKey === null ? null : orderKeyOf({ ...message, shopKey: message.shopKey }),
  occurred_at: message.occurredAt?.getTime() ?? null,
  received_at: message.receivedAt.getTime(),
  raw: message.raw,
  quarantine: message.quarantine,
  state: message.quarantine === null ? 'PENDING' : 'QUARANTINED',
  attempts: 0,
  due_at: message.receivedAt.getTime(),
  lease_owner: null,
  problem: null,
  outcome: null,
  finished_at: null,
});

/** A row as the message it is. */
export const toInboxMessage = (row: Selectable<InboxRow>): InboxMessage => ({
  id: row.id,
  tenantId: row.tenant_id,
  platform: row.platform as PlatformName,
  app: row.app,
  messageId: row.message_id,
  viaShopKey: row.via_shop_key,
  shopKey: row.shop_key,
  nativeShopId: row.native_shop_id,
  tag: row.tag,
  kind: row.kind as ChangeKind,
  subject: subjectOf(row),
  occurredAt: dateOf(row.occurred_at),
  receivedAt: new Date(row.received_at),
  raw: row.raw,
  quarantine: row.quarantine as QuarantineReason | null,
  state: row.state as MessageState,
  attempts: row.attempts,
  problem: row.problem,
});
