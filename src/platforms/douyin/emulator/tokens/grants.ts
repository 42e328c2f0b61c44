import { createHash } from 'node:crypto';
import type { AuthCode, Grant, TokenPair } from '../state/app.record.js';
import type { Clock } from '../state/clock.js';
import type { DouyinRules } from '../state/rules.js';

/** Within so many seconds before its expiry an access token can be refreshed; so long a replaced one still works. */
const LAST_HOUR = 3600;
const CODE_SECONDS = 600;

/** What became of a token that was shown. */
export type TokenCheck = { readonly grant: Grant } | { readonly refused: 'unknown' | 'expired' };

/** Authorisations of apps for shops and their pairs of tokens, by the life cycle of specification c.3. */
export class Grants {
  private readonly byShop = new Map<string, Grant>();
  private readonly byAccess = new Map<string, { readonly grant: Grant; readonly pair: TokenPair }>();
  private readonly byRefresh = new Map<string, { readonly grant: Grant; readonly pair: TokenPair }>();
  private readonly codes = new Map<string, AuthCode>();
  private made = 0;

  constructor(
    private readonly clock: Clock,
    private readonly rules: DouyinRules,
    /** Part of every token, so that two hosts never make the same. */
    private readonly realm: string,
  ) {}

  clear(): void {
    this.byShop.clear();
    this.byAccess.clear();
    this.byRefresh.clear();
    this.codes.clear();
    this.made = 0;
  }

  /** Lets an app use a shop, again if it was taken back. */
  authorise(appKey: string, shopId: string): Grant {
    const key = `${appKey}:${shopId}`;
    const known = this.byShop.get(key);
    if (known !== undefined) {
      known.standing = 'open';
      return known;
    }
    const grant: Grant = { appKey, shopId, standing: 'open', pair: null, refreshing: false };
    this.byShop.set(key, grant);
    return grant;
  }

  find(appKey: string, shopId: string): Grant | undefined {
    return this.byShop.get(`${appKey}:${shopId}`);
  }

  /** Apps that may use a shop now. */
  appsOf(shopId: string): string[] {
    return [...this.byShop.values()]
      .filter((grant) => grant.shopId === shopId && grant.standing === 'open')
      .map((grant) => grant.appKey);
  }

  /** The code that a merchant's consent sends to a tool app's redirect; authorises the app. */
  issueCode(appKey: string, shopId: string): string {
    this.authorise(appKey, shopId);
    const code = this.token('code', shopId);
    this.codes.set(code, { appKey, shopId, until: this.clock.seconds() + CODE_SECONDS, used: false });
    return code;
  }

  code(code: string): AuthCode | undefined {
    return this.codes.get(code);
  }

  check(accessToken: string): TokenCheck {
    const held = this.byAccess.get(accessToken);
    if (held === undefined) return { refused: 'unknown' };
    if (held.pair.accessUntil > this.clock.seconds()) return { grant: held.grant };
    return { refused: held.pair.replaced ? 'unknown' : 'expired' };
  }

  /** The grant that an access token was made for, valid or not. */
  ownerOf(accessToken: string): Grant | undefined {
    return this.byAccess.get(accessToken)?.grant;
  }

  /** The grant that a refresh token was made for, valid or not. */
  ownerOfRefresh(refreshToken: string): Grant | undefined {
    return this.byRefresh.get(refreshToken)?.grant;
  }

  /** The living pair, or a new one when the access token's time is over. */
  livingPair(grant: Grant): TokenPair {
    const { pair } = grant;
    return pair !== null && pair.accessUntil > this.clock.seconds() ? pair : this.renew(grant, 0);
  }

  /** Refreshes by the three rules of specification c.3. */
  refresh(refreshToken: string): TokenPair | 'unknown' | 'expired' {
    const held = this.byRefresh.get(refreshToken);
    const now = this.clock.seconds();
    if (held === undefined) return 'unknown';
    const { grant, pair } = held;
    if (pair.replaced) return pair.refreshUntil > now && grant.pair !== null ? grant.pair : 'unknown';
    if (pair.refreshUntil <= now) return 'expired';
    const left = pair.accessUntil - now;
    if (left > LAST_HOUR) return pair;
    return this.renew(grant, left > 0 ? LAST_HOUR : 0);
  }

  /** Ends the life of an access token now; its refresh token stays. */
  expire(accessToken: string): void {
    const held = this.byAccess.get(accessToken);
    if (held !== undefined) held.pair.accessUntil = this.clock.seconds();
  }

  /** Takes up a pair that a seed names. */
  setPair(grant: Grant, accessToken: string, refreshToken: string): TokenPair {
    const now = this.clock.seconds();
    const pair: TokenPair = {
      accessToken,
      refreshToken,
      accessUntil: now + this.rules.accessTokenSeconds,
      refreshUntil: now + this.rules.refreshTokenSeconds,
      replaced: false,
    };
    grant.pair = pair;
    this.byAccess.set(accessToken, { grant, pair });
    this.byRefresh.set(refreshToken, { grant, pair });
    return pair;
  }

  /** @param graceSeconds how long the old pair still works */
  private renew(grant: Grant, graceSeconds: number): TokenPair {
    const old = grant.pair;
    if (old !== null) {
      old.replaced = true;
      old.accessUntil = old.refreshUntil = this.clock.seconds() + graceSeconds;
    }
    return this.setPair(grant, this.token('access', grant.shopId), this.token('refresh', grant.shopId));
  }

  private token(kind: string, shopId: string): string {
    this.made += 1;
    const digest = createHash('sha256').update(`${this.realm} ${kind} ${shopId} ${this.made}`).digest('hex');
    return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-${digest.slice(12, 16)}-${digest.slice(16, 20)}-${digest.slice(20, 32)}`;
  }
}

/** First 12 hex characters of the SHA-256 of a token. */
export const fingerprint = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 12);
