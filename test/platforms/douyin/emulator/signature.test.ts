import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { isSigned } from '../../../../src/platforms/douyin/emulator/protocol/signature.js';
import { type Caller, caller, first, sign } from './platform-caller.js';

interface Vector {
  readonly name: string;
  readonly method: string;
  readonly timestamp: string;
  readonly param_json: string;
  readonly hmac_sha256: string;
  readonly md5: string;
  readonly ascii_escaped_param_json: string;
  readonly ascii_escaped_hmac_sha256: string;
  readonly date_timestamp: string;
  readonly ascii_escaped_hmac_sha256_with_date_timestamp: string;
}

const VECTORS = JSON.parse(
  readFileSync(new URL('../../../fixtures/douyin/signature-vectors.json', import.meta.url), 'utf8'),
) as {
  readonly app_key: string;
  readonly app_secret: string;
  readonly api: readonly Vector[];
  readonly official_sample: Record<
    'app_key' | 'app_secret' | 'method' | 'param_json' | 'timestamp' | 'hmac_sha256',
    string
  >;
};

describe('signatures that the emulated Douyin platform takes', () => {
  const app = { appKey: VECTORS.app_key, appSecret: VECTORS.app_secret, v: '2' };

  it.each(VECTORS.api)('are those of the vector $name, in every form that was measured', (vector) => {
    const signed = { ...app, method: vector.method, paramJson: vector.param_json, timestamp: vector.timestamp };
    const escaped = { ...signed, paramJson: vector.ascii_escaped_param_json };
    const dated = { ...escaped, timestamp: vector.date_timestamp };
    expect(isSigned(signed, vector.hmac_sha256, 'hmac-sha256')).toBe(true);
    expect(isSigned(signed, vector.md5, 'md5')).toBe(true);
    expect(isSigned(signed, vector.md5, null)).toBe(true);
    expect(isSigned(escaped, vector.ascii_escaped_hmac_sha256, 'hmac-sha256')).toBe(true);
    expect(isSigned(dated, vector.ascii_escaped_hmac_sha256_with_date_timestamp, 'hmac-sha256')).toBe(true);
    expect(isSigned(signed, vector.hmac_sha256, null)).toBe(false);
    expect(isSigned(signed, vector.hmac_sha256.toUpperCase(), 'hmac-sha256')).toBe(false);
    expect(isSigned({ ...signed, timestamp: '1700000001' }, vector.hmac_sha256, 'hmac-sha256')).toBe(false);
    expect(isSigned({ ...signed, appSecret: `${app.appSecret}x` }, vector.hmac_sha256, 'hmac-sha256')).toBe(false);
    expect(isSigned({ ...signed, paramJson: `${vector.param_json} {` }, vector.hmac_sha256, 'hmac-sha256')).toBe(false);
    expect(isSigned(signed, vector.hmac_sha256, 'sha256')).toBe(false);
  });

  it('include the sample of the official guide', () => {
    const { app_key, app_secret, method, param_json, timestamp, hmac_sha256 } = VECTORS.official_sample;
    const signed = { appKey: app_key, appSecret: app_secret, method, paramJson: param_json, timestamp, v: '2' };
    expect(isSigned(signed, hmac_sha256, 'hmac-sha256')).toBe(true);
  });
});

describe('a signed call over the wire', () => {
  let emulator: DouyinEmulator;
  let api: Caller;
  const invalid = '40003 isv.signature-invalid';

  beforeAll(async () => {
    emulator = await startDouyinEmulator({ seed: 'fixtures' });
    api = await caller(emulator, first(emulator.seed.shops));
  });
  afterAll(() => emulator.close());

  it('may sign the sorted text and send another one, with or without HTML escapes', async () => {
    const method = 'order.addOrderRemark';
    const sent = '{"remark":"a<b>&c/d","order_id":"6917135448573842113"}';
    const sorted = '{"order_id":"6917135448573842113","remark":"a<b>&c/d"}';
    const escaped = '{"order_id":"6917135448573842113","remark":"a\\u003cb\\u003e\\u0026c/d"}';
    for (const signedText of [sent, sorted, escaped])
      expect(await api.verdict(method, sent, { signedText })).toBe('10000');
    expect(await api.verdict(method, sent, { signedText: sorted.replace('a<b', 'a<c') })).toBe(invalid);
    const java = '{"remark":"a\\u003cb","order_id":"6917135448573842113"}';
    expect(await api.verdict(method, java, { signedText: '{"order_id":"6917135448573842113","remark":"a<b"}' })).toBe(
      '10000',
    );
  });

  it('keeps the digits of numbers and sorts keys by their bytes when it makes the canonical text', async () => {
    const sent = '{"product_id":3556357046087622442,"b":[{"é":1.0,"z":1,"10":2,"9":3}]}';
    const signedText = '{"b":[{"10":2,"9":3,"z":1,"é":1.0}],"product_id":3556357046087622442}';
    expect(await api.verdict('sku.list', sent, { signedText })).toBe('10000');
    expect(await api.verdict('sku.list', sent, { signedText: signedText.replace('1.0', '1') })).toBe(invalid);
    expect(await api.verdict('sku.list', sent, { signedText: signedText.replace('622442', '622464') })).toBe(invalid);
  });

  it('may carry md5, and means md5 when it names no method', async () => {
    expect(await api.verdict('shop.brandList', {}, { signMethod: 'md5' })).toBe('10000');
    expect(await api.verdict('shop.brandList', {}, { signMethod: 'none' })).toBe('10000');
    expect(await api.verdict('shop.brandList', {}, { query: { sign_method: undefined } })).toBe(invalid);
  });

  it('takes the timestamp in three forms and refuses one that is more than ten minutes off', async () => {
    const seconds = Math.floor(emulator.now() / 1000);
    const dated = (time: number) => new Date((time + 8 * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    const verdict = (timestamp: string) => api.verdict('shop.brandList', {}, { timestamp });
    for (const off of [0, -590, 590]) {
      expect(await verdict(String(seconds + off))).toBe('10000');
      expect(await verdict(String((seconds + off) * 1000))).toBe('10000');
      expect(await verdict(dated(seconds + off))).toBe('10000');
    }
    for (const off of [-620, 620]) {
      for (const form of [String(seconds + off), String((seconds + off) * 1000), dated(seconds + off)]) {
        expect(await verdict(form)).toBe('40003 isv.timestamp-invalid');
      }
    }
    for (const odd of ['17000000', '2023-11-15T06:13:20', 'now', '2023-13-45 06:13:20']) {
      expect(await verdict(odd)).toBe('40003 isv.timestamp-format-error');
    }
    emulator.rules.skewSeconds = 5;
    expect(await verdict(String(seconds - 60))).toBe('40003 isv.timestamp-invalid');
    emulator.rules.skewSeconds = 600;
  });

  it('stops being taken when the secret is rotated', async () => {
    const shop = first(emulator.seed.shops);
    emulator.rotateSecret(shop.appKey, 'another-secret');
    expect(await api.verdict('shop.brandList')).toBe(invalid);
    emulator.rotateSecret(shop.appKey, shop.appSecret);
    expect(await api.verdict('shop.brandList')).toBe('10000');
    const other = sign({ ...shop, appSecret: 'x' }, 'shop.brandList', '{}', '1700000000');
    expect(await api.verdict('shop.brandList', {}, { query: { sign: other } })).toBe(invalid);
  });
});
