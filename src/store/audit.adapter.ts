import type { Selectable } from 'kysely';
import type { AuditLog, AuditRecord } from '../ledger/audit.js';
import type { Database } from './database.js';
import type { AuditRow } from './tables.js';

/** The audit log in the database. */
export function auditAdapter(db: Database): AuditLog {
  return {
    begin: async (row) => {
      const { id } = await db.write((tables) =>
        tables
          .insertInto('audit')
          .values({
            tenant_id: row.tenantId,
            shop_key: row.shopKey,
            at: db.now().getTime(),
            actor: row.actor,
            action: row.action,
            node_id: row.nodeId,
            outcome: 'STARTED',
            request_id: row.requestId,
            purpose: row.purpose ?? null,
          })
          .returning('id')
          .executeTakeFirstOrThrow(),
      );
      return id;
    },
    finish: async (id, outcome, made) => {
      await db.write((tables) =>
        tables
          .updateTable('audit')
          .set((row) => ({
            outcome,
            ...(made?.nodeId === undefined ? {} : { node_id: made.nodeId }),
            ...(made?.shopKey === undefined ? {} : { shop_key: row.fn.coalesce('shop_key', row.val(made.shopKey)) }),
          }))
          .where('id', '=', id)
          .execute(),
      );
    },
    list: async (tenantId, shopKey, { limit, beforeId }) => {
      const rows = await db.query((tables) => {
        const all = tables
          .selectFrom('audit')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('shop_key', '=', shopKey);
        const rest = beforeId === undefined ? all : all.where('id', '<', beforeId);
        return rest.orderBy('id', 'desc').limit(limit).execute();
      });
      return rows.map(toRecord);
    },
  };
}

const toRecord = (row: Selectable<AuditRow>): AuditRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  shopKey: row.shop_key,
  at: new Date(row.at),
  actor: row.actor,
  action: row.action,
  nodeId: row.node_id,
  outcome: row.outcome,
  requestId: row.request_id,
  ...(row.purpose === null ? {} : { purpose: row.purpose }),
});
