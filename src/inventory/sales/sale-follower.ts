import { CallTrace } from '../../log/call-trace.js';
import type { Logger } from '../../log/logger.js';
import type { Change } from '../../push/change.js';
import type { ChangeFeed } from '../../push/change-feed.js';
import type { SyncEngine } from '../sync/sync-engine.js';
import type { OrderToLook, SaleBatch, Sales, TakenLine } from './ports.js';
import { SaleCarrier } from './sale-carrier.js';

/** What the follower is made with. */
export interface SaleFollowerParts {
  readonly sales: Sales;
  readonly feed: Pick<ChangeFeed, 'list'>;
  readonly engine: SyncEngine;
  readonly log: Logger;
  /** How often it is looked for something to do, in milliseconds; 500 unless told. */
  readonly pollMs?: number;
}

const POLL_MS = 500;
/** Changes of the feed at a time. */
const CHANGES = 100;
/** Orders and batches under way at a time, of this process. */
const MAX_ORDERS = 20;
const MAX_BATCHES = 20;
/** Lines of a batch: each listing of theirs is a row of one call for its shop. */
const LINES = 50;
/** How long what was taken is this process's: longer than the calls it makes. */
const HOLD_MS = 30_000;
const LOOK_MS = 10_000;
/** Waits before what failed is tried again: doubling from the first to the last. */
const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 5 * 60_000;
/** After so many tries, which is about two hours, it is left to `stockReconcile`. */
const MAX_ATTEMPTS = 30;
/** How long lines are known: an order that is placed by then changes no more. */
const KEPT_MS = 180 * 24 * 3600_000;
const SWEEP_MS = 3600_000;

/**
 * Carries what was sold in one shop to the others, without being asked: follows the order changes of the feed, reads each order again
 * through its platform, counts what its lines have taken or given back, and writes the other listings. What is noted before it is
 * done comes back when the process dies; what is done is done once.
 */
export class SaleFollower {
  private readonly carrier: SaleCarrier;
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private orders = 0;
  private batches = 0;
  private timers: NodeJS.Timeout[] = [];
  private looking: Promise<void> | undefined;

  constructor(private readonly parts: SaleFollowerParts) {
    this.carrier = new SaleCarrier(parts.engine, parts.log);
  }

  start(): void {
    if (this.timers.length > 0) return;
    this.timers = [
      setInterval(() => this.look(), this.parts.pollMs ?? POLL_MS).unref(),
      setInterval(() => void this.sweep(), SWEEP_MS).unref(),
    ];
    this.look();
  }

  /** Takes nothing more; calls under way are ended where they have not begun, and are made by the next process. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    this.stopping.abort();
    await this.looking;
    await Promise.all(this.underWay);
  }

  private look(): void {
    if (this.timers.length === 0) return;
    this.looking ??= this.lookOnce()
      .catch((err: unknown) => this.parts.log.warn({ err }, 'what was sold could not be looked through'))
      .finally(() => {
        this.looking = undefined;
      });
  }

  private async lookOnce(): Promise<void> {
    for (const { tenantId, position } of await this.parts.sales.tenants()) {
      if (this.stopping.signal.aborted) return;
      await this.follow(tenantId, position);
      await this.takeOrders(tenantId);
      await this.takeBatches(tenantId);
    }
  }

  /** Orders of shops whose platform tells what they take; the place in the feed is noted with them. */
  private async follow(tenantId: string, from: number): Promise<void> {
    const { feed, sales } = this.parts;
    const page = await feed.list({ tenantId, shopKeys: null, kinds: null, after: from, limit: CHANGES });
    const last = page.at(-1);
    if (last === undefined) return;
    const orders = new Map<string, { readonly shopKey: string; readonly orderId: string }>();
    for (const change of page) {
      const { subject, shopKey } = change;
      if (isSale(change) && subject !== null && (await this.tellsSales(shopKey)))
        orders.set(`${shopKey} ${subject.nativeId}`, { shopKey, orderId: subject.nativeId });
    }
    await sales.follow(tenantId, from, last.position, [...orders.values()]);
  }

  private async tellsSales(shopKey: string): Promise<boolean> {
    const { engine } = this.parts;
    const shop = await engine.shopByKey(shopKey);
    return shop !== null && engine.writer.hasSales(shop);
  }

