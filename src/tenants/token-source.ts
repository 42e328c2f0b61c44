import { LRUCache } from 'lru-cache';
import { AppError } from '../errors/app-error.js';
import { shopGlobalId } from './global-id.js';
import { tupleKey } from './key-tuple.js';
import type { TenantRegistry } from './registry.js';
import type { Secret } from './secret.js';
import type { Shop } from './shop.js';

/** Access tokens of one shop. */
export interface TokenSource {
  /**
   * The token for the next attempt.
   * @throws AppError SHOP_AUTH_EXPIRED when the platform takes none of the shop's tokens
   */
  get(): Promise<Secret>;
  /** The platform refused a token: `refused`, or without it the one given last. */
  invalidate(reason: string, refused?: Secret): void;
  /** The platform took a token: it is good again, and if it is the current one, the previous one is destroyed. */
  accept(taken: Secret): void;
}

/** Between two tries of a token that was refused: at most two a minute (reliability R23). */
const PROBE_EVERY_MS = 30_000;
/** A probe nobody complained of for so long has worked. */
const PROBE_VERDICT_MS = 10_000;

interface Token {
  readonly secret: Secret;
  /** Monotonic instants. */
  refusedAt: number | null;
  probedAt: number | null;
}

interface ShopTokens {
  readonly shop: Shop;
  /** Preferred first. */
  readonly tokens: readonly Token[];
}

/** The token sources of all shops whose tokens never change between rotations. Bounded. */
export class StaticTokenSources {
  private readonly held: LRUCache<string, Promise<ShopTokens>>;

  constructor(
    private readonly registry: TenantRegistry,
    private readonly options: {
      /** Name of the secret field; `accessToken` unless told. */
      readonly field?: string;
      /** Told when the platform takes none of a shop's tokens. */
      readonly onExpired?: (shop: Shop, reason: string) => void;
      /** Told when a proof could not be stored; it is tried again with the next accepted token. */
      readonly onError?: (error: unknown) => void;
      readonly now?: () => number;
    } = {},
  ) {
    this.held = new LRUCache({ max: 5_000 });
  }

  /** The tokens of the shop at its credential version; every caller with the same shop shares what is known of them. */
  of(shop: Shop): TokenSource {
    let last: Secret | null = null;
    return {
      get: async () => {
        last = this.choose(await this.tokensOf(shop)).secret;
        return last;
      },
      invalidate: (reason, refused) => this.invalidate(shop, reason, refused ?? last),
      accept: (taken) => this.accept(shop, taken),
    };
  }

  private now(): number {
    return this.options.now?.() ?? performance.now();
  }

  private tokensOf(shop: Shop): Promise<ShopTokens> {
    const key = keyOf(shop);
    const held = this.held.get(key);
    if (held !== undefined) return held;
    const reading = this.read(shop);
    this.held.set(key, reading);
    reading.catch(() => this.held.delete(key));
    return reading;
  }

  private async read(shop: Shop): Promise<ShopTokens> {
    const { version, current, previous } = await this.registry.secrets(shop);
    const field = this.options.field ?? 'accessToken';
    const secrets = [current[field], previous?.[field]].filter((secret) => secret !== undefined);
    const tokens = secrets.map((secret) => ({ secret, refusedAt: null, probedAt: null }));
    return { shop: { ...shop, credentialVersion: version }, tokens };
  }

  private choose({ shop, tokens }: ShopTokens): Token {
    const usable = tokens.find((token) => token.refusedAt === null) ?? tokens.find((token) => this.mayProbe(token));
    if (usable !== undefined) return usable;
    throw new AppError('SHOP_AUTH_EXPIRED', undefined, { shopId: shopGlobalId(shop.key), platform: shop.platform });
  }

  private mayProbe(token: Token): boolean {
    const now = this.now();
    if (token.refusedAt === null) return true;
    if (now - token.refusedAt < PROBE_EVERY_MS) return false;
    if (token.probedAt === null) {
      token.probedAt = now;
      return true;
    }
    if (now - token.probedAt < PROBE_VERDICT_MS) return false;
    token.refusedAt = null;
    token.probedAt = null;
    return true;
  }

  private invalidate(shop: Shop, reason: string, refused: Secret | null): void {
    const at = this.now();
    void this.held.get(keyOf(shop))?.then(
      ({ tokens }) => {
        const token = tokens.find((one) => one.secret === refused);
        if (token === undefined) return;
        token.refusedAt = at;
        token.probedAt = null;
        if (tokens.every((one) => one.refusedAt !== null)) this.options.onExpired?.(shop, reason);
      },
      () => undefined,
    );
  }

  private accept(shop: Shop, taken: Secret): void {
    void this.held.get(keyOf(shop))?.then(
      async (held) => {
        const index = held.tokens.findIndex((one) => one.secret === taken);
        const token = held.tokens[index];
        if (token === undefined) return;
        token.refusedAt = null;
        token.probedAt = null;
        if (index > 0 || held.tokens.length === 1) return;
        // From here on there is one token: the proof is stored once, and again only if storing it failed.
        this.held.set(keyOf(shop), Promise.resolve({ ...held, tokens: [token] }));
        await this.registry.proveCredential(held.shop).catch((error: unknown) => {
          this.held.set(keyOf(shop), Promise.resolve(held));
          this.options.onError?.(error);
        });
      },
      () => undefined,
    );
  }
}

const keyOf = (shop: Shop): string =>
  tupleKey([shop.tenantId, shop.key, shop.isSandbox ? 'sandbox' : 'live', String(shop.credentialVersion)]);
