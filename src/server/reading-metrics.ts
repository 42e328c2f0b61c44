import { Counter, Gauge, type Registry } from 'prom-client';
import type { ReadingObserver } from '../push/reading-observer.js';

/** The metrics of reconciling reads. Labels come from the closed sets of `ReadingObserver` (reliability R33). */
export function createReadingMetrics(registry: Registry, readUntil?: () => Promise<Date | null>): ReadingObserver {
  const registers = [registry];
  const reads = new Counter({
    name: 'shopgraph_reconciling_reads_total',
    help: 'Reads of what changed in a shop, by outcome: OK or an error code.',
    labelNames: ['platform', 'stream', 'outcome'],
    registers,
  });
  const found = new Counter({
    name: 'shopgraph_reconciling_changes_total',
    help: 'Changes found by reading that no message had told of.',
    labelNames: ['platform', 'stream'],
    registers,
  });
  if (readUntil !== undefined)
    new Gauge({
      name: 'shopgraph_reconciling_behind_seconds',
      help: 'Age of what is still to be read, of the shop that is furthest behind.',
      registers,
      async collect() {
        try {
          const until = await readUntil();
          this.set(until === null ? 0 : Math.max(0, (Date.now() - until.getTime()) / 1000));
        } catch {
          // The store cannot be read now; the other metrics are told all the same.
          this.reset();
        }
      },
    });
  return {
    read: (platform, stream, outcome) => reads.inc({ platform, stream, outcome }),
    found: (platform, stream, changes) => found.inc({ platform, stream }, changes),
  };
}
