import type { Kysely, Selectable } from 'kysely';
import type { RevisionRecord, Revisions } from '../ledger/revisions.js';
import type { Database } from './database.js';
import type { RevisionRow, Tables } from './tables.js';

/** The revisions in the database. */
export function revisionsAdapter(db: Database): Revisions {
  return {
    add: async (rows) => {
      // Most reads see what is known already; they take no write lock.
      const fresh = await db.read((tables) => unknownOf(tables, rows));
      if (fresh.length === 0) return;
      await db.write(async (tables) => {
        for (const row of fresh) {
          if ((await newest(tables, row.tenantId, row.nodeId)) === row.version) continue;
          await tables.insertInto('revisions').values(toRow(row)).execute();
        }
      });
    },
    list: async (tenantId, nodeId, { limit, beforeId }) => {
      const rows = await db.query((tables) => {
        const all = ofNode(tables, tenantId, nodeId).selectAll();
        const rest = beforeId === undefined ? all : all.where('id', '<', beforeId);
        return rest.orderBy('id', 'desc').limit(limit).execute();
      });
      return rows.map(toRecord);
    },
    at: async (tenantId, nodeId, instant) => {
      const row = await db.query((tables) =>
        ofNode(tables, tenantId, nodeId)
          .selectAll()
          .where('seen_at', '<=', instant.getTime())
          .orderBy('seen_at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst(),
      );
      return row === undefined ? null : toRecord(row);
    },
  };
}

type NewRevision = Omit<RevisionRecord, 'id'>;

const ofNode = (tables: Kysely<Tables>, tenantId: string, nodeId: string) =>
  tables.selectFrom('revisions').where('tenant_id', '=', tenantId).where('node_id', '=', nodeId);

async function newest(tables: Kysely<Tables>, tenantId: string, nodeId: string): Promise<string | undefined> {
  const row = await ofNode(tables, tenantId, nodeId)
    .select('version')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version;
}

async function unknownOf(tables: Kysely<Tables>, rows: readonly NewRevision[]): Promise<NewRevision[]> {
  const unknown: NewRevision[] = [];
  const changing = new Set<string>();
  for (const row of rows) {
    if (!changing.has(row.nodeId) && (await newest(tables, row.tenantId, row.nodeId)) === row.version) continue;
    changing.add(row.nodeId);
    unknown.push(row);
  }
  return unknown;
}

const toRow = (row: NewRevision) => ({
  tenant_id: row.tenantId,
  shop_key: row.shopKey,
  node_id: row.nodeId,
  version: row.version,
  seen_at: row.seenAt.getTime(),
  source: row.source,
  body: row.body,
});

const toRecord = (row: Selectable<RevisionRow>): RevisionRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  shopKey: row.shop_key,
  nodeId: row.node_id,
  version: row.version,
  seenAt: new Date(row.seen_at),
  source: row.source as RevisionRecord['source'],
  body: row.body,
});
