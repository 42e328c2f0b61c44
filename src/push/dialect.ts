import type { Secret } from '../tenants/secret.js';
import type { PlatformName, Shop } from '../tenants/shop.js';
import type { ShopSecrets } from '../tenants/shop-secrets.js';
import type { PushHandler } from './handler.js';
import type { ParsedBody } from './message.js';

/** An app that may sign messages: its public key, and the secret it signs with. */
export interface PushKey {
  readonly appId: string;
  readonly secret: Secret;
}

/** Why a signature does not hold: not there, not of its form, by an app that is not the shop's, or false. */
export type SignatureFault = 'missing' | 'malformed' | 'other_app' | 'wrong';

/** What the signature says. */
export type PushVerdict =
  | { readonly ok: true; readonly appId: string }
  | { readonly ok: false; readonly reason: SignatureFault };

/** A header by its name in lower case. */
export type PushHeaders = (name: string) => string | undefined;

/** How a platform pushes. Pure: it reads what it is given, and nothing else. */
export interface PushDialect {
  /** The keys that may sign for a shop, at most two: during a rotation the former is good as well. */
  keysOf(shop: Shop, secrets: ShopSecrets): readonly PushKey[];
  /** Judges the signature over the bytes as they came, in constant time; the body is not read before. */
  verify(body: Uint8Array, headers: PushHeaders, keys: readonly PushKey[]): PushVerdict;
  /** @throws UnreadableBody when nothing of it can be read */
  parse(body: Uint8Array): ParsedBody;
  /** JSON texts by which the platform knows that a body was taken, or was not and is to come again. */
  readonly answers: { readonly taken: string; readonly refused: string };
}

/** What a platform that pushes brings to this machine. */
export interface PushPlatform {
  readonly name: PlatformName;
  readonly dialect: PushDialect;
  /** What is done with a message; absent: its change is told. */
  readonly handle?: PushHandler;
}
