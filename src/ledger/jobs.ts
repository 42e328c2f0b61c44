import type { ErrorCode } from '../errors/codes.js';

/** Kinds of jobs, as in the graph's `JobKind`. */
export const JOB_KINDS = ['BULK_QUERY', 'BILL_EXPORT', 'STOCK_SYNC', 'PRODUCT_SYNDICATE', 'CHANGE_BACKFILL'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** QUEUED and RUNNING are open; the others are ends. */
export type JobStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'PARTIAL' | 'FAILED' | 'CANCELLED';

/** An expected failure that a job met, for whoever asked for it. */
export interface JobFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly path?: readonly string[];
  /** Global id of the shop concerned. */
  readonly shopId?: string;
  readonly retryable: boolean;
}

/** A job to be done. */
export interface NewJob {
  readonly tenantId: string;
  /** Id of the API key that asked for it. */
  readonly keyId: string;
  readonly kind: JobKind;
  /** Shops it is about: who may not see all of them does not see the job. Empty: about the tenant. */
  readonly shopKeys: readonly string[];
  /** JSON text of what is to be done; no secret, no personal data. */
  readonly spec: string;
}

/** How a job is made. */
export interface JobOrder extends NewJob {
  /** The journal's id of the write that makes it: made a second time, the job is the one there is. Absent: always another. */
  readonly operationId?: string;
}

/** How far a job has come. */
export interface JobStep {
  /** JSON text to go on with after a stop; null: from the beginning. */
  readonly state: string | null;
  readonly rowCount: number;
  /** 0 to 1; null where it is not known. */
  readonly progress: number | null;
}

/** A job as it is kept. */
export interface JobRecord extends NewJob, JobStep {
  /** Random, of `[a-z0-9]`. */
  readonly id: string;
  readonly status: JobStatus;
  readonly failures: readonly JobFailure[];
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** A job that somebody works on. */
export interface ClaimedJob extends JobRecord {
  /** Rises with each claim: who was overtaken changes nothing any more. */
  readonly fence: number;
  /** Claims since it last came further, this one included. */
  readonly attempts: number;
}

/** How a job ended. */
export interface JobEnd {
  readonly status: Exclude<JobStatus, 'QUEUED' | 'RUNNING'>;
  readonly failures: readonly JobFailure[];
}

/**
 * Port of jobs (reliability section 6): accepted is committed, and a job whose process died is claimed by the next. Every method
 * throws AppError STORAGE_UNAVAILABLE when the store cannot do its work.
 */
export interface Jobs {
  /** @throws AppError RATE_LIMITED when a hundred jobs of the tenant are open */
  create(job: JobOrder): Promise<JobRecord>;
  /** A job of the tenant; null for another's and a missing one alike. */
  find(tenantId: string, id: string): Promise<JobRecord | null>;
  /**
   * A job of these kinds that nobody works on, with a lease on it: of the tenant of whom the fewest are worked on, the oldest.
   * Null when there is none.
   */
  claim(kinds: readonly JobKind[], leaseMs: number): Promise<ClaimedJob | null>;
  /**
   * Lengthens the lease, and notes how far the job has come.
   * @param step null: no further than before
   * @returns false when it was overtaken or ended
   */
  hold(job: ClaimedJob, step: JobStep | null, leaseMs: number): Promise<boolean>;
  /**
   * Gives the job back, to be claimed again after so many milliseconds. Nothing happens when it was overtaken.
   * @param isTried false: this claim does not count among its attempts
   */
  release(job: ClaimedJob, afterMs: number, isTried?: boolean): Promise<void>;
  /** Ends the job. @returns false when it was overtaken or ended before */
  finish(job: ClaimedJob, end: JobEnd): Promise<boolean>;
  /** Removes some that ended before an instant. @returns how many */
  prune(before: Date, limit: number): Promise<number>;
}
