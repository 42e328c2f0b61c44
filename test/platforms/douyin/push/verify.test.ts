import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyPush } from '../../../../src/platforms/douyin/push/verify.js';
import { Secret } from '../../../../src/tenants/secret.js';
import { APP_ID, APP_SECRET, bodyOf, headersOf, KEY, pushSample, pushSamples } from './fixtures.js';

const good = pushSamples().filter(({ name }) => name !== 'bad-signature');
const paid = pushSample('101-trade-paid');

describe('the signature of a Douyin push', () => {
  it.each(good.map((sample) => [sample.name, sample] as const))('holds over the raw bytes of %s', (_name, sample) => {
    expect(verifyPush(bodyOf(sample), headersOf(sample), [KEY])).toEqual({ ok: true, appId: APP_ID });
    const hmac = headersOf(sample, { 'event-sign': sample.event_sign_hmac_sha256 });
    expect(verifyPush(bodyOf(sample), hmac, [KEY])).toEqual({ ok: true, appId: APP_ID });
  });

  it.each([
    ['[{"tag":"0","msg_id":"0","data":"2020-09-10T16:27:56.52842897+08:00"}]', '168986ddb0d1be874cce2432f5ec3530'],
    [
      '[{"tag":"100","msg_id":"m1","data":"{\\"p_id\\":6917135448573842113,\\"shop_id\\":4463798}"}]',
      'a2436a78b9e7d74bc4f4f3500c400f59',
    ],
    [
      '[{"tag":"113","msg_id":"m2","data":{"p_id":6917135448573842113,"remark":"请尽快发货","star":3}}]',
      '254e1535894017b3af336a6a2d0ad43b',
    ],
    ['[ {"tag":"100", "msg_id":"m3", "data":"{}"} ]', 'a6665eaf237c4625ec47c540c3319dcf'],
  ])('is the one of the page for %s', (body, sign) => {
    expect(verifyPush(Buffer.from(body), headersOf(paid, { 'event-sign': sign }), [KEY])).toMatchObject({ ok: true });
  });

  it('is compared as hex, whatever its case', () => {
    const sign = headersOf(paid)('event-sign')?.toUpperCase();
    expect(verifyPush(bodyOf(paid), headersOf(paid, { 'event-sign': sign }), [KEY])).toMatchObject({ ok: true });
  });

  it('is refused when it was made with another secret, and when a byte of the body differs', () => {
    const bad = pushSample('bad-signature');
    expect(verifyPush(bodyOf(bad), headersOf(bad), [KEY])).toEqual({ ok: false, reason: 'wrong' });
    const printed = pushSample('pretty-printed');
    const again = Buffer.from(JSON.stringify(JSON.parse(printed.request.body)));
    expect(verifyPush(again, headersOf(printed), [KEY])).toEqual({ ok: false, reason: 'wrong' });
  });

  it.each([
    [{ 'event-sign': undefined }, 'missing'],
    [{ 'event-sign': '' }, 'missing'],
    [{ 'app-id': undefined }, 'missing'],
    [{ 'event-sign': 'xyz' }, 'malformed'],
    [{ 'event-sign': `${'g'.repeat(32)}` }, 'malformed'],
    [{ 'event-sign': 'a'.repeat(31) }, 'malformed'],
    [{ 'event-sign': 'a'.repeat(33) }, 'malformed'],
    [{ 'event-sign': `${'é'.repeat(16)}${'a'.repeat(16)}` }, 'malformed'],
    [{ 'event-sign': 'a'.repeat(10_000) }, 'malformed'],
    [{ 'event-sign': 'a'.repeat(32) }, 'wrong'],
    [{ 'event-sign': 'a'.repeat(64) }, 'wrong'],
    [{ 'app-id': '7000000000000000002' }, 'other_app'],
  ])('with %j is %s', (headers, reason) => {
    expect(verifyPush(bodyOf(paid), headersOf(paid, headers), [KEY])).toEqual({ ok: false, reason });
  });

  it('may be made with either of two secrets during a rotation, and with none of a shop without keys', () => {
    const next = { appId: APP_ID, secret: new Secret('another-secret-1') };
    for (const keys of [
      [KEY, next],
      [next, KEY],
    ])
      expect(verifyPush(bodyOf(paid), headersOf(paid), keys)).toMatchObject({ ok: true });
    expect(verifyPush(bodyOf(paid), headersOf(paid), [next])).toEqual({ ok: false, reason: 'wrong' });
    expect(verifyPush(bodyOf(paid), headersOf(paid), [])).toEqual({ ok: false, reason: 'other_app' });
  });

  it('holds for any bytes, and for no others', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, flip) => {
        const sign = createHash('md5').update(APP_ID).update(bytes).update(APP_SECRET).digest('hex');
        const headers = headersOf(paid, { 'event-sign': sign });
        expect(verifyPush(bytes, headers, [KEY])).toMatchObject({ ok: true });
        const other = Uint8Array.from(bytes.length === 0 ? [flip] : bytes);
        if (bytes.length > 0) other[at % bytes.length] = (other[at % bytes.length] ?? 0) ^ flip;
        expect(verifyPush(other, headers, [KEY])).toEqual({ ok: false, reason: 'wrong' });
      }),
    );
  });
});
