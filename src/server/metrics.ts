import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { ApolloServerPlugin } from '@apollo/server';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestContext } from '../subgraph/request-context.js';

/** The process's metrics. Labels come from closed sets; nothing a caller names is a label (reliability R33). */
export interface Metrics {
  /** Text in the Prometheus format, and its content type. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Measures every operation. */
  readonly plugin: ApolloServerPlugin<RequestContext>;
  /** Counts a request that was refused before GraphQL. */
  countRefusal(status: number): void;
  /** Frees the event loop's meter. */
  close(): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];
const NANOSECONDS = 1e9;

/** Makes a registry of its own, so that several servers can live in one process. */
export function createMetrics(): Metrics {
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
  const delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  new Gauge({
    name: 'shopgraph_event_loop_delay_seconds',
    help: 'Delay of the event loop since the last reading.',
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const quantile of [50, 99, 100])
        this.set({ quantile: String(quantile / 100) }, delay.percentile(quantile) / NANOSECONDS);
      delay.reset();
    },
  });

  const plugin: ApolloServerPlugin<RequestContext> = {
    async requestDidStart() {
      const startedAt = performance.now();
      inFlight.inc();
      return {
        async willSendResponse({ response, operation, contextValue }) {
          inFlight.dec();
          const result = response.body.kind === 'single' ? response.body.singleResult : { data: null };
          const outcome = String(result.errors?.[0]?.extensions?.['code'] ?? 'OK');
          duration.observe({ type: operation?.operation ?? 'none', outcome }, (performance.now() - startedAt) / 1000);
          if (result.data === undefined && (outcome === 'COST_LIMIT_EXCEEDED' || outcome === 'RATE_LIMITED'))
            costRefused.inc({ code: outcome });
          for (const call of contextValue.trace.calls) {
            upstreamCalls.inc({ platform: call.platform, operation: call.operation, outcome: call.outcome });
            upstreamDuration.observe({ platform: call.platform }, call.durationMs / 1000);
          }
        },
        async unexpectedErrorProcessingRequest() {
          inFlight.dec();
        },
      };
    },
  };

  return {
    plugin,
    countRefusal: (status) => refusals.inc({ status: String(status) }),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    close: () => delay.disable(),
  };
}
