import { createHash, createHmac } from 'node:crypto';
import type { PushHeaders, PushKey, PushVerdict } from '../../../push/dialect.js';
import { hexSignature, isOneOf } from '../../../push/signature.js';
import { revealSecret } from '../../../tenants/reveal-secret.js';

/** How the console of an app may have it sign, told apart by the length of the signature in bytes. */
const MD5_BYTES = 16;
const SHA256_BYTES = 32;

/**
 * Judges the signature of a body (the platform's page, e.1): `event-sign` is the MD5 of app key, body and app secret, or, where
 * the app's console says so, the HMAC-SHA256 of the same text. Over the bytes as they came: what a parser makes of them is
 * another text.
 * @param keys those that may sign for the shop
 */
export function verifyPush(body: Uint8Array, headers: PushHeaders, keys: readonly PushKey[]): PushVerdict {
  const appId = headers('app-id');
  const sign = headers('event-sign');
  if (appId === undefined || appId === '' || sign === undefined || sign === '') return { ok: false, reason: 'missing' };
  const given = hexSignature(sign, MD5_BYTES) ?? hexSignature(sign, SHA256_BYTES);
  if (given === null) return { ok: false, reason: 'malformed' };
  const ofApp = keys.filter((key) => key.appId === appId);
  if (ofApp.length === 0) return { ok: false, reason: 'other_app' };
  const signed = given.length === MD5_BYTES ? md5Of : hmacOf;
  return isOneOf(
    given,
    ofApp.map((key) => signed(key, body)),
  )
    ? { ok: true, appId }
    : { ok: false, reason: 'wrong' };
}

const md5Of = ({ appId, secret }: PushKey, body: Uint8Array): Buffer =>
  createHash('md5').update(appId).update(body).update(revealSecret(secret)).digest();

function hmacOf({ appId, secret }: PushKey, body: Uint8Array): Buffer {
  const value = revealSecret(secret);
  return createHmac('sha256', value).update(appId).update(body).update(value).digest();
}
