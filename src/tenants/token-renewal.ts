import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { AppError } from '../errors/app-error.js';
import { revealSecret } from './reveal-secret.js';
import type { Vault } from './sealing.js';
import type { Secret } from './secret.js';
import type { Shop } from './shop.js';
import { within } from './time-limit.js';
import { aboutShop, authorizationGone, isAuthorizationGone, isRefusal, noTokens, tokensLate } from './token-errors.js';
import { type Grant, GrantRefused, type GrantSource } from './token-grant.js';
import { isSameToken, nameOfTokens, type OpenTokens, openTokens, placeOf, sealTokens } from './token-seal.js';
import type { TokenState, TokenStore } from './token-store.js';
import type { TokenClock, TokenTimings } from './token-timings.js';

/** What somebody wants who has no tokens, or none that will do. */
export interface RenewalWish {
  readonly shop: Shop;
  readonly source: GrantSource;
  /** Whether tokens found on disk will do, so that the platform need not be asked. */
  readonly suffices: (tokens: OpenTokens) => boolean;
  /** The access token that the platform refused, if it was one. */
  readonly refused: () => Secret | null;
}

/** How it ended: with tokens that are on disk, or the platform gives none and is not to be asked for so long. */
export type Renewal =
  | { readonly kind: 'tokens'; readonly tokens: OpenTokens; readonly isGranted: boolean }
  | { readonly kind: 'closed'; readonly forMs: number; readonly reason: string; readonly error: AppError };

/** A pair that the platform gave and the store did not take yet. */
interface Leftover {
  readonly turn: number;
  readonly grant: Grant;
}

/** How often the platform is asked again after "another client is at it". */
const BUSY_TRIES = 3;

/**
 * Renews pairs of tokens, one process at a time: whoever gets the turn asks the platform, all others read the row again
 * until the pair is there. Whatever is returned is on disk.
 */
export class TokenRenewals {
  private readonly leftovers = new LRUCache<string, Leftover>({ max: 1_000 });
  private isClosing = false;
  /** Exchanges with platforms, also those whose turn is over: what they bring is kept all the same. */
  private readonly exchanges = new Set<Promise<unknown>>();

  constructor(
    private readonly parts: {
      readonly store: TokenStore;
      readonly vault: Pick<Vault, 'openDataKey'>;
      readonly clock: TokenClock;
      readonly timings: TokenTimings;
    },
  ) {}

  /** From now on nobody waits for what another process is doing. */
  close(): void {
    this.isClosing = true;
  }

