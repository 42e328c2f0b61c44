import { AppError } from '../errors/app-error.js';

/** How often changes of other processes are looked for while somebody waits. */
const POLL_MS = 500;
const MAX_WAITING = 10_000;

/** Which tenants have changes after a position, and the newest position of all. */
export interface Appended {
  readonly tenants: readonly string[];
  readonly newest: number;
}

/** Wakes those who wait for changes: at once for what this process appended, by looking for what others did. */
export class FeedSignal {
  private readonly waiting = new Map<string, Set<(isMore: boolean) => void>>();
  private count = 0;
  /** Up to where others' changes were looked for; null while nobody waits. */
  private seen: number | null = null;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isClosed = false;

  /** @param appendedAfter what was appended after a position, by whichever process; null: no tenants, only where it ends now */
  constructor(private readonly appendedAfter: (position: number | null) => Promise<Appended>) {}

  /** Changes of these tenants were appended. */
  tell(tenants: Iterable<string>): void {
    for (const tenant of tenants) for (const wake of this.waiting.get(tenant) ?? []) wake(true);
  }

  /**
   * Waits for changes of a tenant.
   * @param isThere whether there are some already; asked once the waiting has begun, so that none is missed between
   * @returns false when `signal` ended it
   * @throws AppError OVERLOADED, and what `isThere` throws
   */
  wait(tenant: string, isThere: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted || this.isClosed) return Promise.resolve(false);
    if (this.count >= MAX_WAITING) return Promise.reject(new AppError('OVERLOADED'));
    return new Promise((resolve, reject) => {
      const leave = this.enter(tenant, wake);
      const onAbort = (): void => wake(false);
      const done = (): void => {
        signal.removeEventListener('abort', onAbort);
        leave();
      };
      function wake(isMore: boolean): void {
        done();
        resolve(isMore);
      }
      signal.addEventListener('abort', onAbort, { once: true });
      const begun = this.seen === null ? this.look() : Promise.resolve();
      begun.then(isThere).then(
        (isMore) => {
          if (isMore) wake(true);
        },
        (error: unknown) => {
          done();
          reject(error);
        },
      );
    });
  }

  /** Ends all waiting. */
  close(): void {
    this.isClosed = true;
    for (const tenant of [...this.waiting.values()]) for (const wake of [...tenant]) wake(false);
  }

  /** @returns leaves again; a second time does nothing */
  private enter(tenant: string, wake: (isMore: boolean) => void): () => void {
    const ofTenant = this.waiting.get(tenant) ?? new Set();
    this.waiting.set(tenant, ofTenant);
    ofTenant.add(wake);
    this.count += 1;
    this.timer ??= setInterval(() => void this.look(), POLL_MS).unref();
    return () => {
      if (!ofTenant.delete(wake)) return;
      this.count -= 1;
      if (ofTenant.size === 0) this.waiting.delete(tenant);
      if (this.count > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
      this.seen = null;
    };
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
    const { tenants, newest } = await this.appendedAfter(this.seen);
    this.seen = newest;
    this.tell(tenants);
  }
}
