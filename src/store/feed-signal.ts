import { AppError } from '../errors/app-error.js';
import type { ChangeFilter, Stretch } from '../push/change-feed.js';

/** How often changes of other processes are looked for while somebody waits. */
const POLL_MS = 500;
/** Time between two looks for those of this process: however many come, whoever waits reads so often at most. */
const GAP_MS = 100;
const MAX_WAITING = 10_000;

/** What was appended of one kind in one shop. */
export interface AppendedKind {
  readonly tenantId: string;
  readonly shopKey: string;
  readonly kind: string;
  /** The position of the newest. */
  readonly newest: number;
}

/** What was appended after a position, and the newest position of all. */
export interface Appended {
  readonly kinds: readonly AppendedKind[];
  readonly newest: number;
}

interface Waiter {
  readonly tenantId: string;
  readonly shopKeys: ReadonlySet<string> | null;
  readonly kinds: ReadonlySet<string> | null;
  /** Nothing up to here concerns it, or it has read that. */
  after: number;
  readonly wake: (stretch: Stretch | null) => void;
}

/** What was seen since looking began. */
interface Seen {
  readonly since: number;
  newest: number;
  readonly ofTenants: Map<string, Map<string, AppendedKind>>;
}

/**
 * Wakes those whom changes concern. One look finds what was appended, for all of them and by whichever process: who waits for
 * other shops or kinds costs no statement.
 */
export class FeedSignal {
  private readonly waiting = new Map<string, Set<Waiter>>();
  private count = 0;
  /** Null while nobody waits. */
  private seen: Seen | null = null;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private soon: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isClosed = false;

  /** @param appendedAfter what was appended after a position; null: nothing, only where the feed ends now */
  constructor(private readonly appendedAfter: (position: number | null) => Promise<Appended>) {}

  /** Changes of these tenants were appended by this process. */
  tell(tenants: Iterable<string>): void {
    if ([...tenants].some((tenant) => this.waiting.has(tenant))) this.lookSoon();
  }

  /**
   * Waits for changes that a filter may fit.
   * @param after where the one who waits has come to
   * @returns where they may be; null when `signal` ended it
   * @throws AppError OVERLOADED
   */
  wait(filter: ChangeFilter, after: number, signal: AbortSignal): Promise<Stretch | null> {
    if (signal.aborted || this.isClosed) return Promise.resolve(null);
    if (this.count >= MAX_WAITING) return Promise.reject(new AppError('OVERLOADED'));
    return new Promise((resolve) => {
      const { tenantId, shopKeys, kinds } = filter;
      const onAbort = (): void => waiter.wake(null);
      const waiter: Waiter = {
        tenantId,
        shopKeys: shopKeys === null ? null : new Set(shopKeys),
        kinds: kinds === null ? null : new Set<string>(kinds),
        after,
        wake: (stretch) => {
          signal.removeEventListener('abort', onAbort);
          this.leave(waiter);
          resolve(stretch);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.enter(waiter);
      if (this.seen === null) void this.look();
      else this.judge(waiter, this.seen, this.seen.ofTenants.get(tenantId)?.values() ?? []);
    });
  }

  /** Ends all waiting. */
  close(): void {
    this.isClosed = true;
    for (const waiter of this.all()) waiter.wake(null);
  }

  private all(): Waiter[] {
    return [...this.waiting.values()].flatMap((ofTenant) => [...ofTenant]);
  }

  private enter(waiter: Waiter): void {
    const ofTenant = this.waiting.get(waiter.tenantId) ?? new Set();
    this.waiting.set(waiter.tenantId, ofTenant);
    ofTenant.add(waiter);
    this.count += 1;
    this.timer ??= setInterval(() => void this.look(), POLL_MS).unref();
  }

  /** A second time it does nothing. */
  private leave(waiter: Waiter): void {
    const ofTenant = this.waiting.get(waiter.tenantId);
    if (ofTenant?.delete(waiter) !== true) return;
    this.count -= 1;
    if (ofTenant.size === 0) this.waiting.delete(waiter.tenantId);
    if (this.count > 0) return;
    clearInterval(this.timer);
    clearTimeout(this.soon);
    this.timer = undefined;
    this.soon = undefined;
    this.seen = null;
  }

  /** Wakes one whom something concerns; another has come so far without reading. */
  private judge(waiter: Waiter, seen: Seen, kinds: Iterable<AppendedKind>): void {
    const { after } = waiter;
    if (after >= seen.newest) return;
    if (after < seen.since || concerns(waiter, kinds)) waiter.wake({ after, until: seen.newest });
    else waiter.after = seen.newest;
  }

  private lookSoon(): void {
    const wait = Math.max(0, this.lookedAt + GAP_MS - performance.now());
    this.soon ??= setTimeout(() => {
      // One that is under way may have begun before what is looked for was there.
      void (this.looking ?? Promise.resolve()).then(() => {
        this.soon = undefined;
        return this.look();
      });
    }, wait).unref();
  }

  private look(): Promise<void> {
    this.looking ??= this.lookOnce()
      // The store is not able to now; the next look finds what this one missed.
      .catch(() => undefined)
      .finally(() => {
        this.looking = undefined;
      });
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    if (this.count === 0) return;
    this.lookedAt = performance.now();
    const before = this.seen;
    const { kinds, newest } = await this.appendedAfter(before?.newest ?? null);
    if (this.count === 0) return;
    // All left meanwhile, and others came: they begin anew, as the first did.
    if (before === null || this.seen !== before) {
      const seen: Seen = { since: newest, newest, ofTenants: new Map() };
      this.seen = seen;
      for (const waiter of this.all()) this.judge(waiter, seen, []);
      return;
    }
    before.newest = newest;
    for (const [tenantId, ofTenant] of byTenant(kinds)) {
      const known = before.ofTenants.get(tenantId) ?? new Map<string, AppendedKind>();
      before.ofTenants.set(tenantId, known);
      for (const one of ofTenant) known.set(`${one.kind} ${one.shopKey}`, one);
      for (const waiter of [...(this.waiting.get(tenantId) ?? [])]) this.judge(waiter, before, ofTenant);
    }
  }
}

function concerns({ shopKeys, kinds, after }: Waiter, appended: Iterable<AppendedKind>): boolean {
  for (const { shopKey, kind, newest } of appended)
    if (newest > after && (shopKeys === null || shopKeys.has(shopKey)) && (kinds === null || kinds.has(kind)))
      return true;
  return false;
}

function byTenant(kinds: readonly AppendedKind[]): Map<string, AppendedKind[]> {
  const tenants = new Map<string, AppendedKind[]>();
  for (const one of kinds) {
    const ofTenant = tenants.get(one.tenantId);
    if (ofTenant === undefined) tenants.set(one.tenantId, [one]);
    else ofTenant.push(one);
  }
  return tenants;
}
