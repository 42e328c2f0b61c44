import { AppError } from '../errors/app-error.js';
import type { Secret } from './secret.js';
import { isSameToken, type OpenTokens } from './token-seal.js';
import type { TokenClock, TokenTimings } from './token-timings.js';

/** A token that is refused is replaced so often in so long (ms), and not again whatever the platform says. */
const REPLACED_AT_MOST = 2;
const REPLACED_WITHIN_MS = 60_000;
/** Longest wait after a failure, in first waits. */
const MAX_RETRIES_WAITED = 5;
/** Between two notes that a shop which is marked as expired works. */
const TOLD_EVERY_MS = 1_000;

interface Held {
  readonly token: Secret;
  /** Epoch milliseconds: its end, and when it is renewed ahead of that. */
  readonly endsAt: number;
  readonly dueAt: number;
}

/** What this process knows of one shop's tokens, and what follows from it. Asks nobody. */
export class TokenMemory {
  /** The renewal that is under way. */
  flight: Promise<Secret> | null = null;
  private held: Held | null = null;
  private refused: Secret | null = null;
  private reason = '';
  private failures = 0;
  /** Monotonic instants of the last replacements of refused tokens. */
  private replacedAt: number[] = [];
  private acceptedAt = Number.NEGATIVE_INFINITY;
  private toldAt = Number.NEGATIVE_INFINITY;
  /** No renewal before `until` (monotonic); who needs one gets the error. */
  private block: { readonly until: number; readonly error: unknown } | null = null;
  /** Set while the platform gives no tokens, or takes none of those it gives. */
  private expired: 'not given' | 'not taken' | null = null;

  constructor(
    private readonly clock: TokenClock,
    private readonly timings: TokenTimings,
  ) {}

  /** The token to use; null when another is needed first. */
  usable(): Secret | null {
    const { held } = this;
    return held !== null && this.refused === null && this.clock.wall() < held.endsAt ? held.token : null;
  }

  /** Whether it is time to renew the usable token behind the callers' backs. */
  isDue(): boolean {
    const isBlocked = this.block !== null && this.clock.now() < this.block.until;
    return this.held !== null && this.clock.wall() >= this.held.dueAt && !isBlocked;
  }

  /** Why nothing may be tried now. While a shop is expired, one caller at a time finds out whether it still is. */
  obstacle(): { readonly error: unknown } | null {
    const { block } = this;
    if (block === null) return null;
    const isProbed = this.expired !== null && this.flight !== null;
    return isProbed || this.clock.now() < block.until ? block : null;
  }

  /** The access token that the platform refused. */
  refusedToken(): Secret | null {
    return this.refused;
  }

  /** The platform refused a token; of one that was replaced since, nothing is new. */
  refuse(token: Secret, reason: string): void {
    if (this.held !== null && !isSameToken(this.held.token, token)) return;
    this.refused = token;
    this.reason = reason;
  }

  /**
   * What to do about a refused token. `replace`: get another, which is counted. `keep`: replacing it was tried, and since
   * then the platform took such a token elsewhere, so it is the call that is refused and not the token. Otherwise the
   * platform takes none of those it gives, which the answer explains.
   */
  judgeRefusal(): 'replace' | 'keep' | { readonly reason: string; readonly until: number } {
    if (this.refused === null) return 'replace';
    const now = this.clock.now();
    this.replacedAt = this.replacedAt.filter((at) => now - at < REPLACED_WITHIN_MS);
    const [first] = this.replacedAt;
    if (first === undefined || this.replacedAt.length < REPLACED_AT_MOST) {
      this.replacedAt.push(now);
      return 'replace';
    }
    if (this.acceptedAt <= first) return { reason: this.reason, until: first + REPLACED_WITHIN_MS };
    this.refused = null;
    return 'keep';
  }

  /** The platform takes none of the tokens it gives: nothing is tried before `until`. */
  notTaken(until: number, error: AppError): void {
    this.expired = 'not taken';
    this.block = { until, error };
  }

  /** The platform gives no tokens, and those there are count for nothing. */
  notGiven(forMs: number, error: AppError): void {
    this.expired = 'not given';
    this.held = null;
    this.block = { until: this.clock.now() + forMs, error };
  }

  /** A renewal failed. A usable token stays in use; the next try comes a while later, each time a longer one. */
  failed(error: unknown): void {
    const { retryMs, probeEveryMs } = this.timings;
    const asked = error instanceof AppError ? (error.detail.retryAfterMs ?? 0) : 0;
    const waitMs = Math.max(asked, retryMs * Math.min(2 ** this.failures, MAX_RETRIES_WAITED));
    this.failures += 1;
    const now = this.clock.now();
    // An expired shop stays one: only an answer of the platform can change that.
    if (this.expired !== null && this.block !== null) this.block = { ...this.block, until: now + probeEveryMs };
    else this.block = { until: now + waitMs, error };
  }

  /**
   * Tokens that are on disk.
   * @param isNews whether the platform gave them just now, to a shop that was marked as expired
   * @returns whether it is to be told that the shop works; where none were taken, only a taken one shows that
   */
  adopt({ accessToken, accessEndsAt }: OpenTokens, dueAt: number, isNews: boolean): boolean {
    this.held = { token: accessToken, endsAt: accessEndsAt, dueAt };
    this.refused = null;
    this.block = null;
    this.failures = 0;
    if (this.expired === 'not taken') return false;
    const isBack = isNews || this.expired !== null;
    this.expired = null;
    return isBack;
  }

  /**
   * The platform took a token.
   * @param isMarked whether the shop was marked as expired when the call began
   * @returns whether it is to be told that the shop works
   */
  accept(token: Secret, isMarked: boolean): boolean {
    if (this.held === null || !isSameToken(this.held.token, token)) return false;
    const now = this.clock.now();
    this.acceptedAt = now;
    if (this.expired === null && !(isMarked && now - this.toldAt >= TOLD_EVERY_MS)) return false;
    this.toldAt = now;
    if (this.expired === null) return true;
    this.expired = null;
    this.refused = null;
    this.block = null;
    return true;
  }
}
