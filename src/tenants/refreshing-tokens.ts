import { LRUCache } from 'lru-cache';
import type { Vault } from './sealing.js';
import type { Secret } from './secret.js';
import type { Shop } from './shop.js';
import { within } from './time-limit.js';
import { authorizationGone, tokensLate } from './token-errors.js';
import type { GrantSource } from './token-grant.js';
import { TokenMemory } from './token-memory.js';
import { type Renewal, TokenRenewals } from './token-renewal.js';
import { isSameToken, nameOfTokens, type OpenTokens, placeOf } from './token-seal.js';
import type { TokenSource } from './token-source.js';
import type { TokenStore } from './token-store.js';
import { renewalDue, TOKEN_TIMINGS, type TokenClock, type TokenTimings } from './token-timings.js';

/** What the sources are made of. */
export interface RefreshingTokenOptions {
  readonly store: TokenStore;
  readonly vault: Pick<Vault, 'openDataKey'>;
  /** The machine's clocks unless told. */
  readonly clock?: TokenClock;
  readonly timings?: Partial<TokenTimings>;
  /** Told when the platform gives a shop no tokens, or takes none it gave; and again by each probe, two a minute at most. */
  readonly onExpired?: (shop: Shop, reason: string) => void;
  /** Told each time the platform gave a pair, which proves the credential it was asked with. */
  readonly onGranted?: (shop: Shop) => void;
  /** Told when the platform gives or takes tokens again. */
  readonly onRenewed?: (shop: Shop) => void;
  /** Told of each renewal that failed, once, however many callers waited for it. */
  readonly onError?: (error: unknown, shop: Shop) => void;
}

/** What may be told of a shop's tokens (the graph's `ShopCredential`). */
export interface TokenFacts {
  readonly accessTokenExpiresAt: Date;
  readonly refreshTokenExpiresAt: Date;
  readonly lastRefreshedAt: Date;
}

/** Shops whose tokens are remembered; of all others they are read from the store again. */
const MAX_SHOPS = 5_000;

/**
 * The tokens of all shops whose platform gives tokens that end (reliability R23). They are created when there are none,
 * renewed ahead of their end behind the callers' backs, and replaced when the platform refuses one; by one caller of one
 * process at a time, and stored before anybody gets them.
 */
export class RefreshingTokenSources {
  private readonly memories = new LRUCache<string, TokenMemory>({ max: MAX_SHOPS });
  private readonly flights = new Set<Promise<Secret>>();
  private readonly clock: TokenClock;
  private readonly timings: TokenTimings;
  private readonly renewals: TokenRenewals;

  constructor(private readonly options: RefreshingTokenOptions) {
    const { store, vault, clock = { now: () => performance.now(), wall: () => Date.now() } } = options;
    this.clock = clock;
    this.timings = { ...TOKEN_TIMINGS, ...options.timings };
    this.renewals = new TokenRenewals({ store, vault, clock, timings: this.timings });
  }

  /**
   * The tokens of a shop in its environment, at its credential version; every caller with the same shop shares what is
   * known of them. `get` throws AppError
   * - SHOP_AUTH_EXPIRED at once while the platform gives or takes no tokens; two callers a minute find out whether it does;
   * - UPSTREAM_TIMEOUT when there was no token within `waitMs`; the renewal goes on behind;
   * - STORAGE_UNAVAILABLE when tokens cannot be read or stored: what the platform gave is not used before it is stored;
   * - CONFLICT, retryable, when the shop's credential was rotated since `shop` was read, NOT_FOUND when it was removed;
   * - what the grant source throws, or UPSTREAM_UNAVAILABLE and UPSTREAM_MALFORMED for what it gives; to every caller
   *   until the next try, some seconds later.
   *
   * While a token is good, none of this is seen.
   */
  of(shop: Shop, source: GrantSource): TokenSource {
    const name = nameOfTokens(shop);
    let last: Secret | null = null;
    return {
      get: async () => {
        last = await this.get(this.memoryOf(name), shop, source);
        return last;
      },
      invalidate: (reason, refused = last ?? undefined) => {
        if (refused !== undefined) this.memoryOf(name).refuse(refused, reason);
      },
      accept: (taken) => {
        const isBack = this.memoryOf(name).accept(taken, isMarked(shop));
        if (isBack) this.options.onRenewed?.(shop);
      },
    };
  }

