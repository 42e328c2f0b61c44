import type { Caller } from '../tenants/tenant.js';
import { HttpRefusal } from './http-refusal.js';

/** Finds whoever holds an API key; null for a key that is malformed, unknown, revoked or expired. */
export type VerifyKey = (key: string) => Promise<Caller | null> | Caller | null;

/** A key has about a hundred characters; anything longer is not looked at. */
const MAX_HEADER = 512;
const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/**
 * The caller behind an `Authorization: Bearer <api key>` header.
 * @throws HttpRefusal 401, the same for every reason
 */
export async function authenticate(header: string | undefined, verify: VerifyKey): Promise<Caller> {
  const key = header === undefined || header.length > MAX_HEADER ? undefined : BEARER.exec(header)?.[1];
  const caller = key === undefined ? null : await verify(key);
  if (caller !== null) return caller;
  throw new HttpRefusal(401, 'UNAUTHENTICATED', 'No or bad caller credentials.', {
    'www-authenticate': 'Bearer realm="shopgraph"',
  });
}
