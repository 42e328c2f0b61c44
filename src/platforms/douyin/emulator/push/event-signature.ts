import { createHash, createHmac } from 'node:crypto';

/** `event-sign` of a body: over app_key, the raw text and app_secret, hex (specification e.1). */
export function eventSign(appKey: string, appSecret: string, body: string, method: 'md5' | 'hmac-sha256'): string {
  const text = `${appKey}${body}${appSecret}`;
  return method === 'md5'
    ? createHash('md5').update(text).digest('hex')
    : createHmac('sha256', appSecret).update(text).digest('hex');
}
