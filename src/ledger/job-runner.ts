import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { AppError } from '../errors/app-error.js';
import type { ClaimedJob, JobEnd, JobKind, JobStep, Jobs } from './jobs.js';

/** What is done for a kind of job. */
export interface JobWork {
  /**
   * Does the job from where its state says it is. Awaits `note` often: what is noted is not done again after a stop.
   * @param signal ends when the process stops or the job was lost; the work then rejects, or returns what counts no more
   */
  run(job: ClaimedJob, note: (step: JobStep) => Promise<void>, signal: AbortSignal): Promise<JobEnd>;
}

/** What the runner is made of. */
export interface JobRunnerParts {
  readonly jobs: Jobs;
  readonly works: ReadonlyMap<JobKind, JobWork>;
  readonly log: Logger;
  /** Wall clock. */
  readonly now?: () => Date;
}

/** How often jobs of other processes, and those given back, are looked for. */
const POLL_MS = 1_000;
/** Time after which the job of a process that is gone is claimed by another. */
const LEASE_MS = 15_000;
const HEARTBEAT_MS = 5_000;
const MAX_AT_ONCE = 4;
/** Claims without a step further, after which a job has failed: it may be what ends the process. */
const MAX_ATTEMPTS = 5;
const RETRY_MS = 5_000;
/** How long jobs that ended are kept: as long as the changes they speak of. */
const KEPT_MS = 30 * 24 * 3600_000;
const SWEEP_MS = 3600_000;

/** Works on jobs, some at a time, each with a lease that is renewed while its work runs. */
export class JobRunner {
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private timers: NodeJS.Timeout[] = [];
  private claiming: Promise<void> | undefined;
  private sweeping: Promise<void> | undefined;
  private isWanted = false;

  constructor(private readonly parts: JobRunnerParts) {}

  start(): void {
    if (this.timers.length > 0) return;
    this.timers = [setInterval(() => this.wake(), POLL_MS).unref(), setInterval(() => this.sweep(), SWEEP_MS).unref()];
    // Processes that are replaced each day, or each hour, sweep as well.
    this.sweep();
    this.wake();
  }

  /** There may be a job. */
  wake(): void {
    if (this.timers.length === 0) return;
    this.isWanted = true;
    this.claiming ??= this.claimAll().finally(() => {
      this.claiming = undefined;
    });
  }

  /** Claims no more; jobs in work are given back after their step, and are carried on by the next process. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    this.stopping.abort();
    await Promise.all([this.claiming, this.sweeping]);
    await Promise.all(this.running);
  }

  private async claimAll(): Promise<void> {
    const { jobs, works, log } = this.parts;
    try {
      while (this.isWanted && this.running.size < MAX_AT_ONCE && !this.stopping.signal.aborted) {
        this.isWanted = false;
        const job = await jobs.claim([...works.keys()], LEASE_MS);
        if (job === null) return;
        this.isWanted = true;
        const work = this.perform(job).finally(() => {
          this.running.delete(work);
          this.wake();
        });
        this.running.add(work);
      }
    } catch (err) {
      log.warn({ err }, 'jobs could not be looked for');
    }
  }

  /** Never rejects. */
  private async perform(job: ClaimedJob): Promise<void> {
    const { jobs, works } = this.parts;
    const ended = new AbortController();
    const onStop = (): void => ended.abort();
    this.stopping.signal.addEventListener('abort', onStop, { once: true });
    if (this.stopping.signal.aborted) onStop();
    const hold = async (step: JobStep | null): Promise<void> => {
      if (await jobs.hold(job, step, LEASE_MS)) return;
      ended.abort();
      throw new LostJob();
    };
    const heartbeat = setInterval(() => void hold(null).catch(() => undefined), HEARTBEAT_MS).unref();
    try {
      const work = works.get(job.kind);
      const end = work === undefined || job.attempts > MAX_ATTEMPTS ? FAILED : await work.run(job, hold, ended.signal);
      await this.finish(job, end);
    } catch (error) {
      await this.giveUp(job, error);
    } finally {
      clearInterval(heartbeat);
      this.stopping.signal.removeEventListener('abort', onStop);
    }
  }

  private async giveUp(job: ClaimedJob, error: unknown): Promise<void> {
    const { jobs, log } = this.parts;
    if (error instanceof LostJob) return;
    try {
      if (this.stopping.signal.aborted) return await jobs.release(job, 0, false);
      if (error instanceof AppError && error.retryable) return await jobs.release(job, RETRY_MS);
      const requestId = randomUUID();
      log.error({ err: error, job: job.id, kind: job.kind, requestId }, 'a job has failed');
      await this.finish(job, error instanceof AppError ? failed(error) : FAILED);
    } catch (err) {
      // Its lease ends by itself, and it is claimed again.
      log.warn({ err, job: job.id }, 'a job could not be given back');
    }
  }

  /** What was overtaken has not ended: another goes on with it. */
  private async finish(job: ClaimedJob, end: JobEnd): Promise<void> {
    const { jobs, log } = this.parts;
    const facts = { job: job.id, kind: job.kind, status: end.status };
    if (await jobs.finish(job, end)) log.info(facts, 'a job has ended');
    else log.info(facts, 'a job was carried on by another before it ended here');
  }

  private sweep(): void {
    const before = new Date((this.parts.now?.() ?? new Date()).getTime() - KEPT_MS);
    this.sweeping ??= this.parts.jobs
      .prune(before, 1_000)
      .then(
        () => undefined,
        (err: unknown) => this.parts.log.warn({ err }, 'old jobs could not be removed'),
      )
      .finally(() => {
        this.sweeping = undefined;
      });
  }
}

/** Somebody else works on the job, or it has ended. */
class LostJob extends Error {}

const failed = (error: AppError): JobEnd => {
  const { code, message, retryable, detail } = error;
  const path = detail.path === undefined ? {} : { path: detail.path };
  const shopId = detail.shopId === undefined ? {} : { shopId: detail.shopId };
  return { status: 'FAILED', failures: [{ code, message, retryable, ...path, ...shopId }] };
};
const FAILED = failed(new AppError('INTERNAL', 'The job failed for a reason that is not its own; ask again.'));
