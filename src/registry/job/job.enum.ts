import { registerEnumType } from 'type-graphql';
import type { JobKind as KindOfJob, JobStatus as StatusOfJob } from '../../ledger/jobs.js';

/** Kind of a job. */
export const JobKind = {
  BULK_QUERY: 'BULK_QUERY',
  BILL_EXPORT: 'BILL_EXPORT',
  STOCK_SYNC: 'STOCK_SYNC',
  PRODUCT_SYNDICATE: 'PRODUCT_SYNDICATE',
  CHANGE_BACKFILL: 'CHANGE_BACKFILL',
} as const satisfies { readonly [K in KindOfJob]: K };
export type JobKind = keyof typeof JobKind;

registerEnumType(JobKind, {
  name: 'JobKind',
  description: 'Kind of a job.',
  valuesConfig: {
    BULK_QUERY: { description: 'Bulk query.' },
    BILL_EXPORT: { description: 'Bill or account statement export on the platform.' },
    STOCK_SYNC: { description: 'Stock sync too large to answer at once.' },
    PRODUCT_SYNDICATE: { description: 'Product copy to other shops.' },
    CHANGE_BACKFILL: { description: 'Backfill of the change feed.' },
  },
});

/** State of a job. */
export const JobStatus = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  PARTIAL: 'PARTIAL',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
} as const satisfies { readonly [S in StatusOfJob]: S };
export type JobStatus = keyof typeof JobStatus;

registerEnumType(JobStatus, {
  name: 'JobStatus',
  description: 'State of a job.',
  valuesConfig: {
    QUEUED: { description: 'Waiting.' },
    RUNNING: { description: 'Running.' },
    SUCCEEDED: { description: 'Done.' },
    PARTIAL: { description: 'Done, some rows failed.' },
    FAILED: { description: 'Failed.' },
    CANCELLED: { description: 'Stopped on request.' },
  },
});
