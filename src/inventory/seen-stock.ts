import { LRUCache } from 'lru-cache';
import type { Logger } from '../log/logger.js';
import type { StockSeen, StockWitness } from '../subgraph/stock-seen.js';
import type { StockItems } from './ports.js';

/** What it is made with. */
export interface SeenStockParts {
  readonly items: Pick<StockItems, 'noteSeen' | 'hasListings'>;
  readonly log: Logger;
  /** Milliseconds that what was seen waits for others; 200 unless told. */
  readonly waitMs?: number;
}

const WAIT_MS = 200;
/** How long it is believed whether a tenant has linked units, in milliseconds. */
const KNOWN_MS = 5_000;
/** Most units that wait; of more, those that come later are dropped: drift is noticed at the next read. */
const MAX_WAITING = 10_000;

/** Notes what reads and pushed messages show of stock, behind them and many at a time. */
export class SeenStock implements StockWitness {
  private readonly tenants = new LRUCache<string, { has: boolean; askedAt: number }>({ max: 10_000 });
  private waiting = new Map<string, Map<string, StockSeen>>();
  private count = 0;
  private timer: NodeJS.Timeout | null = null;
  private noting: Promise<void> = Promise.resolve();

  constructor(private readonly parts: SeenStockParts) {}

  wants(tenantId: string): boolean {
    const known = this.tenants.get(tenantId) ?? { has: false, askedAt: Number.NEGATIVE_INFINITY };
    if (performance.now() - known.askedAt < KNOWN_MS) return known.has;
    this.tenants.set(tenantId, { has: known.has, askedAt: performance.now() });
    this.parts.items.hasListings(tenantId).then(
      (has) => this.tenants.set(tenantId, { has, askedAt: performance.now() }),
      (err: unknown) => this.parts.log.warn({ err }, 'it could not be asked who has stock items'),
    );
    return known.has;
  }

  tell(tenantId: string, seen: readonly StockSeen[]): void {
    const units = this.waiting.get(tenantId) ?? new Map<string, StockSeen>();
    this.waiting.set(tenantId, units);
    for (const one of seen) {
      const known = units.get(one.unitId);
      if (known === undefined) {
        if (this.count >= MAX_WAITING) continue;
        this.count += 1;
      }
      if (known === undefined || known.at <= one.at) units.set(one.unitId, one);
    }
    if (this.timer !== null || this.count === 0) return;
    this.timer = setTimeout(() => void this.flush(), this.parts.waitMs ?? WAIT_MS);
    this.timer.unref();
  }

  /** Resolves when all that was told before is noted. What cannot be stored is dropped and logged. */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const { waiting } = this;
    this.waiting = new Map();
    this.count = 0;
    this.noting = this.noting.then(() => this.note(waiting));
    return this.noting;
  }

  private async note(waiting: ReadonlyMap<string, ReadonlyMap<string, StockSeen>>): Promise<void> {
    for (const [tenantId, units] of waiting)
      try {
        await this.parts.items.noteSeen(tenantId, [...units.values()]);
      } catch (err) {
        this.parts.log.warn({ err, units: units.size }, 'what was seen of stock could not be noted');
      }
  }
}
