import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Secret } from '../../../../src/tenants/secret.js';

const FOLDER = new URL('../../../fixtures/douyin/push/', import.meta.url);

/** A push as the platform's samples have it. */
export interface PushSample {
  readonly name: string;
  readonly description: string;
  readonly app_key: string;
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  readonly event_sign_hmac_sha256?: string;
  readonly expected_ack: { readonly body: { readonly code: number; readonly msg: string } };
}

/** The key pair of all samples. */
export const APP_ID = '7000000000000000001';
export const APP_SECRET = '00000000-1111-2222-3333-444444444444';
export const SHOP_ID = '4463798';
export const KEY = { appId: APP_ID, secret: new Secret(APP_SECRET) };

/** One sample by the name of its file, without `push-` and ending. */
export function pushSample(name: string): PushSample {
  // The sample's own decoded events are left out: they hold integers that plain JSON rounds.
  const text = readFileSync(new URL(`push-${name}.json`, FOLDER), 'utf8');
  return { ...(JSON.parse(text) as Omit<PushSample, 'name'>), name };
}

export const pushSamples = (): PushSample[] =>
  readdirSync(fileURLToPath(FOLDER))
    .map((file) => /^push-(.+)\.json$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .map(pushSample);

/** A sample's headers, as a listener gives them. */
export const headersOf =
  (sample: PushSample, over: Readonly<Record<string, string | undefined>> = {}) =>
  (name: string): string | undefined => {
    if (name in over) return over[name];
    const found = Object.entries(sample.request.headers).find(([key]) => key.toLowerCase() === name);
    return found?.[1];
  };

export const bodyOf = (sample: PushSample): Buffer => Buffer.from(sample.request.body);
