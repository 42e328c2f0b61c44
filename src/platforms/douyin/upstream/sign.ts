import { createHmac } from 'node:crypto';
import { revealSecret } from '../../../tenants/reveal-secret.js';
import type { Secret } from '../../../tenants/secret.js';

/** What a request is signed over, each exactly as it is sent. */
export interface SignedRequest {
  /** The app's public key, 19 digits. */
  readonly appKey: string;
  /** Dotted name of the method, e.g. `order.searchList`. */
  readonly method: string;
  /** The body: canonical text of the business parameters. */
  readonly paramJson: string;
  /** Epoch seconds as digits. */
  readonly timestamp: string;
  readonly appSecret: Secret;
}

/**
 * The signature of a request, HMAC-SHA256 in lower-case hex (the platform's page, section b.1). Token and method of signing
 * have no part in it, the version `2` always has.
 */
export function sign({ appKey, method, paramJson, timestamp, appSecret }: SignedRequest): string {
  const secret = revealSecret(appSecret);
  return createHmac('sha256', secret)
    .update(`${secret}app_key${appKey}method${method}param_json${paramJson}timestamp${timestamp}v2${secret}`)
    .digest('hex');
}
