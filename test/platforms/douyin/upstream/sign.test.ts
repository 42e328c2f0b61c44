import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type SignedRequest, sign } from '../../../../src/platforms/douyin/upstream/sign.js';
import { Secret } from '../../../../src/tenants/secret.js';

interface Vector {
  readonly name: string;
  readonly method: string;
  readonly timestamp: string;
  readonly param_json: string;
  readonly hmac_sha256: string;
  readonly ascii_escaped_param_json: string;
  readonly ascii_escaped_hmac_sha256: string;
  readonly date_timestamp: string;
  readonly ascii_escaped_hmac_sha256_with_date_timestamp: string;
}

interface Vectors {
  readonly app_key: string;
  readonly app_secret: string;
  readonly api: readonly Vector[];
  readonly official_sample: Record<
    'app_key' | 'app_secret' | 'method' | 'param_json' | 'timestamp' | 'hmac_sha256',
    string
  >;
}

const { app_key, app_secret, api, official_sample } = JSON.parse(
  readFileSync(new URL('../../../fixtures/douyin/signature-vectors.json', import.meta.url), 'utf8'),
) as Vectors;
const ours = { appKey: app_key, appSecret: new Secret(app_secret) };

describe('the signature of a request', () => {
  it('is that of the official guide', () => {
    const { app_key: appKey, app_secret: secret, method, param_json: paramJson, timestamp } = official_sample;
    expect(sign({ appKey, method, paramJson, timestamp, appSecret: new Secret(secret) })).toBe(
      official_sample.hmac_sha256,
    );
  });

  it.each(api)('is that of the vector $name, whatever form its text and time have', (vector) => {
    const { method, timestamp, param_json, ascii_escaped_param_json: escaped, date_timestamp: date } = vector;
    expect(sign({ ...ours, method, timestamp, paramJson: param_json })).toBe(vector.hmac_sha256);
    expect(sign({ ...ours, method, timestamp, paramJson: escaped })).toBe(vector.ascii_escaped_hmac_sha256);
    expect(sign({ ...ours, method, timestamp: date, paramJson: escaped })).toBe(
      vector.ascii_escaped_hmac_sha256_with_date_timestamp,
    );
  });

  it('changes with each thing that is signed', () => {
    const request: SignedRequest = { ...ours, method: 'shop.brandList', timestamp: '1700000000', paramJson: '{}' };
    const changes: Partial<SignedRequest>[] = [
      {},
      { appKey: '7000000000000000002' },
      { method: 'shop.brandlist' },
      { timestamp: '1700000001' },
      { paramJson: '{ }' },
      { appSecret: new Secret(`${app_secret}0`) },
    ];
    expect(new Set(changes.map((change) => sign({ ...request, ...change }))).size).toBe(changes.length);
  });
});
