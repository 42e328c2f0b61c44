import { AppError } from '../../errors/app-error.js';
import { FAILURES } from '../classify.js';
import type { Clock } from '../clock.js';
import { changed, type Policy, type UpstreamRequest } from '../request.js';
import { failureOf } from '../upstream-error.js';

/** Settings of retries; defaults of reliability R20. */
export interface RetryOptions {
  /** Tries of a read, the first included; 3. */
  readonly tries?: number;
  /** Shortest and longest wait before a retry, in milliseconds; 50 and 1 000. */
  readonly shortestMs?: number;
  readonly longestMs?: number;
}

/** Retries allowed in advance, so that the first failures after a quiet time are not answered to the caller. */
const MOST_SAVED = 3;
const SHARE = 0.1;
const PER_SECOND = 1;

/** What one shop may spend on retries: a tenth of its calls, and one a second at least. */
export class RetryBudget {
  private saved = MOST_SAVED;
  private refilledAt: number;

  constructor(private readonly clock: Clock) {
    this.refilledAt = clock.now();
  }

  /** Notes a call. */
  earn(): void {
    this.saved = Math.min(MOST_SAVED, this.saved + SHARE);
  }

  /** Takes one retry, if there is one. */
  spend(): boolean {
    const now = this.clock.now();
    this.saved = Math.min(MOST_SAVED, this.saved + ((now - this.refilledAt) / 1000) * PER_SECOND);
    this.refilledAt = now;
    if (this.saved < 1) return false;
    this.saved -= 1;
    return true;
  }
}

/**
 * Repeats reads after failures that may pass, with full jitter, inside the deadline and the shop's budget, and of writes
 * those that the platform knows again. What is thrown in the end is the last failure that came from outside: a breaker
 * that opened meanwhile does not hide why. Nor does anything hide that the outcome of a write is open: once one attempt
 * may have been carried out, only a success tells that it was, and no later refusal that it was not.
 * @param deadlineAt on the monotonic clock
 */
export const retry = (budget: RetryBudget, deadlineAt: number, clock: Clock, options: RetryOptions = {}): Policy => ({
  name: 'retry',
  send: async (request, next) => {
    budget.earn();
    const { kind, isRepeatable, knowsRepeats = false } = request.endpoint;
    const tries = (kind === 'read' && isRepeatable) || knowsRepeats ? (options.tries ?? 3) : 1;
    let told: unknown;
    let open: unknown;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await next(attempt === request.attempt ? request : changed(request, { attempt }));
      } catch (error) {
        const isOurRefusal = failureOf(error)?.wasSent === false && told !== undefined;
        told = isOurRefusal && failureOf(error)?.kind !== 'unreachable' ? told : error;
        if (kind === 'write' && isOpen(error)) open = error;
        if (open !== undefined) told = open;
        const wait = attempt < tries ? waitBefore(attempt, error, options) : null;
        if (wait === null || clock.now() + wait >= deadlineAt || !budget.spend()) throw told;
        if (!(await pause(wait, request))) throw told;
      }
    }
  },
});

/** Whether the attempt may have been carried out all the same. */
function isOpen(error: unknown): boolean {
  const failure = failureOf(error);
  return failure?.wasSent === true && FAILURES[failure.kind].isOutcomeOpen;
}

/** Milliseconds to wait before the next attempt; null when this failure is not for repeating. */
function waitBefore(attempt: number, error: unknown, options: RetryOptions): number | null {
  const failure = failureOf(error);
  if (failure === null || !FAILURES[failure.kind].isRepeated) return null;
  const { shortestMs = 50, longestMs = 1000 } = options;
  const highest = Math.min(longestMs, shortestMs * 4 ** attempt);
  const asked = failure.kind === 'throttled' && error instanceof AppError ? (error.detail.retryAfterMs ?? 0) : 0;
  return asked > longestMs ? null : asked + shortestMs + Math.random() * (highest - shortestMs);
}

/** Waits; false when the request ended first. */
function pause(ms: number, { signal }: UpstreamRequest): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const over = (isWhole: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      resolve(isWhole);
    };
    const leave = (): void => over(false);
    const timer = setTimeout(over, ms, true);
    signal.addEventListener('abort', leave, { once: true });
  });
}
