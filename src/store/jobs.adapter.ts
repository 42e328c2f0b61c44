import { sql } from 'kysely';
import { AppError } from '../errors/app-error.js';
import type { ClaimedJob, JobFailure, JobKind, JobRecord, JobStatus, Jobs } from '../ledger/jobs.js';
import { randomBase32 } from '../tenants/random-text.js';
import { dateOf, stringsOf } from './columns.js';
import type { Database } from './database.js';
import type { JobRow } from './tables.js';

/** Open jobs of one tenant: what callers can make grow is bounded (reliability R33). */
const MAX_OPEN = 100;
const OPEN: readonly JobStatus[] = ['QUEUED', 'RUNNING'];

/** Jobs in the database. */
export function jobsAdapter(db: Database): Jobs {
  /** The row while this claim of it is the last one. */
  const held = ({ id, fence }: ClaimedJob) => ({ id, fence, status: 'RUNNING' });
  return {
    create: async (job) => {
      const row: JobRow = {
        id: `j${randomBase32(15)}`,
        tenant_id: job.tenantId,
        key_id: job.keyId,
        kind: job.kind,
        shop_keys: JSON.stringify(job.shopKeys),
        spec: job.spec,
        status: 'QUEUED',
        state: null,
        row_count: 0,
        progress: null,
        failures: '[]',
        created_at: db.now().getTime(),
        finished_at: null,
        lease_until: 0,
        fence: 0,
        attempts: 0,
        operation_id: job.operationId ?? null,
      };
      return db.write(async (tables) => {
        const made =
          row.operation_id === null
            ? undefined
            : await tables
                .selectFrom('jobs')
                .selectAll()
                .where('operation_id', '=', row.operation_id)
                .executeTakeFirst();
        if (made !== undefined) return toRecord(made);
        const { open } = await tables
          .selectFrom('jobs')
          .select((is) => is.fn.countAll<number>().as('open'))
          .where('tenant_id', '=', job.tenantId)
          .where('status', 'in', OPEN)
          .executeTakeFirstOrThrow();
        if (open >= MAX_OPEN)
          throw new AppError('RATE_LIMITED', `At most ${MAX_OPEN} jobs of a tenant wait or run at a time.`, {
            retryAfterMs: 10_000,
          });
        await tables.insertInto('jobs').values(row).execute();
        return toRecord(row);
      });
    },
    find: async (tenantId, id) => {
      const row = await db.query((tables) =>
        tables.selectFrom('jobs').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst(),
      );
      return row === undefined ? null : toRecord(row);
    },
    claim: async (kinds, leaseMs) => {
      if (kinds.length === 0) return null;
      const now = db.now().getTime();
      // Most looks find nothing, and are no writes.
      const free = (tables: Parameters<Parameters<typeof db.query>[0]>[0]) =>
        tables
          .selectFrom('jobs')
          .selectAll()
          .where('status', 'in', OPEN)
          .where('kind', 'in', [...kinds])
          .where('lease_until', '<=', now)
          // Who has asked for many waits for himself, and others pass him by (reliability R33).
          .orderBy((is) =>
            is
              .selectFrom('jobs as other')
              .select((count) => count.fn.countAll<number>().as('running'))
              .whereRef('other.tenant_id', '=', 'jobs.tenant_id')
              .where('other.status', '=', 'RUNNING')
              .where('other.lease_until', '>', now),
          )
          .orderBy('created_at')
          .orderBy('id')
          .limit(1)
          .executeTakeFirst();
      if ((await db.query(free)) === undefined) return null;
      return db.write(async (tables) => {
        const row = await free(tables);
        if (row === undefined) return null;
        const claim = {
          status: 'RUNNING',
          fence: row.fence + 1,
          attempts: row.attempts + 1,
          lease_until: now + leaseMs,
        };
        await tables.updateTable('jobs').set(claim).where('id', '=', row.id).execute();
        const { fence, attempts } = claim;
        return { ...toRecord({ ...row, ...claim }), fence, attempts };
      });
    },
    hold: async (job, step, leaseMs) => {
      const lease_until = db.now().getTime() + leaseMs;
      const further =
        step === null ? {} : { state: step.state, row_count: step.rowCount, progress: step.progress, attempts: 0 };
      const result = await db.write((tables) =>
        tables
          .updateTable('jobs')
          .set({ lease_until, ...further })
          .where((is) => is.and(held(job)))
          .executeTakeFirst(),
      );
      return result.numUpdatedRows > 0n;
    },
    release: async (job, afterMs, isTried = true) => {
      const untried = isTried ? {} : { attempts: sql<number>`max(0, attempts - 1)` };
      await db.write((tables) =>
        tables
          .updateTable('jobs')
          .set({ lease_until: db.now().getTime() + afterMs, ...untried })
          .where((is) => is.and(held(job)))
          .execute(),
      );
    },
    finish: async (job, { status, failures }) => {
      const end = { status, failures: JSON.stringify(failures), finished_at: db.now().getTime() };
      const result = await db.write((tables) =>
        tables
          .updateTable('jobs')
          .set(end)
          .where((is) => is.and(held(job)))
          .executeTakeFirst(),
      );
      return result.numUpdatedRows > 0n;
    },
    prune: async (before, limit) => {
      const result = await db.write((tables) =>
        tables
          .deleteFrom('jobs')
          .where('id', 'in', (from) =>
            from.selectFrom('jobs').select('id').where('finished_at', '<', before.getTime()).limit(limit),
          )
          .executeTakeFirst(),
      );
      return Number(result.numDeletedRows);
    },
  };
}

const toRecord = (row: JobRow): JobRecord => ({
  id: row.id,
  tenantId: row.tenant_id,
  keyId: row.key_id,
  kind: row.kind as JobKind,
  shopKeys: stringsOf(row.shop_keys),
  spec: row.spec,
  status: row.status as JobStatus,
  state: row.state,
  rowCount: row.row_count,
  progress: row.progress,
  failures: JSON.parse(row.failures) as JobFailure[],
  createdAt: new Date(row.created_at),
  finishedAt: dateOf(row.finished_at),
});