  /** Null while there are no tokens of the shop's credential. @throws AppError STORAGE_UNAVAILABLE */
  async facts(shop: Shop): Promise<TokenFacts | null> {
    const tokens = (await this.options.store.look(placeOf(shop)))?.tokens;
    if (tokens === null || tokens === undefined || tokens.credentialVersion !== shop.credentialVersion) return null;
    return {
      accessTokenExpiresAt: new Date(tokens.accessEndsAt),
      refreshTokenExpiresAt: new Date(tokens.refreshEndsAt),
      lastRefreshedAt: new Date(tokens.refreshedAt),
    };
  }

  /** Waits for the renewals under way, also those that nobody waits for. Never fails. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.flights);
    await this.renewals.settled();
  }

  /**
   * The same before platforms and store are closed, so that no pair is lost. Those who wait for what another process is
   * doing get SHUTTING_DOWN.
   */
  close(): Promise<void> {
    this.renewals.close();
    return this.settled();
  }

  private memoryOf(name: string): TokenMemory {
    const known = this.memories.get(name);
    if (known !== undefined) return known;
    const memory = new TokenMemory(this.clock, this.timings);
    this.memories.set(name, memory);
    return memory;
  }

  private async get(memory: TokenMemory, shop: Shop, source: GrantSource): Promise<Secret> {
    const token = memory.usable();
    if (token !== null) {
      if (memory.isDue()) this.renewal(memory, shop, source);
      return token;
    }
    const obstacle = memory.obstacle();
    if (obstacle !== null) throw obstacle.error;
    const kept = memory.flight === null ? this.afterRefusal(memory, shop) : null;
    return kept ?? within(this.timings.waitMs, this.renewal(memory, shop, source), () => tokensLate(shop));
  }

  /** The refused token after all, null when it is to be replaced. @throws AppError SHOP_AUTH_EXPIRED */
  private afterRefusal(memory: TokenMemory, shop: Shop): Secret | null {
    const verdict = memory.judgeRefusal();
    if (verdict === 'replace') return null;
    if (verdict === 'keep') return memory.usable();
    const error = authorizationGone(shop);
    memory.notTaken(verdict.until, error);
    this.options.onExpired?.(shop, verdict.reason);
    throw error;
  }

  /** The renewal under way, or a new one. */
  private renewal(memory: TokenMemory, shop: Shop, source: GrantSource): Promise<Secret> {
    if (memory.flight !== null) return memory.flight;
    const flight = this.renew(memory, shop, source).finally(() => {
      memory.flight = null;
      this.flights.delete(flight);
    });
    // Nobody may be waiting for it.
    flight.catch(() => undefined);
    memory.flight = flight;
    this.flights.add(flight);
    return flight;
  }

  private async renew(memory: TokenMemory, shop: Shop, source: GrantSource): Promise<Secret> {
    const isAhead = memory.usable() !== null;
    const place = placeOf(shop);
    const dueAt = (tokens: OpenTokens): number => renewalDue(place, tokens, this.timings);
    const suffices = (tokens: OpenTokens): boolean => {
      const refused = memory.refusedToken();
      const isRefused = refused !== null && isSameToken(tokens.accessToken, refused);
      return !isRefused && this.clock.wall() < (isAhead ? dueAt(tokens) : tokens.accessEndsAt);
    };
    let renewal: Renewal;
    try {
      renewal = await this.renewals.renew({ shop, source, suffices, refused: () => memory.refusedToken() });
    } catch (error) {
      memory.failed(error);
      this.options.onError?.(error, shop);
      throw error;
    }
    if (renewal.kind === 'closed') {
      memory.notGiven(renewal.forMs, renewal.error);
      this.options.onExpired?.(shop, renewal.reason);
      throw renewal.error;
    }
    const { tokens, isGranted } = renewal;
    if (isGranted) this.options.onGranted?.(shop);
    if (memory.adopt(tokens, dueAt(tokens), isGranted && isMarked(shop))) this.options.onRenewed?.(shop);
    return tokens.accessToken;
  }
}

const isMarked = (shop: Shop): boolean => shop.status === 'AUTH_EXPIRED';
