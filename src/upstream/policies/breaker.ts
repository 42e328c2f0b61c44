import { FAILURES } from '../classify.js';
import type { Clock } from '../clock.js';
import type { Policy } from '../request.js';
import { failureOf, upstreamError } from '../upstream-error.js';

/** State of a breaker, as `ShopHealth.circuit` shows it. */
export type CircuitState = 'CLOSED' | 'HALF_OPEN' | 'OPEN';

/** Settings of a breaker; defaults of reliability R21. */
export interface BreakerOptions {
  /** Milliseconds that are looked back on; 10 000. */
  readonly windowMs?: number;
  /** Fewer calls in the window say nothing; 20. */
  readonly leastCalls?: number;
  /** Share of failures that opens; 0.5. */
  readonly failureShare?: number;
  /** Failures in a row that open at once; 5. */
  readonly inARow?: number;
  /** Milliseconds it stays open at first, doubling with each failed probe; 5 000. */
  readonly openMs?: number;
  /** Never longer; 60 000. */
  readonly longestMs?: number;
}

/** Reports what became of an admitted call; to be called exactly once. */
export type Report = (outcome: 'answered' | 'failed' | 'says-nothing') => void;

const SLOTS = 10;

/** Pauses calls while the transport to one shop fails. Kept per shop, environment, and read or write. */
export class CircuitBreaker {
  private openUntil: number | null = null;
  private openFor: number;
  private isProbing = false;
  private inARow = 0;
  /** Rises with every change of state; a report of a call from before says nothing about now. */
  private era = 0;
  private slots: { at: number; calls: number; failures: number }[] = [];
  private readonly options: Required<BreakerOptions>;

  constructor(
    private readonly clock: Clock,
    options: BreakerOptions = {},
  ) {
    this.options = {
      windowMs: 10_000,
      leastCalls: 20,
      failureShare: 0.5,
      inARow: 5,
      openMs: 5000,
      longestMs: 60_000,
      ...options,
    };
    this.openFor = this.options.openMs;
  }

  get state(): CircuitState {
    if (this.openUntil === null) return 'CLOSED';
    return this.clock.now() >= this.openUntil ? 'HALF_OPEN' : 'OPEN';
  }

  /** Milliseconds until a call has a chance again. */
  get retryAfterMs(): number {
    return this.openUntil === null ? 0 : Math.max(this.openUntil - this.clock.now(), 1000);
  }

  /** Lets a call through, or answers null. While half open, one call at a time is let through: the probe. */
  admit(): Report | null {
    const { state } = this;
    if (state === 'OPEN' || (state === 'HALF_OPEN' && this.isProbing)) return null;
    const isProbe = state === 'HALF_OPEN';
    if (isProbe) this.isProbing = true;
    const { era } = this;
    return (outcome) => {
      if (era !== this.era) return;
      if (isProbe) this.endProbe(outcome);
      else if (outcome !== 'says-nothing') this.count(outcome === 'failed');
    };
  }

  private endProbe(outcome: 'answered' | 'failed' | 'says-nothing'): void {
    this.isProbing = false;
    if (outcome === 'says-nothing') return;
    if (outcome === 'failed') this.open(Math.min(this.options.longestMs, this.openFor * 2));
    else this.close();
  }

  private count(hasFailed: boolean): void {
    const now = this.clock.now();
    const width = this.options.windowMs / SLOTS;
    const at = Math.floor(now / width);
    let slot = this.slots.at(-1);
    if (slot?.at !== at) {
      slot = { at, calls: 0, failures: 0 };
      this.slots = [...this.slots.filter((one) => one.at > at - SLOTS), slot];
    }
    slot.calls += 1;
    slot.failures += hasFailed ? 1 : 0;
    this.inARow = hasFailed ? this.inARow + 1 : 0;
    if (hasFailed && this.isBad()) this.open(this.options.openMs);
  }

  private isBad(): boolean {
    if (this.inARow >= this.options.inARow) return true;
    const calls = this.slots.reduce((sum, slot) => sum + slot.calls, 0);
    const failures = this.slots.reduce((sum, slot) => sum + slot.failures, 0);
    return calls >= this.options.leastCalls && failures >= calls * this.options.failureShare;
  }

  private open(ms: number): void {
    this.openFor = ms;
    this.openUntil = this.clock.now() + ms;
    this.startEra();
  }

  private close(): void {
    this.openUntil = null;
    this.startEra();
  }

  private startEra(): void {
    this.era += 1;
    this.isProbing = false;
    this.inARow = 0;
    this.slots = [];
  }
}

/** Refuses calls while the breaker is open. Refusals by the platform, and throttling, count as answers. */
export const breaker = (circuit: CircuitBreaker): Policy => ({
  name: 'breaker',
  send: async (request, next) => {
    const report = circuit.admit();
    if (report === null) {
      throw upstreamError(request, { kind: 'circuit-open', retryAfterMs: circuit.retryAfterMs }, false);
    }
    try {
      const response = await next(request);
      report('answered');
      return response;
    } catch (error) {
      report(meaningOf(error));
      throw error;
    }
  },
});

const ANSWERS = new Set(['throttled', 'refused', 'missing', 'unauthorized', 'malformed']);

function meaningOf(error: unknown): 'answered' | 'failed' | 'says-nothing' {
  const failure = failureOf(error);
  if (failure === null) return 'says-nothing';
  if (FAILURES[failure.kind].isTransport) return 'failed';
  return ANSWERS.has(failure.kind) ? 'answered' : 'says-nothing';
}
