import type { Caller } from '../tenants/tenant.js';
import { HttpRefusal } from './http-refusal.js';

/** Finds whoever holds an API key; null for a key that is malformed, unknown, revoked or expired. */
export type VerifyKey = (key: string) => Promise<Caller | null> | Caller | null;

/** Whether a key that was verified is in force still, by its id. */
export type IsInForce = (keyId: string) => Promise<boolean> | boolean;

/** A key has about a hundred characters; anything longer is not looked at. */
const MAX_HEADER = 512;
const BARE = /^[\x21-\x7e]+$/;
const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/**
 * The caller behind an `Authorization: Bearer <api key>` header.
 * @throws HttpRefusal 401, the same for every reason
 */
export async function authenticate(header: string | undefined, verify: VerifyKey): Promise<Caller> {
  const key = bearerOf(header);
  const caller = key === undefined ? null : await verify(key);
  if (caller !== null) return caller;
  throw new HttpRefusal(401, 'UNAUTHENTICATED', 'No or bad caller credentials.', {
    'www-authenticate': 'Bearer realm="shopgraph"',
  });
}

/** Whoever stands behind the key of a `connection_init`, with or without `Bearer`; null for nobody. */
export async function authenticateInit(authorization: unknown, verify: VerifyKey): Promise<Caller | null> {
  if (typeof authorization !== 'string') return null;
  const text = authorization.length > MAX_HEADER ? '' : authorization.trim();
  const key = bearerOf(text) ?? (BARE.test(text) ? text : undefined);
  return key === undefined ? null : verify(key);
}

const bearerOf = (text: string | undefined): string | undefined =>
  text === undefined || text.length > MAX_HEADER ? undefined : BEARER.exec(text)?.[1];
