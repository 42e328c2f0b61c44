import type { WrappedKey } from './ports.js';

/** Which pair of tokens is meant: there is one for each tenant, shop and environment (reliability R5). */
export interface TokenPlace {
  readonly tenantId: string;
  readonly shopKey: string;
  readonly environment: 'live' | 'sandbox';
}

/** A pair of tokens as it is kept. */
export interface SealedTokens {
  /** The turn that got the pair; rises with every pair, and the seals are bound to it. */
  readonly version: number;
  /** The shop's credential it was got with. */
  readonly credentialVersion: number;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Epoch milliseconds, as are the next two. */
  readonly accessEndsAt: number;
  readonly refreshEndsAt: number;
  readonly refreshedAt: number;
}

/** All that is known of a place, read at one instant. */
export interface TokenState {
  /** The shop's credential and data key now. */
  readonly credentialVersion: number;
  readonly dataKey: WrappedKey;
  /** Of whichever credential; those of another than the shop's own are void. */
  readonly tokens: SealedTokens | null;
  /** Whether somebody is renewing the pair just now. */
  readonly isLeased: boolean;
  /**
   * Not null once the platform gave no more tokens for the shop's credential: milliseconds until it may be asked again,
   * 0 from then on. The pair that is kept counts for nothing then.
   */
  readonly closedForMs: number | null;
}

/** No lease is longer; one that seems to be is of a clock that was set back since, and counts as ended. */
export const LONGEST_LEASE_MS = 60_000;

/**
 * Port of the tokens. Who renews a pair takes a turn first, a lease that ends by itself. Turns are numbered and the number
 * becomes the version of the pair, so what comes back late from an earlier turn never replaces what a later one got, and
 * what was got is not lost because its lease had ended. The rows of a shop go with the shop.
 * Every method throws AppError STORAGE_UNAVAILABLE when the store cannot do its work.
 */
export interface TokenStore {
  /** Null for a missing shop. */
  look(place: TokenPlace): Promise<TokenState | null>;
  /**
   * Takes the next turn for `forMs` milliseconds. Null, and nothing changed, while another holds one, while the platform
   * is not to be asked, or when the shop is missing or at another credential version.
   */
  take(place: TokenPlace, credentialVersion: number, forMs: number): Promise<number | null>;
  /**
   * Keeps a pair, ends the turn that got it, and opens a closed place. It is on disk when this returns `done`.
   * `overtaken`: a later turn was faster; `void`: the shop is missing or at another credential version. Nothing is changed
   * then.
   */
  put(place: TokenPlace, tokens: SealedTokens): Promise<'done' | 'overtaken' | 'void'>;
  /** Ends a turn that got nothing. With `closed` the platform is not to be asked for so long. */
  giveBack(
    place: TokenPlace,
    turn: number,
    closed?: { readonly credentialVersion: number; readonly forMs: number },
  ): Promise<void>;
}
