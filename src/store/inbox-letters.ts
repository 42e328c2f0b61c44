import type { Inbox, InboxDepth } from '../push/inbox.js';
import { chunksOf } from './chunks.js';
import type { Database } from './database.js';
import { toInboxMessage } from './inbox-row.js';

type Letters = Pick<Inbox, 'depth' | 'list' | 'find' | 'replay' | 'drop' | 'prune'>;

/** States in which a message waits for a person. */
const WAITING = ['PARKED', 'QUARANTINED'];
const DEPTHS: Readonly<Record<string, keyof InboxDepth>> = {
  PENDING: 'pending',
  PARKED: 'parked',
  QUARANTINED: 'quarantined',
};

/** The part of the inbox's port that is for people, and for tidying up. */
export function inboxLetters(db: Database): Letters {
  return {
    depth: async () => {
      const rows = await db.query((tables) =>
        tables
          .selectFrom('inbox')
          .select((is) => ['state', is.fn.countAll<number>().as('count')])
          .where('state', 'in', Object.keys(DEPTHS))
          .groupBy('state')
          .execute(),
      );
      const depth = { pending: 0, parked: 0, quarantined: 0 };
      for (const { state, count } of rows) {
        const name = DEPTHS[state];
        if (name !== undefined) depth[name] = Number(count);
      }
      return depth;
    },
    list: async ({ tenantId, states, limit, beforeId }) => {
      const rows = await db.query((tables) => {
        let query = tables.selectFrom('inbox').selectAll().where('state', 'in', states);
        if (tenantId !== undefined) query = query.where('tenant_id', '=', tenantId);
        if (beforeId !== undefined) query = query.where('id', '<', beforeId);
        return query.orderBy('id', 'desc').limit(limit).execute();
      });
      return rows.map(toInboxMessage);
    },
    find: async (id) => {
      const row = await db.query((tables) =>
        tables.selectFrom('inbox').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      return row === undefined ? null : toInboxMessage(row);
    },
    replay: (ids) =>
      db.write(async (tables) => {
        let count = 0n;
        for (const some of chunksOf(ids)) {
          const result = await tables
            .updateTable('inbox')
            .set({ state: 'PENDING', attempts: 0, due_at: db.now().getTime(), lease_owner: null, finished_at: null })
            .where('id', 'in', some)
            .where('state', 'in', WAITING)
            .executeTakeFirst();
          count += result.numUpdatedRows;
        }
        return Number(count);
      }),
    drop: (ids) =>
      db.write(async (tables) => {
        let count = 0n;
        for (const some of chunksOf(ids)) {
          const result = await tables
            .updateTable('inbox')
            .set({ state: 'DROPPED', raw: null, order_key: null, finished_at: db.now().getTime() })
            .where('id', 'in', some)
            .where('state', 'in', WAITING)
            .executeTakeFirst();
          count += result.numUpdatedRows;
        }
        return Number(count);
      }),
    prune: (before, limit) =>
      db.write(async (tables) => {
        const result = await tables
          .deleteFrom('inbox')
          .where('id', 'in', (from) =>
            from
              .selectFrom('inbox')
              .select('id')
              .where('received_at', '<', before.getTime())
              .where('state', '!=', 'PENDING')
              .orderBy('received_at')
              .limit(limit),
          )
          .executeTakeFirst();
        return Number(result.numDeletedRows);
      }),
  };
}