  private async takeOrders(tenantId: string): Promise<void> {
    const room = MAX_ORDERS - this.orders;
    if (room <= 0) return;
    for (const order of await this.parts.sales.takeOrders(tenantId, room, HOLD_MS)) {
      this.orders += 1;
      this.run(this.lookAt(tenantId, order), () => {
        this.orders -= 1;
      });
    }
  }

  private async takeBatches(tenantId: string): Promise<void> {
    while (this.batches < MAX_BATCHES) {
      const batch = await this.parts.sales.takeBatch(tenantId, LINES, HOLD_MS);
      if (batch === null) return;
      this.batches += 1;
      this.run(this.carry(tenantId, batch), () => {
        this.batches -= 1;
      });
    }
  }

  /** @param work never rejects */
  private run(work: Promise<void>, after: () => void): void {
    const running = work.finally(() => {
      this.underWay.delete(running);
      after();
      this.look();
    });
    this.underWay.add(running);
  }

  private async lookAt(tenantId: string, order: OrderToLook): Promise<void> {
    const { sales, log } = this.parts;
    try {
      await sales.looked(tenantId, order, await this.linesOf(tenantId, order));
    } catch (err) {
      const isLast = order.attempts >= MAX_ATTEMPTS;
      log[isLast ? 'error' : 'warn']({ err, shop: order.shopKey }, 'what an order takes of stock could not be read');
      await this.later(() => sales.postponeOrder(tenantId, order, isLast ? null : waitOf(order.attempts)));
    }
  }

  private async linesOf(tenantId: string, { shopKey, orderId }: OrderToLook): Promise<readonly TakenLine[]> {
    const { engine, log } = this.parts;
    const shop = await engine.shopByKey(shopKey);
    if (shop === null || shop.status === 'SUSPENDED') return [];
    const call = {
      signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(LOOK_MS)]),
      deadlineAt: performance.now() + LOOK_MS,
      trace: new CallTrace(),
      log,
    };
    // What is pushed is of production, whichever environment the shop is in by now.
    const order = await engine.writer.platformOf(shop).sold?.({ ...shop, isSandbox: false }, orderId, call);
    if (order == null) return [];
    const { items } = engine;
    const listings = await items.listingsOfUnits(
      tenantId,
      order.lines.flatMap(({ unitIds }) => unitIds),
    );
    const found = await items.find(tenantId, [...new Set(listings.map(({ stockItemId }) => stockItemId))]);
    // Whoever made the item has counted what was there, without what was sold before: the platform's times are whole seconds.
    const fresh = new Set(
      found.filter(({ createdAt }) => order.placedAt.getTime() + 1_000 > createdAt.getTime()).map(({ id }) => id),
    );
    return order.lines.map(({ lineId, unitIds, taken }): TakenLine => {
      const listing = listings.find(({ unitId, stockItemId }) => unitIds.includes(unitId) && fresh.has(stockItemId));
      const link = listing === undefined ? null : { stockItemId: listing.stockItemId, unitId: listing.unitId };
      return { lineId, taken, link };
    });
  }

  private async carry(tenantId: string, batch: SaleBatch): Promise<void> {
    const { sales, log } = this.parts;
    const { id, attempts } = batch;
    try {
      if (await this.carrier.carry(tenantId, batch, this.stopping.signal)) return await sales.finishBatch(tenantId, id);
    } catch (err) {
      log.warn({ err, batch: id }, 'what was sold could not be carried to the other shops');
    }
    const isLast = attempts >= MAX_ATTEMPTS;
    if (isLast) log.error({ batch: id }, 'what was sold is not shown in all shops, and is left to a reconciliation');
    await this.later(() =>
      isLast ? sales.finishBatch(tenantId, id) : sales.postponeBatch(tenantId, id, waitOf(attempts)),
    );
  }

  /** What cannot be noted now comes back when its hold ends. */
  private async later(note: () => Promise<void>): Promise<void> {
    await note().catch((err: unknown) =>
      this.parts.log.warn({ err }, 'a sale could not be put off; it comes back later'),
    );
  }

  private async sweep(): Promise<void> {
    const before = new Date(Date.now() - KEPT_MS);
    await this.parts.sales
      .prune(before, 1_000)
      .catch((err: unknown) => this.parts.log.warn({ err }, 'old sales could not be removed'));
  }
}

const isSale = ({ kind, subject }: Change): boolean => kind === 'ORDER' && subject?.type === 'Order';

const waitOf = (attempts: number): number => Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
