import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { InboxDepth } from '../push/inbox.js';
import type { PushObserver } from '../push/observer.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];

/** The metrics of push messages. Labels come from the closed sets of `PushObserver` (reliability R33). */
export function createPushMetrics(registry: Registry, depth?: () => Promise<InboxDepth>): PushObserver {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]): Counter<L> =>
    new Counter({ name: `shopgraph_push_${name}_total`, help, labelNames, registers });
  const received = counter('received', 'Messages stored.', 'platform');
  const refused = counter('refused', 'Bodies that were not taken, by reason.', 'platform', 'reason');
  const duplicates = counter('duplicates', 'Messages that were there already.', 'platform');
  const quarantined = counter('quarantined', 'Messages kept for a person to look at, by reason.', 'platform', 'reason');
  const dispatched = counter(
    'dispatched',
    'Ends of tries, by outcome; PARKED is the last of a message.',
    'platform',
    'outcome',
  );
  const acknowledged = new Histogram({
    name: 'shopgraph_push_ack_seconds',
    help: 'Time from the arrival of a body to its acknowledgement.',
    labelNames: ['platform'],
    buckets: SECONDS,
    registers,
  });
  if (depth !== undefined)
    new Gauge({
      name: 'shopgraph_push_inbox_messages',
      help: 'Messages that wait: to be dispatched (pending), or for a person (parked, quarantined).',
      labelNames: ['state'],
      registers,
      async collect() {
        try {
          for (const [state, count] of Object.entries(await depth())) this.set({ state }, count);
        } catch {
          // The store cannot be read now; the other metrics are told all the same.
          this.reset();
        }
      },
    });
  return {
    received: (platform, messages) => received.inc({ platform }, messages),
    refused: (platform, reason) => refused.inc({ platform, reason }),
    duplicates: (platform, messages) => duplicates.inc({ platform }, messages),
    quarantined: (platform, reason) => quarantined.inc({ platform, reason }),
    dispatched: (platform, outcome) => dispatched.inc({ platform, outcome }),
    acknowledged: (platform, seconds) => acknowledged.observe({ platform }, seconds),
  };
}
