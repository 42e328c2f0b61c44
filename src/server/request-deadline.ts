import type { FastifyReply } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { HttpRefusal } from './http-refusal.js';

/** Longest time of a request, whatever is configured (reliability section 2). */
const MAX_DEADLINE_MS = 25_000;

/** The time a request has, and the signal that ends it. */
export interface RequestDeadline {
  /** Monotonic clock (`performance.now()`). */
  readonly deadlineAt: number;
  /** Ends when the deadline passes or the client leaves. */
  readonly signal: AbortSignal;
  /** Frees the timer; called once the answer is ready. */
  readonly done: () => void;
}

/**
 * How long a request may take: the configured time, lowered by `X-Deadline-Ms`.
 * @returns milliseconds
 * @throws HttpRefusal 400 for a header that is no positive whole number
 */
export function readDeadlineMs(header: string | string[] | undefined, configuredMs: number): number {
  const longest = Math.min(configuredMs, MAX_DEADLINE_MS);
  if (header === undefined) return longest;
  if (typeof header !== 'string' || !/^[1-9]\d{0,8}$/.test(header))
    throw new HttpRefusal(400, 'INVALID_INPUT', '`X-Deadline-Ms` must be a positive whole number of milliseconds.');
  return Math.min(longest, Number(header));
}

/** Time after the deadline in which fields that were cut off still make a partial answer. */
const GRACE_MS = 500;

/** Fields end by themselves at the deadline; this is for one that does not. Null: the time is over. */
export async function withinDeadline<T>(running: Promise<T>, deadlineAt: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), deadlineAt - performance.now() + GRACE_MS);
  });
  try {
    return await Promise.race([running, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** Starts the clock of a request and watches for the client leaving. */
export function startDeadline(reply: FastifyReply, milliseconds: number): RequestDeadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new AppError('DEADLINE_EXCEEDED')), milliseconds);
  const onClose = () => {
    if (!reply.raw.writableFinished) controller.abort(new AppError('DEADLINE_EXCEEDED', 'The client left.'));
    clearTimeout(timer);
  };
  reply.raw.once('close', onClose);
  return {
    deadlineAt: performance.now() + milliseconds,
    signal: controller.signal,
    done: () => clearTimeout(timer),
  };
}
