import type { Secret } from './secret.js';

/** A pair of tokens as a platform gives it. */
export interface Grant {
  readonly accessToken: Secret;
  readonly refreshToken: Secret;
  /** When each ends, epoch milliseconds. */
  readonly accessEndsAt: number;
  readonly refreshEndsAt: number;
}

/**
 * Where one shop's tokens come from: two calls of its platform. They fail with `GrantRefused` where the platform's answer
 * asks for something else than a repeat; every other error is taken for a temporary failure and rises as it is.
 */
export interface GrantSource {
  /** A pair for the shop's credential. */
  create(): Promise<Grant>;
  /** The pair that follows the one this refresh token belongs to; the platform may answer with the same pair. */
  refresh(refreshToken: Secret): Promise<Grant>;
}

/** What a platform's refusal means: `create` is needed; another client is at it just now; the merchant must act. */
export type GrantRefusal = 'refresh-token-dead' | 'busy' | 'authorization-gone';

/** The platform gave no tokens. The message tells why, for the log: no token, no secret. */
export class GrantRefused extends Error {
  /** @param cause where it is an AppError, its fault is shown with SHOP_AUTH_EXPIRED */
  constructor(
    readonly kind: GrantRefusal,
    reason: string,
    cause?: unknown,
  ) {
    super(reason, cause === undefined ? undefined : { cause });
    this.name = 'GrantRefused';
  }
}
