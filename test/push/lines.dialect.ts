import { createHmac } from 'node:crypto';
import type { ChangeKind } from '../../src/push/change.js';
import type { PushDialect, PushKey } from '../../src/push/dialect.js';
import { type ParsedMessage, UnreadableBody } from '../../src/push/message.js';
import { hexSignature, isOneOf } from '../../src/push/signature.js';
import { revealSecret } from '../../src/tenants/reveal-secret.js';

/** A message of the tests' own platform: one line of `id kind object time shop`, `-` for none. */
export interface Line {
  readonly id: string;
  readonly kind?: ChangeKind;
  readonly object?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly shop?: string;
}

/** A body of such lines. */
export const linesOf = (...lines: Line[]): Buffer =>
  Buffer.from(
    lines
      .map(({ id, kind = 'ORDER', object = '-', at, shop = '-' }) => [id, kind, object, at ?? '-', shop].join(' '))
      .join('\n'),
  );

/** The signature of a body. */
export const signLines = (appId: string, secret: string, body: Uint8Array): string =>
  createHmac('sha256', secret).update(appId).update(body).digest('hex');

/**
 * A platform that is none of ours, to show what the machine does for any: HMAC-SHA256 in `x-sign`, one message a line. A line
 * `?` cannot be read, a body that begins with `!` cannot be read at all, the body `ping` is a probe.
 */
export const LINES: PushDialect = {
  keysOf: (shop, { current, previous }) =>
    [current['appSecret'], previous?.['appSecret']]
      .filter((secret) => secret !== undefined)
      .map((secret): PushKey => ({ appId: shop.attributes['appId'] ?? '', secret })),
  verify(body, headers, keys) {
    const appId = headers('x-app');
    const sign = headers('x-sign');
    if (appId === undefined || sign === undefined) return { ok: false, reason: 'missing' };
    const given = hexSignature(sign, 32);
    if (given === null) return { ok: false, reason: 'malformed' };
    const ofApp = keys.filter((key) => key.appId === appId);
    if (ofApp.length === 0) return { ok: false, reason: 'other_app' };
    const expected = ofApp.map(({ secret }) =>
      createHmac('sha256', revealSecret(secret)).update(appId).update(body).digest(),
    );
    return isOneOf(given, expected) ? { ok: true, appId } : { ok: false, reason: 'wrong' };
  },
  parse(body) {
    const text = Buffer.from(body).toString();
    if (text.startsWith('!')) throw new UnreadableBody('beyond this dialect');
    if (text === 'ping') return { messages: [], unreadable: [], probe: true };
    const lines = text.split('\n');
    return {
      messages: lines.filter((line) => !line.startsWith('?')).map(messageOf),
      unreadable: lines.filter((line) => line.startsWith('?')).map((line) => ({ body: line })),
      probe: false,
    };
  },
  answers: { taken: '{"taken":true}', refused: '{"taken":false}' },
};

function messageOf(line: string): ParsedMessage {
  const [messageId = '', kind, object = '-', at = '-', shop = '-'] = line.split(' ');
  return {
    messageId,
    tag: 'line',
    nativeShopId: shop === '-' ? null : shop,
    occurredAt: at === '-' ? null : Number(at),
    kind: kind as ChangeKind,
    subject: object === '-' ? null : { type: 'Order', nativeId: object },
    raw: JSON.stringify({ line: messageId }),
  };
}
