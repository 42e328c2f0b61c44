import { createHash, createHmac } from 'node:crypto';
import { canonical } from './canonical.js';
import { type Json, parse } from './wire-json.js';

/** What a signature is made over; `paramJson` is the text of the body as it came. */
export interface Signed {
  readonly appKey: string;
  readonly appSecret: string;
  readonly method: string;
  readonly paramJson: string;
  /** As it stands in the query. */
  readonly timestamp: string;
  readonly v: string;
}

/**
 * Whether a signature is right (specification b.1). It may be over the body as it came, over its canonical form, or over
 * that with HTML characters escaped: clients of the platform do all three.
 * @param signMethod `hmac-sha256` or `md5`; absent means md5
 */
export function isSigned(signed: Signed, sign: string, signMethod: string | null): boolean {
  const digest = DIGESTS[signMethod ?? 'md5'];
  if (digest === undefined) return false;
  const matches = (paramJson: string) => digest(base({ ...signed, paramJson }), signed.appSecret) === sign;
  if (matches(signed.paramJson)) return true;
  let value: Json;
  try {
    value = parse(signed.paramJson);
  } catch {
    return false;
  }
  return matches(canonical(value)) || matches(canonical(value, true));
}

const DIGESTS: Readonly<Record<string, (text: string, secret: string) => string>> = {
  'hmac-sha256': (text, secret) => createHmac('sha256', secret).update(text).digest('hex'),
  md5: (text) => createHash('md5').update(text).digest('hex'),
};

const base = ({ appKey, appSecret, method, paramJson, timestamp, v }: Signed): string =>
  `${appSecret}app_key${appKey}method${method}param_json${paramJson}timestamp${timestamp}v${v}${appSecret}`;
