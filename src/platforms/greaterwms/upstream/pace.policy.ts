import type { Clock } from '../../../upstream/clock.js';
import type { EndSignal } from '../../../upstream/ending.js';
import type { Policy, UpstreamRequest } from '../../../upstream/request.js';
import { upstreamError } from '../../../upstream/upstream-error.js';

/** What the host lets pass in one second: 4 POST and 5 GET of one token, and refused ones count too (its page, section 1.2). */
const PER_WINDOW = { POST: 4, GET: 5 } as const;
/** Longer than the host's second by what the way there may shorten it. */
const WINDOW_MS = 1_100;
/** A call that would have to wait longer is refused here. */
const LONGEST_WAIT_MS = 5_000;

/** Times at which calls of one method leave; never more than so many within a window. */
export class Pacer {
  private readonly leaving: number[] = [];

  constructor(
    private readonly most: number,
    private readonly clock: Clock,
  ) {}

  /** Takes the next place. @returns milliseconds to wait for it; null when that is too long, and no place is taken then */
  next(): number | null {
    const now = this.clock.now();
    const before = this.leaving.at(-this.most);
    const at = before === undefined ? now : Math.max(now, before + WINDOW_MS);
    if (at - now > LONGEST_WAIT_MS) return null;
    this.leaving.push(at);
    if (this.leaving.length > this.most) this.leaving.shift();
    return at - now;
  }
}

/**
 * Lets calls go no faster than the host takes them, whichever shop they are for: the host counts by token, and there is one.
 * Waiting counts against the deadline.
 */
export function pace(clock: Clock): Policy {
  const pacers = { POST: new Pacer(PER_WINDOW.POST, clock), GET: new Pacer(PER_WINDOW.GET, clock) };
  return {
    name: 'pace',
    send: async (request, next) => {
      const wait = pacers[request.endpoint.method].next();
      if (wait === null) throw refusal(request, 'queue-full');
      if (wait > 0 && !(await waited(wait, request.signal))) throw refusal(request, 'deadline');
      return next(request);
    },
  };
}

const refusal = (request: UpstreamRequest, kind: 'queue-full' | 'deadline'): Error =>
  upstreamError(request, { kind, ...(kind === 'queue-full' ? { retryAfterMs: LONGEST_WAIT_MS } : {}) }, false);

/** Waits; false when the signal ended first. */
function waited(ms: number, signal: EndSignal): Promise<boolean> {
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
