import { LRUCache } from 'lru-cache';
import type { CallTrace } from '../log/call-trace.js';
import type { Logger } from '../log/logger.js';
import { shopGlobalId } from '../tenants/global-id.js';
import type { Shop } from '../tenants/shop.js';
import type { Clock } from './clock.js';
import type { Destination, Dispatchers, ProxyHop } from './dispatchers.js';
import { LatencyWindow } from './latency-window.js';
import { type LineKeyParts, lineKey, lineOf } from './line-key.js';
import { pipeline } from './pipeline.js';
import { type BreakerOptions, breaker, CircuitBreaker, type CircuitState } from './policies/breaker.js';
import { deadline } from './policies/deadline.js';
import { measure } from './policies/measure.js';
import { RetryBudget, type RetryOptions, retry } from './policies/retry.js';
import { type ReadReuse, reuse } from './policies/reuse.js';
import { AimdLimiter, type ThrottleOptions, throttle } from './policies/throttle.js';
import { traced } from './policies/trace.js';
import { ReadCache } from './read-cache.js';
import type { Policy, Send } from './request.js';
import { type Judge, requestHeaders, sendOver } from './send.js';

/** Settings of every line of a platform. */
export interface LineOptions {
  readonly dispatchers: Dispatchers;
  /** Base URL of the platform in each environment; a path is put before every endpoint's. */
  readonly baseUrls: Readonly<Record<LineKeyParts['environment'], URL>>;
  /** Headers that the platform wants with every call, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly judge: Judge;
  readonly clock: Clock;
  /** Milliseconds of one try; 5 000 (reliability section 2). */
  readonly tryMs?: number;
  readonly throttle?: ThrottleOptions;
  readonly breaker?: BreakerOptions;
  readonly retry?: RetryOptions;
  /** Lines remembered at once; 2 000. A forgotten line starts afresh. */
  readonly maxLines?: number;
  /** Answers that requests share; one of its own unless told. */
  readonly readCache?: ReadCache;
}

/** What one request gives to its calls. Its signal goes with each call. */
export interface CallContext {
  readonly trace: CallTrace;
  /** On the monotonic clock. */
  readonly deadlineAt: number;
  readonly log: Logger;
  /** How far its reads may be answered without a call of their own; all are live when absent. */
  readonly reads?: ReadReuse;
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
  /** Global id of the shop. */
  readonly shopId: string;
  /** The way to the platform without a proxy. */
  readonly direct: Destination;
  /** Path of the base URL, put before an endpoint's; empty for none. */
  readonly basePath: string;
  readonly limiter: AimdLimiter;
  readonly budget: RetryBudget;
  readonly latency: LatencyWindow;
  readonly reads: CircuitBreaker;
  readonly writes: CircuitBreaker;

  constructor(parts: LineKeyParts, { clock, baseUrls, throttle: limits, breaker: circuit }: LineOptions) {
    const { origin, pathname } = baseUrls[parts.environment];
    this.shopId = shopGlobalId(parts.shopKey);
    this.direct = { line: parts, origin, proxy: null };
    this.basePath = pathname.replace(/\/$/, '');
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
  /**
   * The pipe of one shop in one request; `token` and `proxy` are asked for every attempt.
   * @param proxy null for a shop whose bytes never take one
   */
  pipe(shop: Shop, call: CallContext, token: Policy, proxy: (() => Promise<ProxyHop | null>) | null): Send;
  /** Ends the answers that are kept of a shop: it has changed, and not by a call of ours. */
  noteChange(shop: Shop): void;
  /** State of the line to a shop in the environment it is in; of one not called yet, that of a fresh line. */
  health(shop: Shop): LineState;
}

/** Makes the lines. Their number is bounded; the one used longest ago is forgotten first. */
export function createLines(options: LineOptions): Lines {
  const { clock, dispatchers, judge, readCache: cache = new ReadCache() } = options;
  const lines = new LRUCache<string, Line>({ max: options.maxLines ?? 2000 });
  const lineAt = (key: string, parts: LineKeyParts): Line => {
    const known = lines.get(key);
    if (known !== undefined) return known;
    const line = new Line(parts, options);
    lines.set(key, line);
    return line;
  };
  const headers = requestHeaders(options.headers);
  const tryMs = options.tryMs ?? 5000;
  return {
    pipe(shop, { trace, deadlineAt, log, reads: shared }, token, proxy) {
      const place = lineOf(shop);
      const key = lineKey(place);
      const line = lineAt(key, place);
      const { direct, shopId, basePath } = line;
      const parts = { ...place, credentialVersion: shop.credentialVersion, settingsAt: shop.updatedAt.getTime() };
      const last = sendOver({
        exchange:
          proxy === null
            ? (request) => dispatchers.send(direct, request)
            : async (request) => dispatchers.send({ ...direct, proxy: await proxy() }, request),
        judge,
        basePath,
        headers,
        tryMs,
        clock,
      });
      // The order of the pipe. Each of those who share a read has a deadline of its own. A retry asks breaker and limiter
      // anew, so that it holds no place while it waits, stops when the breaker opens, and is throttled like any other
      // call. The token is asked for per attempt, and before a place is taken, so that a slow renewal holds none.
      const pipeWith = (circuit: CircuitBreaker): Send =>
        pipeline(
          [
            traced({ trace, log, shopId, clock }),
            deadline(deadlineAt, clock),
            reuse({ cache, parts, line: key, reads: shared, deadlineAt, clock }),
            retry(line.budget, deadlineAt, clock, options.retry),
            breaker(circuit),
            token,
            throttle(line.limiter),
            measure(line.latency, clock),
          ],
          last,
        );
      let reads: Send | undefined;
      let writes: Send | undefined;
      return (request) => {
        if (request.endpoint.kind === 'read') {
          reads ??= pipeWith(line.reads);
          return reads(request);
        }
        writes ??= pipeWith(line.writes);
        return writes(request);
      };
    },
    noteChange: (shop) => cache.noteWrite(lineKey(lineOf(shop))),
    health(shop) {
      const place = lineOf(shop);
      return (lines.peek(lineKey(place)) ?? new Line(place, options)).state;
    },
  };
}
