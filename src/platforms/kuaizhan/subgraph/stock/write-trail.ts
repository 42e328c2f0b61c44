import { randomUUID } from 'node:crypto';
import type { Shop } from '../../../../tenants/shop.js';
import { ShopMemory } from '../../../../tenants/shop-memory.js';

/** A commodity's stock at one moment. */
export interface StockState {
  /** When the commodity had last changed, by the platform's own clock, in epoch milliseconds. */
  readonly utime: number;
  /** Tells the stock from any other, see `stateOf`. */
  readonly print: string;
}

/** A write whose answer has not come, or was lost. */
interface OpenWrite {
  readonly before: StockState;
  /** Of what it leaves, which is another than before. */
  readonly print: string;
  /** `absent`: it had not arrived when the next write's turn came. `unclear`: no later look can tell. */
  state: 'sent' | 'absent' | 'done' | 'unclear';
}

interface Trail {
  last: string;
  /** Prints that are there if nobody but us writes, and no lost write arrives late. */
  possible: Set<string>;
  readonly open: Map<string, OpenWrite>;
}

const MAX_COMMODITIES = 50_000;
const MAX_OPEN = 20;

/**
 * What this process wrote to each commodity, one write after the other, and what it saw between them. A newer write hides from
 * a settlement what became of an older one; but each write reads the commodity first, and that look tells of the one before.
 * Kept in memory: after a restart older writes are not known, and what only this could tell stays open.
 */
export class WriteTrail {
  private readonly trails = new ShopMemory<Trail>(MAX_COMMODITIES);
  /** Labels of an earlier run, which are on disk, are never met again. */
  private readonly run = randomUUID();
  private count = 0;

  /** Of a write that leaves nobody knows what: nothing that was sent before it can be told any more by the stock. */
  forget(shop: Shop, commodityId: string): void {
    this.trails.shelf(partsOf(shop)).delete(commodityId);
  }

  /** Notes what was seen in the turn of a write, and that the write is being sent. @returns its label */
  send(shop: Shop, commodityId: string, seen: StockState, print: string): string {
    this.count += 1;
    const label = `${this.run}-${this.count}`;
    const trail = this.trails.get(partsOf(shop), commodityId) ?? { last: '', possible: new Set(), open: new Map() };
    look(trail, seen);
    // Two that leave the same cannot be told apart once either may be there.
    const alike = [...trail.open.values()].filter((write) => write.print === print && write.state !== 'done');
    for (const write of alike) write.state = 'unclear';
    trail.last = label;
    trail.possible = new Set([seen.print, print]);
    trail.open.set(label, { before: seen, print, state: alike.length > 0 ? 'unclear' : 'sent' });
    const [oldest] = trail.open.keys();
    if (trail.open.size > MAX_OPEN && oldest !== undefined) trail.open.delete(oldest);
    this.trails.shelf(partsOf(shop)).set(commodityId, trail);
    return label;
  }

  /** Notes that the platform said to have carried it out. Of a write that fails otherwise nothing is noted. */
  accept(shop: Shop, commodityId: string, label: string): void {
    const trail = this.trails.get(partsOf(shop), commodityId);
    const write = trail?.open.get(label);
    if (trail === undefined || write === undefined) return;
    trail.open.delete(label);
    trail.possible = new Set([write.print]);
  }

  /**
   * What the trail and a look at the commodity tell of an open write; null when they do not.
   * @param isLost whether the write can arrive no more
   */
  tell(shop: Shop, commodityId: string, label: string, now: StockState, isLost: boolean): 'done' | 'not done' | null {
    const trail = this.trails.get(partsOf(shop), commodityId);
    const write = trail?.open.get(label);
    if (trail === undefined || write === undefined) return null;
    if (write.state === 'done') return 'done';
    if (write.state === 'sent' && trail.last === label && now.print === write.print) return 'done';
    return write.state === 'absent' && isLost && trail.possible.has(now.print) ? 'not done' : null;
  }
}

/** What the look before a write tells of those before it. */
function look({ open, possible }: Trail, seen: StockState): void {
  for (const write of open.values()) {
    if (write.state !== 'sent' && write.state !== 'absent') continue;
    if (seen.print === write.print) write.state = 'done';
    else if (write.state === 'sent' ? isSame(write.before, seen) : possible.has(seen.print)) write.state = 'absent';
    else write.state = 'unclear';
  }
}

const isSame = (a: StockState, b: StockState): boolean => a.print === b.print && a.utime === b.utime;

const partsOf = (shop: Shop): string[] => [shop.tenantId, shop.key, String(shop.isSandbox)];