  /** Ends when no exchange is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.exchanges);
  }

  /**
   * @throws AppError STORAGE_UNAVAILABLE: a pair that was got and could not be stored is held back, and stored first by
   * the next call; NOT_FOUND for a removed shop; CONFLICT, retryable, when the credential was rotated meanwhile;
   * UPSTREAM_TIMEOUT, UPSTREAM_MALFORMED, UPSTREAM_UNAVAILABLE; and what the source throws
   */
  async renew(wish: RenewalWish): Promise<Renewal> {
    const { clock, timings } = this.parts;
    const giveUpAt = clock.now() + timings.leaseMs + timings.waitMs;
    for (let pauseMs = timings.pollMs; ; pauseMs = Math.min(pauseMs * 1.5, timings.pollMs * 10)) {
      const state = await this.lookAndTidy(wish);
      const known = await this.known(wish, state);
      if (known !== null) return known;
      if (!state.isLeased) {
        const renewed = await this.takeTurn(wish);
        if (renewed !== null) return renewed;
      }
      if (this.isClosing) throw new AppError('SHUTTING_DOWN');
      if (clock.now() >= giveUpAt) throw tokensLate(wish.shop);
      await sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { ref: false });
    }
  }

  /** Null when the turn was another's, or came to nothing because the row or the shop has changed: look again. */
  private async takeTurn(wish: RenewalWish): Promise<Renewal | null> {
    const { shop } = wish;
    const { leaseMs } = this.parts.timings;
    const turn = await this.parts.store.take(placeOf(shop), shop.credentialVersion, leaseMs);
    if (turn === null) return null;
    const exchange = this.exchange(wish, turn).finally(() => this.exchanges.delete(exchange));
    this.exchanges.add(exchange);
    return within(leaseMs, exchange, () => tokensLate(shop));
  }

  private async exchange(wish: RenewalWish, turn: number): Promise<Renewal | null> {
    let wasClosed = false;
    try {
      for (let tries = 0; ; tries += 1) {
        const state = await this.look(wish);
        wasClosed = state.closedForMs !== null;
        const known = await this.known(wish, state);
        if (known !== null) {
          await this.giveBack(wish, turn);
          return known;
        }
        try {
          const grant = await this.ask(wish, await this.open(wish, state));
          const kept = await this.keep(wish, state, { turn, grant });
          if (kept === null) await this.giveBack(wish, turn);
          return kept;
        } catch (error) {
          if (!isRefusal(error, 'busy') || tries >= BUSY_TRIES) throw error;
        }
        await sleep(this.parts.timings.busyMs * 2 ** tries, undefined, { ref: false });
      }
    } catch (error) {
      return this.failed(wish, turn, wasClosed, error);
    }
  }

  /** Asks the platform: refreshes what there is; where that cannot be, or gives the refused token again, a new pair. */
  private async ask({ shop, source, refused }: RenewalWish, tokens: OpenTokens | null): Promise<Grant> {
    if (tokens !== null && this.parts.clock.wall() < tokens.refreshEndsAt) {
      try {
        const grant = this.sound(shop, await source.refresh(tokens.refreshToken));
        const bad = refused();
        if (bad === null || !isSameToken(grant.accessToken, bad)) return grant;
      } catch (error) {
        if (!isRefusal(error, 'refresh-token-dead')) throw error;
      }
    }
    return this.sound(shop, await source.create());
  }

  private sound(shop: Shop, grant: Grant): Grant {
    const { accessToken, refreshToken, accessEndsAt, refreshEndsAt } = grant;
    const isSound =
      revealSecret(accessToken) !== '' &&
      revealSecret(refreshToken) !== '' &&
      Number.isSafeInteger(accessEndsAt) &&
      Number.isSafeInteger(refreshEndsAt) &&
      accessEndsAt > this.parts.clock.wall();
    if (isSound) return grant;
    const message = 'The platform gave an access token that is empty or has ended already.';
    throw new AppError('UPSTREAM_MALFORMED', message, aboutShop(shop));
  }

  /** What there is, after a pair that could not be stored before has been. */
  private async lookAndTidy(wish: RenewalWish): Promise<TokenState> {
    const state = await this.look(wish);
    const leftover = this.leftovers.get(nameOfTokens(wish.shop));
    if (leftover === undefined) return state;
    await this.keep(wish, state, leftover);
    return this.look(wish);
  }

  /** Stores a pair. Null when a later turn was faster, or the shop changed: the pair is of no use then. */
  private async keep({ shop }: RenewalWish, state: TokenState, leftover: Leftover): Promise<Renewal | null> {
    const { turn: version, grant } = leftover;
    const { store, vault, clock } = this.parts;
    const name = nameOfTokens(shop);
    const tokens: OpenTokens = { ...grant, version, refreshedAt: clock.wall() };
    const place = placeOf(shop);
    const key = await vault.openDataKey(shop.tenantId, shop.key, state.dataKey);
    // Until it is stored nobody else knows the pair, and the platform may have ended the one before.
    this.leftovers.set(name, leftover);
    try {
      const outcome = await store.put(place, sealTokens(key, place, tokens, shop.credentialVersion));
      this.leftovers.delete(name);
      return outcome === 'done' ? { kind: 'tokens', tokens, isGranted: true } : null;
    } catch (error) {
      if (!isStorageFailure(error)) this.leftovers.delete(name);
      throw error;
    }
  }

  /** Ends the turn, so that the next need not wait for the lease, and sorts the failure. */
  private async failed(wish: RenewalWish, turn: number, wasClosed: boolean, error: unknown): Promise<Renewal> {
    const { shop } = wish;
    const forMs = this.parts.timings.probeEveryMs;
    const isGone = isAuthorizationGone(error);
    // With a pair in hand the turn is kept: nobody else is to ask the platform while this process can still store it.
    if (!this.leftovers.has(nameOfTokens(shop))) await this.giveBack(wish, turn, isGone || wasClosed);
    if (isGone) return { kind: 'closed', forMs, reason: error.message, error: authorizationGone(shop, error) };
    throw error instanceof GrantRefused ? noTokens(shop, error) : error;
  }

  /** A lease that cannot be given back ends by itself. */
  private async giveBack({ shop }: RenewalWish, turn: number, isClosed = false): Promise<void> {
    const { credentialVersion } = shop;
    const closed = isClosed ? { credentialVersion, forMs: this.parts.timings.probeEveryMs } : undefined;
    await this.parts.store.giveBack(placeOf(shop), turn, closed).catch(() => undefined);
  }

  private async look({ shop }: RenewalWish): Promise<TokenState> {
    const state = await this.parts.store.look(placeOf(shop));
    if (state === null) throw new AppError('NOT_FOUND');
    if (state.credentialVersion === shop.credentialVersion) return state;
    throw new AppError('CONFLICT', "The shop's credential was rotated meanwhile; ask again.", {
      ...aboutShop(shop),
      retryable: true,
    });
  }

  /** What the store tells without asking the platform; null when that must be asked. */
  private async known(wish: RenewalWish, state: TokenState): Promise<Renewal | null> {
    if (state.closedForMs !== null) {
      const forMs = Math.min(state.closedForMs, this.parts.timings.probeEveryMs);
      if (forMs <= 0) return null;
      const reason = 'the platform gave no tokens when it was asked last';
      return { kind: 'closed', forMs, reason, error: authorizationGone(wish.shop) };
    }
    const tokens = await this.open(wish, state);
    return tokens !== null && wish.suffices(tokens) ? { kind: 'tokens', tokens, isGranted: false } : null;
  }

  /** The pair on disk; null for none, and for one of another credential. */
  private async open({ shop }: RenewalWish, { tokens, dataKey }: TokenState): Promise<OpenTokens | null> {
    if (tokens === null || tokens.credentialVersion !== shop.credentialVersion) return null;
    const key = await this.parts.vault.openDataKey(shop.tenantId, shop.key, dataKey);
    return openTokens(key, placeOf(shop), tokens);
  }
}

const isStorageFailure = (error: unknown): boolean => error instanceof AppError && error.code === 'STORAGE_UNAVAILABLE';
