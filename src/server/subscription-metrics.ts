import { Counter, Gauge, type Registry } from 'prom-client';

/** The ways a subscription is carried; a closed set, for metrics. */
export type Transport = 'websocket' | 'event-stream';

/** Why a session was ended by this side. */
export type EndReason = 'stopping' | 'unauthenticated' | 'slow' | 'silent' | 'idle' | 'too_many' | 'protocol';

/** Told what becomes of those who listen. */
export interface SubscriptionObserver {
  opened(transport: Transport): void;
  closed(transport: Transport): void;
  /** A session, or one that wanted to be. */
  ended(transport: Transport, reason: EndReason): void;
}

/** The metrics of subscriptions. Labels come from closed sets (reliability R33). */
export function createSubscriptionMetrics(registry: Registry, sessions?: () => number): SubscriptionObserver {
  const registers = [registry];
  const open = new Gauge({
    name: 'shopgraph_subscriptions',
    help: 'Subscriptions open now.',
    labelNames: ['transport'],
    registers,
  });
  const ended = new Counter({
    name: 'shopgraph_subscription_sessions_ended_total',
    help: 'WebSockets and event streams that this side ended or did not take, by reason.',
    labelNames: ['transport', 'reason'],
    registers,
  });
  if (sessions !== undefined)
    new Gauge({
      name: 'shopgraph_subscription_sessions',
      help: 'WebSockets and event streams open now.',
      registers,
      collect() {
        this.set(sessions());
      },
    });
  return {
    opened: (transport) => open.inc({ transport }),
    closed: (transport) => open.dec({ transport }),
    ended: (transport, reason) => ended.inc({ transport, reason }),
  };
}
