import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ENDPOINTS } from '../../../../src/platforms/greaterwms/upstream/endpoints.js';
import { judgeEnvelope } from '../../../../src/platforms/greaterwms/upstream/envelope.js';
import { proxyMap, withoutPassword } from '../../../../src/platforms/greaterwms/upstream/proxy-map.js';
import { decodeHostShop } from '../../../../src/platforms/greaterwms/upstream/shop-row.js';
import { Secret } from '../../../../src/tenants/secret.js';
import { readJson } from '../../../../src/upstream/read-json.js';

const judged = (
  body: unknown,
  status = 200,
  endpoint: (typeof ENDPOINTS)[keyof typeof ENDPOINTS] = ENDPOINTS.sandbox,
) =>
  judgeEnvelope(
    { status, retryAfterMs: null, date: null, json: readJson(Buffer.from(JSON.stringify(body))) },
    endpoint,
  );

describe('an answer of the host', () => {
  it('is a success when it holds the result, or rows, and no status', () => {
    expect(judged({ t_code: 'x', sandbox: '1', result: 'success' })).toBeNull();
    expect(judged({ count: 0, results: [] }, 200, ENDPOINTS.list)).toBeNull();
  });

  it.each([
    [
      { detail: '店铺不存在', status_code: 500 },
      { kind: 'refused', code: '500', message: '店铺不存在' },
    ],
    [
      { id: ['输入一个数字。'], status_code: 400 },
      { kind: 'refused', code: '400' },
    ],
    [{ detail: '没有状态' }, { kind: 'refused', message: '没有状态' }],
    [
      { detail: { nested: 1 }, status_code: 403 },
      { kind: 'refused', code: '403' },
    ],
    [
      { detail: '请求已被限流。', status_code: 429 },
      { kind: 'throttled', retryAfterMs: 1_000 },
    ],
    [
      { detail: 'User Does Not Exists', status_code: 500 },
      { kind: 'unauthorized', code: '500', message: 'User Does Not Exists' },
    ],
    [
      { result: 'success', detail: 'x', status_code: 500 },
      { kind: 'refused', code: '500', message: 'x' },
    ],
    [{ result: '' }, { kind: 'malformed', detail: 'no result' }],
    [{}, { kind: 'malformed', detail: 'no result' }],
    [[], { kind: 'malformed', detail: 'no object' }],
    [null, { kind: 'malformed', detail: 'no object' }],
    ['success', { kind: 'malformed', detail: 'no object' }],
  ])('%j is read as %j', (body, verdict) => {
    expect(judged(body)).toEqual(verdict);
  });

  it('is judged by its HTTP status first', () => {
    for (const status of [500, 502])
      expect(judged({ result: 'success' }, status)).toMatchObject({ kind: 'server-error' });
    expect(judged({ result: 'success' }, 302)).toMatchObject({ kind: 'malformed' });
    expect(judged({ detail: 'x', status_code: 500 }, 404)).toMatchObject({ kind: 'refused', httpStatus: 404 });
  });

  it('of any shape is a success or a failure, and never an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.values(ENDPOINTS)), (body, endpoint) => {
        expect(['object']).toContain(typeof judged(body, 200, endpoint));
      }),
    );
  });
});

const HOST = fc.constantFrom('proxy.example:8080', '10.10.1.10:1080', '[2001:db8::1]:3128');
const USER = fc.string({ minLength: 1, unit: 'grapheme' });

describe('a proxy as the host stores it', () => {
  it('gives back the very password, in both maps, and is the same address without it', () => {
    fc.assert(
      fc.property(HOST, fc.option(USER), fc.string({ minLength: 1, unit: 'grapheme' }), (at, user, password) => {
        const url = `http://${user === null ? '' : `${encodeURIComponent(user)}@`}${at}`;
        const { http, https } = proxyMap({ url, password: new Secret(password) });
        expect(http).toBe(https);
        expect(decodeURIComponent(new URL(String(https)).password)).toBe(password);
        expect(withoutPassword(https)).toBe(withoutPassword(url));
      }),
    );
  });

  it('without a password is the address itself', () => {
    expect(proxyMap({ url: 'http://user@proxy.example:8080', password: null })).toEqual({
      http: 'http://user@proxy.example:8080',
      https: 'http://user@proxy.example:8080',
    });
  });

  it('that is none has no address', () => {
    for (const value of [null, undefined, 7, {}, '', 'proxy']) expect(withoutPassword(value)).toBeNull();
  });
});

describe('a row of the host', () => {
  const row = { t_code: 'c', sandbox: 1, proxy: 0, proxy_ip: {}, shop_app_secret: 'canary' };

  it('keeps neither the app secret nor the password of a proxy', () => {
    const shop = decodeHostShop({ ...row, proxy: 1, proxy_ip: { https: 'http://u:canary@proxy.example:8080' } });
    expect(shop).toEqual({
      tCode: 'c',
      isSandbox: true,
      usesProxy: true,
      proxyUrl: 'http://u@proxy.example:8080',
    });
  });

  it.each([
    [{ sandbox: '0', proxy: '1' }, [false, true]],
    [{ sandbox: true, proxy: false }, [true, false]],
    [{ sandbox: 2, proxy: 0 }, [false, false]],
  ])('with %j stands so', (over, expected) => {
    const { isSandbox, usesProxy } = decodeHostShop({ ...row, ...over });
    expect([isSandbox, usesProxy]).toEqual(expected);
  });

  it.each([{}, null, { ...row, t_code: 7 }, { ...row, sandbox: 'on' }, { ...row, proxy: [] }])(
    '%j is none',
    (value) => {
      expect(() => decodeHostShop(value)).toThrow();
    },
  );

  it.each(['a text', null, 7, [], { http: 'http://proxy.example:8080' }])('has no proxy in %j', (proxy_ip) => {
    expect(decodeHostShop({ ...row, proxy: 1, proxy_ip }).proxyUrl).toBeNull();
  });
});
