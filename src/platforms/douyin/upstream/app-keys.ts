import { LRUCache } from 'lru-cache';
import { tupleKey } from '../../../tenants/key-tuple.js';
import type { Secret } from '../../../tenants/secret.js';
import type { Shop } from '../../../tenants/shop.js';

/** The app by which a shop is called: its public key, and the secret to sign with. */
export interface AppKey {
  readonly appId: string;
  readonly secret: Secret;
}

/** What of the registry is needed. */
export interface AppKeyRegistry {
  secrets(shop: Shop): Promise<{
    readonly version: number;
    readonly current: Readonly<Record<string, Secret>>;
    readonly previous: Readonly<Record<string, Secret>> | null;
  }>;
  proveCredential(shop: Shop): Promise<void>;
}

interface HeldKeys {
  /** The shop at the version of the credential that was read. */
  readonly shop: Shop;
  /** The one to sign with first. */
  readonly current: AppKey;
  /** Kept until the current one has proven itself. */
  readonly previous: AppKey | null;
  readonly code: Secret | null;
}

/** Shops whose keys are held open at once. */
const MAX_HELD = 5_000;

/**
 * The app keys of all shops. After a rotation the old secret goes on being used where the platform refuses the signature of the
 * new one, until a call signed with the new one was taken (the graph's `shopCredentialRotate`).
 */
export class AppKeys {
  private readonly held = new LRUCache<string, Promise<HeldKeys>>({ max: MAX_HELD });

  constructor(
    private readonly registry: AppKeyRegistry,
    /** Told when a proof could not be stored; it is tried again with the next call. */
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The keys to sign with, preferred first. @throws AppError NOT_FOUND, STORAGE_UNAVAILABLE, INTERNAL */
  async of(shop: Shop): Promise<readonly AppKey[]> {
    const { current, previous } = await this.heldOf(shop);
    return previous === null ? [current] : [current, previous];
  }

  /** The code of a tool app's authorisation; null for a self-use app. */
  async codeOf(shop: Shop): Promise<Secret | null> {
    return (await this.heldOf(shop)).code;
  }

  /** The platform took a call signed with this key. */
  accept(shop: Shop, taken: AppKey): void {
    void this.held.get(keyOf(shop))?.then(
      async (held) => {
        if (held.previous === null || held.current.secret !== taken.secret) return;
        this.held.set(keyOf(shop), Promise.resolve({ ...held, previous: null }));
        await this.registry.proveCredential(held.shop).catch((error: unknown) => {
          this.held.set(keyOf(shop), Promise.resolve(held));
          this.onError(error);
        });
      },
      () => undefined,
    );
  }

  private heldOf(shop: Shop): Promise<HeldKeys> {
    const key = keyOf(shop);
    const held = this.held.get(key);
    if (held !== undefined) return held;
    const reading = this.read(shop);
    this.held.set(key, reading);
    reading.catch(() => this.held.delete(key));
    return reading;
  }

  private async read(shop: Shop): Promise<HeldKeys> {
    const { version, current, previous } = await this.registry.secrets(shop);
    const appId = shop.attributes['appId'] ?? '';
    const secret = current['appSecret'];
    if (secret === undefined) throw new TypeError('a Douyin shop without app secret');
    const older = previous?.['appSecret'];
    return {
      shop: { ...shop, credentialVersion: version },
      current: { appId, secret },
      previous: older === undefined ? null : { appId, secret: older },
      code: current['authorizationCode'] ?? null,
    };
  }
}

const keyOf = (shop: Shop): string => tupleKey([shop.tenantId, shop.key, String(shop.credentialVersion)]);
