import type { Clock } from '../clock.js';
import type { EndSignal } from '../ending.js';
import type { Policy, UpstreamRequest } from '../request.js';
import { failureOf, upstreamError } from '../upstream-error.js';

/** Settings of a limiter; defaults of reliability R21. */
export interface ThrottleOptions {
  /** Calls in flight at first; 10. */
  readonly start?: number;
  /** Never fewer; 1. */
  readonly least?: number;
  /** Never more; 50. */
  readonly most?: number;
  /** Calls that may wait, at least; the queue is as long as twice the limit, or this. 100. */
  readonly leastQueue?: number;
  /** Milliseconds a call may wait; 500. */
  readonly queueMs?: number;
}

interface Waiting {
  readonly grant: () => void;
  readonly refuse: () => void;
}

/** What a call holds while it is in flight. */
export interface Permit {
  /** Gives the place back; `isThrottled` when the platform refused for its rate. Further calls do nothing. */
  release(outcome: 'answered' | 'throttled' | 'other'): void;
}

/**
 * Calls in flight to one shop: additive increase, multiplicative decrease. The limit grows by one after a full round
 * of answers while it is in use, and halves when the platform throttles, once per round: answers to calls that left
 * before the last halving say nothing new.
 */
export class AimdLimiter {
  private limit: number;
  private inFlight = 0;
  private readonly waiting = new Set<Waiting>();
  private halvedAt = Number.NEGATIVE_INFINITY;
  private readonly options: Required<ThrottleOptions>;

  constructor(
    private readonly clock: Clock,
    options: ThrottleOptions = {},
  ) {
    this.options = { start: 10, least: 1, most: 50, leastQueue: 100, queueMs: 500, ...options };
    this.limit = this.options.start;
  }

  /** Most calls in flight now. */
  get maximum(): number {
    return Math.floor(this.limit);
  }

  /** Calls that could start now. */
  get available(): number {
    return Math.max(0, this.maximum - this.inFlight);
  }

  /** Calls that wait. */
  get queued(): number {
    return this.waiting.size;
  }

  /** Milliseconds after which a refused call had better be repeated. */
  get retryAfterMs(): number {
    return this.options.queueMs;
  }

  /** A place, at once or after waiting; null when the queue is full or the wait too long. Ends with the signal. */
  async acquire(signal: EndSignal): Promise<Permit | null> {
    if (this.available > 0 && this.waiting.size === 0) return this.take();
    if (this.waiting.size >= Math.max(2 * this.maximum, this.options.leastQueue)) return null;
    return new Promise((resolve) => {
      const leave = (permit: Permit | null): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', entry.refuse);
        this.waiting.delete(entry);
        resolve(permit);
      };
      const entry: Waiting = { grant: () => leave(this.take()), refuse: () => leave(null) };
      const timer = setTimeout(entry.refuse, this.options.queueMs);
      signal.addEventListener('abort', entry.refuse, { once: true });
      this.waiting.add(entry);
    });
  }

  private take(): Permit {
    const startedAt = this.clock.now();
    const wasFull = this.available <= 1;
    this.inFlight += 1;
    let isHeld = true;
    return {
      release: (outcome) => {
        if (!isHeld) return;
        isHeld = false;
        this.inFlight -= 1;
        if (outcome === 'throttled') this.halve(startedAt);
        else if (outcome === 'answered' && wasFull)
          this.limit = Math.min(this.options.most, this.limit + 1 / this.limit);
        this.grantWaiting();
      },
    };
  }

  private halve(startedAt: number): void {
    if (startedAt < this.halvedAt) return;
    this.limit = Math.max(this.options.least, this.limit / 2);
    this.halvedAt = this.clock.now();
  }

  private grantWaiting(): void {
    for (const entry of this.waiting) {
      if (this.available === 0) return;
      entry.grant();
    }
  }
}

/** Holds a place in the shop's limiter for one attempt; waiting counts against the deadline. */
export const throttle = (limiter: AimdLimiter): Policy => ({
  name: 'throttle',
  send: async (request, next) => {
    const permit = await limiter.acquire(request.signal);
    if (permit === null) throw refusal(request, limiter);
    try {
      const response = await next(request);
      permit.release('answered');
      return response;
    } catch (error) {
      permit.release(failureOf(error)?.kind === 'throttled' ? 'throttled' : 'other');
      throw error;
    }
  },
});

function refusal(request: UpstreamRequest, limiter: AimdLimiter): Error {
  if (request.signal.aborted) return upstreamError(request, { kind: 'deadline' }, false);
  const { retryAfterMs } = limiter;
  return upstreamError(
    request,
    { kind: 'queue-full', retryAfterMs, detail: 'too many calls wait for this shop' },
    false,
  );
}
