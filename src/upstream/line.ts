import { LRUCache } from 'lru-cache';
import type { CallTrace } from '../log/call-trace.js';
import type { Logger } from '../log/logger.js';
import { shopGlobalId } from '../tenants/global-id.js';
import type { Shop } from '../tenants/shop.js';
import type { Clock } from './clock.js';
import type { Dispatchers, ProxyHop } from './dispatchers.js';
import { LatencyWindow } from './latency-window.js';
import { type LineKeyParts, lineKey, lineOf } from './line-key.js';
import { pipeline } from './pipeline.js';
import { type BreakerOptions, breaker, CircuitBreaker, type CircuitState } from './policies/breaker.js';
import { deadline } from './policies/deadline.js';
import { measure } from './policies/measure.js';
import { RetryBudget, type RetryOptions, retry } from './policies/retry.js';
import { AimdLimiter, type ThrottleOptions, throttle } from './policies/throttle.js';
import { traced } from './policies/trace.js';
import type { Policy, Send } from './request.js';
import { type Judge, sendOver } from './send.js';

/** Settings of every line of a platform. */
export interface LineOptions {
  readonly dispatchers: Dispatchers;
  /** Base URL of the platform; a path is put before every endpoint's. */
  readonly baseUrl: URL;
  readonly judge: Judge;
  readonly clock: Clock;
  /** Milliseconds of one try; 5 000 (reliability section 2). */
  readonly tryMs?: number;
  readonly throttle?: ThrottleOptions;
  readonly breaker?: BreakerOptions;
  readonly retry?: RetryOptions;
  /** Lines remembered at once; 2 000. A forgotten line starts afresh. */
  readonly maxLines?: number;
}

/** What one request gives to its calls. Its signal goes with each call. */
export interface CallContext {
  readonly trace: CallTrace;
  /** On the monotonic clock. */
  readonly deadlineAt: number;
  readonly log: Logger;
}

/** State of a line, structurally the contract's `LineHealth`. */
export interface LineState {
  readonly circuit: CircuitState;
  readonly lastSuccessAt: Date | null;
  readonly p50LatencyMs: number | null;
  readonly p99LatencyMs: number | null;
  readonly rateBuckets: readonly {
    readonly name: string;
    readonly restoreRate: number;
    readonly maximumAvailable: number;
    readonly currentlyAvailable: number;
    readonly queued: number;
  }[];
}

/** What is remembered of the line to one shop. Reads and writes have a breaker each. */
class Line {
  readonly limiter: AimdLimiter;
  readonly budget: RetryBudget;
  readonly latency: LatencyWindow;
  readonly reads: CircuitBreaker;
  readonly writes: CircuitBreaker;

  constructor({ clock, throttle: limits, breaker: circuit }: LineOptions) {
    this.limiter = new AimdLimiter(clock, limits);
    this.budget = new RetryBudget(clock);
    this.latency = new LatencyWindow(clock);
    this.reads = new CircuitBreaker(clock, circuit);
    this.writes = new CircuitBreaker(clock, circuit);
  }

  get state(): LineState {
    const [p50 = null, p99 = null] = this.latency.percentiles([0.5, 0.99]);
    const { maximum, available, queued } = this.limiter;
    const states = [this.reads.state, this.writes.state];
    return {
      circuit: states.includes('OPEN') ? 'OPEN' : states.includes('HALF_OPEN') ? 'HALF_OPEN' : 'CLOSED',
      lastSuccessAt: this.latency.lastSuccessAt,
      p50LatencyMs: p50,
      p99LatencyMs: p99,
      rateBuckets: [
        {
          name: 'calls in flight',
          restoreRate: Math.round((maximum * 1000) / Math.max(1, p50 ?? 1000)),
          maximumAvailable: maximum,
          currentlyAvailable: available,
          queued,
        },
      ],
    };
  }
}

/** The lines of one platform, one per tenant, shop and environment. */
export interface Lines {
  /** The pipe of one shop in one request; `token` and `proxy` are asked for every attempt. */
  pipe(shop: Shop, call: CallContext, token: Policy, proxy: () => Promise<ProxyHop | null>): Send;
  /** State of the line to a shop, whichever environment it is in. */
  health(tenantId: string, platform: string, shopKey: string): LineState;
}

/** Makes the lines. Their number is bounded; the one used longest ago is forgotten first. */
export function createLines(options: LineOptions): Lines {
  const { clock, dispatchers, baseUrl, judge } = options;
  const lines = new LRUCache<string, Line>({ max: options.maxLines ?? 2000 });
  const lineAt = (parts: LineKeyParts): Line => {
    const key = lineKey(parts);
    const line = lines.get(key) ?? new Line(options);
    lines.set(key, line);
    return line;
  };
  return {
    pipe(shop, { trace, deadlineAt, log }, token, proxy) {
      const line = lineAt(lineOf(shop));
      const place = { line: lineOf(shop), origin: baseUrl.origin };
      const last = sendOver({
        exchange: async (request) => dispatchers.send({ ...place, proxy: await proxy() }, request),
        judge,
        basePath: baseUrl.pathname.replace(/\/$/, ''),
        tryMs: options.tryMs ?? 5000,
        clock,
      });
      // The order of the pipe. A retry asks breaker and limiter anew, so that it holds no place while it waits, stops
      // when the breaker opens, and is throttled like any other call. The token is asked for per attempt, and before a
      // place is taken, so that a slow renewal holds none.
      const pipeWith = (circuit: CircuitBreaker): Send =>
        pipeline(
          [
            traced({ trace, log, shopId: shopGlobalId(shop.key), clock }),
            deadline(deadlineAt, clock),
            retry(line.budget, deadlineAt, clock, options.retry),
            breaker(circuit),
            token,
            throttle(line.limiter),
            measure(line.latency, clock),
          ],
          last,
        );
      const reads = pipeWith(line.reads);
      const writes = pipeWith(line.writes);
      return (request) => (request.endpoint.kind === 'read' ? reads(request) : writes(request));
    },
    health(tenantId, platform, shopKey) {
      const at = (environment: 'live' | 'sandbox') => lines.peek(lineKey({ tenantId, shopKey, environment, platform }));
      return (at('live') ?? at('sandbox') ?? new Line(options)).state;
    },
  };
}
