import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { InboxDepth } from '../push/inbox.js';
import type { PushObserver } from '../push/observer.js';
import type { ReadingObserver } from '../push/reading-observer.js';
import type { Behaviour } from '../subgraph/behaviour.js';
import { createPushMetrics } from './push-metrics.js';
import { createReadingMetrics } from './reading-metrics.js';
import { createSubscriptionMetrics, type SubscriptionObserver } from './subscription-metrics.js';

/** The process's metrics. Labels come from closed sets; nothing a caller names is a label (reliability R33). */
export interface Metrics {
  /** Text in the Prometheus format, and its content type. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Measures every operation. */
  readonly behaviour: Behaviour;
  /** Counts an operation that graphql-js had to execute. */
  countInterpreted(reason: string): void;
  /** Measures push messages. */
  readonly push: PushObserver;
  /** Measures those who listen. */
  readonly subscriptions: SubscriptionObserver;
  /** Measures reconciling reads. */
  readonly readings: ReadingObserver;
  /** Counts a request that was refused before GraphQL. */
  countRefusal(status: number): void;
  /** Frees the event loop's meter. */
  close(): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];
const NANOSECONDS = 1e9;
const DELAY_RESOLUTION_MS = 20;
const READ_CACHE_GAUGES = [
  ['answers', 'Answers kept to be read again.'],
  ['bytes', 'Bytes of the answers kept.'],
  ['running', 'Calls in flight that identical reads may join.'],
  ['waiting', 'Reads that wait for those calls.'],
] as const;

type ReadCacheGauge = (typeof READ_CACHE_GAUGES)[number][0];

/** What the gauges read. */
export interface MetricsOptions {
  /** How full the read cache is; without it there are no gauges of one. */
  readonly readCache?: () => Record<ReadCacheGauge, number>;
  /** How many queries wait for an identical one; without it there is no gauge of them. */
  readonly waitingQueries?: () => number;
  /** How much waits for room in the event loop, likewise. */
  readonly waitingTurns?: () => number;
  /** How many push messages wait, likewise. */
  readonly inboxDepth?: () => Promise<InboxDepth>;
  /** How many listen, likewise. */
  readonly sessions?: () => number;
  /** How far changes were read everywhere, likewise. */
  readonly readUntil?: () => Promise<Date | null>;
}

/** Makes a registry of its own, so that several servers can live in one process. */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  const { readCache, waitingQueries, waitingTurns, inboxDepth, readUntil, sessions } = options;
  const registry = new Registry();
  const registers = [registry];
  const duration = new Histogram({
    name: 'shopgraph_operation_duration_seconds',
    help: 'Time of a GraphQL operation, by its type and the code of its first error.',
    labelNames: ['type', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const inFlight = new Gauge({
    name: 'shopgraph_operations_in_flight',
    help: 'GraphQL operations being worked on.',
    registers,
  });
  const ways = new Counter({
    name: 'shopgraph_operations_total',
    help: 'Operations answered, by way: from the plan cache, or through all steps of the engine.',
    labelNames: ['way'],
    registers,
  });
  const interpreted = new Counter({
    name: 'shopgraph_operations_interpreted_total',
    help: 'Operations that have no plan and were executed by graphql-js, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const upstreamCalls = new Counter({
    name: 'shopgraph_upstream_calls_total',
    help: 'Calls of platforms, by endpoint and outcome: OK or an error code.',
    labelNames: ['platform', 'operation', 'outcome'],
    registers,
  });
  const upstreamDuration = new Histogram({
    name: 'shopgraph_upstream_call_duration_seconds',
    help: 'Time of a call of a platform, attempts and waiting included.',
    labelNames: ['platform'],
    buckets: SECONDS,
    registers,
  });
  const reused = new Counter({
    name: 'shopgraph_reads_reused_total',
    help: 'Reads answered without a call of their own: CACHE, STALE_CACHE, or JOINED to an identical call in flight.',
    labelNames: ['platform', 'how'],
    registers,
  });
  if (readCache !== undefined)
    for (const [what, help] of READ_CACHE_GAUGES)
      new Gauge({
        name: `shopgraph_read_cache_${what}`,
        help,
        registers,
        collect() {
          this.set(readCache()[what]);
        },
      });
  const gauge = (name: string, help: string, read: (() => number) | undefined): void => {
    if (read === undefined) return;
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('shopgraph_queries_waiting', 'Queries that wait for an identical one of the same API key.', waitingQueries);
  gauge('shopgraph_turns_waiting', 'Requests and answers that wait for room in the event loop.', waitingTurns);
  const costRefused = new Counter({
    name: 'shopgraph_cost_refused_total',
    help: 'Operations refused for their cost before anything was called.',
    labelNames: ['code'],
    registers,
  });
  const refusals = new Counter({
    name: 'shopgraph_http_refused_total',
    help: 'Requests refused before GraphQL, by HTTP status.',
    labelNames: ['status'],
    registers,
  });
  const delay: IntervalHistogram = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  new Gauge({
    name: 'shopgraph_event_loop_delay_seconds',
    help: 'Delay of the event loop since the last reading.',
    labelNames: ['quantile'],
    registers,
    collect() {
      // What is measured is the time between two ticks: an idle loop shows the resolution itself.
      for (const quantile of [50, 99, 100])
        this.set(
          { quantile: String(quantile / 100) },
          Math.max(0, delay.percentile(quantile) / NANOSECONDS - DELAY_RESOLUTION_MS / 1000),
        );
      delay.reset();
    },
  });

  const behaviour: Behaviour = {
    start: () => inFlight.inc(),
    abandon: () => inFlight.dec(),
    finish({ context, operation, startedAt, way }, { data, errors }) {
      inFlight.dec();
      const outcome = String(errors?.[0]?.extensions?.['code'] ?? 'OK');
      duration.observe({ type: operation?.operation ?? 'none', outcome }, (performance.now() - startedAt) / 1000);
      ways.inc({ way });
      if (data === undefined && (outcome === 'COST_LIMIT_EXCEEDED' || outcome === 'RATE_LIMITED'))
        costRefused.inc({ code: outcome });
      for (const call of context.trace.calls) {
        const { platform, operation: endpoint, source, joined, attempts } = call;
        if (joined || source !== 'LIVE') reused.inc({ platform, how: joined ? 'JOINED' : source });
        if (attempts === 0) continue;
        upstreamCalls.inc({ platform, operation: endpoint, outcome: call.outcome });
        upstreamDuration.observe({ platform }, call.durationMs / 1000);
      }
    },
  };

  return {
    behaviour,
    push: createPushMetrics(registry, inboxDepth),
    subscriptions: createSubscriptionMetrics(registry, sessions),
    readings: createReadingMetrics(registry, readUntil),
    countInterpreted: (reason) => interpreted.inc({ reason }),
    countRefusal: (status) => refusals.inc({ status: String(status) }),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    close: () => delay.disable(),
  };
}
