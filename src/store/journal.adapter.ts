import { randomUUID } from 'node:crypto';
import type { ExpressionBuilder, Transaction } from 'kysely';
import { AppError } from '../errors/app-error.js';
import type { WriteJournal, WriteRecord, WriteState } from '../ledger/journal.js';
import { dateOf } from './columns.js';
import type { Database } from './database.js';
import type { Tables, WriteRow } from './tables.js';

const KEPT_MS = 7 * 24 * 3600_000;
const SWEEP_EVERY_MS = 60_000;
const SWEPT_AT_ONCE = 200;

/** The journal of writes in the database. A row holds its idempotency key through the unique column `held_key`. */
export function journalAdapter(db: Database): WriteJournal {
  let nextSweep = 0;
  return {
    begin: (wanted) =>
      db.write(async (tables) => {
        const now = db.now().getTime();
        const row: WriteRow = {
          id: randomUUID(),
          tenant_id: wanted.tenantId,
          key_id: wanted.keyId,
          shop_key: wanted.shopKey,
          mutation: wanted.mutation,
          idempotency_key: wanted.idempotencyKey,
          held_key: wanted.idempotencyKey,
          input_hash: wanted.inputHash,
          state: 'PENDING',
          sent: 0,
          intent: wanted.intent,
          outcome: null,
          created_at: now,
          sent_at: null,
          finished_at: null,
        };
        if (now >= nextSweep) {
          await sweep(tables, now - KEPT_MS);
          nextSweep = now + SWEEP_EVERY_MS;
        }
        if (row.held_key !== null) await freeOldKey(tables, row, now - KEPT_MS);
        const result = await tables
          .insertInto('writes')
          .values(row)
          .onConflict((conflict) => conflict.columns(['tenant_id', 'mutation', 'held_key']).doNothing())
          .executeTakeFirst();
        if (result.numInsertedOrUpdatedRows === 1n) return { kind: 'begun', record: toRecord(row) };
        const holder = await tables
          .selectFrom('writes')
          .selectAll()
          .where('tenant_id', '=', row.tenant_id)
          .where('mutation', '=', row.mutation)
          .where('held_key', '=', row.held_key)
          .executeTakeFirstOrThrow();
        return { kind: 'existing', record: toRecord(holder) };
      }),
    markSent: async (id, known) => {
      const result = await db.write((tables) =>
        tables
          .updateTable('writes')
          .set({
            state: 'SENT',
            sent: 1,
            sent_at: db.now().getTime(),
            ...(known === undefined ? {} : { outcome: known }),
          })
          .where('id', '=', id)
          .where('state', '=', 'PENDING')
          .executeTakeFirst(),
      );
      // Another process took this one for dead and freed its key: sending now could do the thing twice.
      if (result.numUpdatedRows !== 1n) throw new AppError('STORAGE_UNAVAILABLE');
    },
    finish: async (id, { state, sent, outcome }) => {
      // A success that was seen is the truth, even after somebody settled the row otherwise.
      const from: WriteState[] = [
        'PENDING',
        'SENT',
        'UNKNOWN',
        ...(state === 'SUCCEEDED' ? (['FAILED'] as const) : []),
      ];
      const isFree = state === 'FAILED' && !sent;
      await db.write((tables) =>
        tables
          .updateTable('writes')
          .set({
            state,
            sent: Number(sent),
            outcome,
            finished_at: db.now().getTime(),
            ...(isFree ? { held_key: null } : {}),
          })
          .where('id', '=', id)
          .where('state', 'in', from)
          .executeTakeFirst(),
      );
    },
    noteFound: async (id, outcome) => {
      await db.write((tables) =>
        tables
          .updateTable('writes')
          .set({ outcome })
          .where('id', '=', id)
          .where('state', '=', 'UNKNOWN')
          .executeTakeFirst(),
      );
    },
    find: async (tenantId, mutation, idempotencyKey) => {
      const rows = await db.query((tables) =>
        tables
          .selectFrom('writes')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('mutation', '=', mutation)
          .where('idempotency_key', '=', idempotencyKey)
          .orderBy('created_at', 'desc')
          .limit(20)
          .execute(),
      );
      const row = rows.find((one) => one.held_key !== null) ?? rows[0];
      return row === undefined ? null : toRecord(row);
    },
    siblings: async ({ id, tenantId, shopKey, mutation }, since) => {
      const rows = await db.query((tables) =>
        tables
          .selectFrom('writes')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('shop_key', '=', shopKey)
          .where('mutation', '=', mutation)
          .where('created_at', '>=', since.getTime())
          .where('id', '!=', id)
          .orderBy('created_at', 'desc')
          .limit(1_000)
          .execute(),
      );
      return rows.map(toRecord);
    },
    unsettled: async (mutations, limit, after = null) => {
      if (mutations.length === 0) return [];
      const rows = await db.query((tables) =>
        tables
          .selectFrom('writes')
          .selectAll()
          .where('state', '=', 'UNKNOWN')
          .where('mutation', 'in', mutations)
          .$if(after !== null, (select) => select.where((row) => isAfter(row, after as Place)))
          .orderBy('created_at')
          .orderBy('id')
          .limit(limit)
          .execute(),
      );
      return rows.map(toRecord);
    },
    recover: () =>
      db.write(async (tables) => {
        const finished_at = db.now().getTime();
        const failed = await tables
          .updateTable('writes')
          .set({ state: 'FAILED', sent: 0, held_key: null, finished_at })
          .where('state', '=', 'PENDING')
          .executeTakeFirst();
        const unknown = await tables
          .updateTable('writes')
          .set({ state: 'UNKNOWN', finished_at })
          .where('state', '=', 'SENT')
          .executeTakeFirst();
        return { failed: Number(failed.numUpdatedRows), unknown: Number(unknown.numUpdatedRows) };
      }),
  };
}

type Place = Pick<WriteRecord, 'id' | 'createdAt'>;

const isAfter = (row: ExpressionBuilder<Tables, 'writes'>, { id, createdAt }: Place) =>
  row.or([
    row('created_at', '>', createdAt.getTime()),
    row.and([row('created_at', '=', createdAt.getTime()), row('id', '>', id)]),
  ]);

async function freeOldKey(tables: Transaction<Tables>, row: WriteRow, before: number): Promise<void> {
  await tables
    .updateTable('writes')
    .set({ held_key: null })
    .where('tenant_id', '=', row.tenant_id)
    .where('mutation', '=', row.mutation)
    .where('held_key', '=', row.held_key)
    .where('created_at', '<', before)
    .execute();
}

/** Removes some rows past their time; what may still be running stays. */
async function sweep(tables: Transaction<Tables>, before: number): Promise<void> {
  await tables
    .deleteFrom('writes')
    .where('id', 'in', (from) =>
      from
        .selectFrom('writes')
        .select('id')
        .where('created_at', '<', before)
        .where('state', 'not in', ['PENDING', 'SENT'])
        .orderBy('created_at')
        .limit(SWEPT_AT_ONCE),
    )
    .execute();
}

const toRecord = (row: WriteRow): WriteRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  keyId: row.key_id,
  shopKey: row.shop_key,
  mutation: row.mutation,
  idempotencyKey: row.idempotency_key,
  inputHash: row.input_hash,
  state: row.state as WriteState,
  sent: row.sent === 1,
  intent: row.intent,
  outcome: row.outcome,
  createdAt: new Date(row.created_at),
  sentAt: dateOf(row.sent_at),
  finishedAt: dateOf(row.finished_at),
});
