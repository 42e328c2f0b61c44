import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends one request with a connection of its own; rejects when the connection breaks before the answer is complete. */
export function raw(
  url: string,
  method = 'POST',
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(pieces).toString(),
        }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

export type Row = Record<string, unknown>;
export interface Envelope {
  readonly code: number;
  readonly msg: string;
  readonly sub_code: string;
  readonly sub_msg: string;
  readonly data?: unknown;
  readonly log_id: string;
}

/** JSON with integers of more than 15 digits as `bigint`, so that a test sees what is on the wire. */
export const readExactly = (text: string): unknown =>
  JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (piece) =>
      /^-?\d{16,}$/.test(piece) ? `"#int:${piece}"` : piece,
    ),
    (_key, value: unknown) => (typeof value === 'string' && value.startsWith('#int:') ? BigInt(value.slice(5)) : value),
  );

/** JSON text of parameters; a `bigint` is written as its digits. */
export const write = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? `#int:${item}` : item)).replace(
    /"#int:(-?\d+)"/g,
    '$1',
  );

/** An app as it signs. */
export interface Signer {
  readonly appKey: string;
  readonly appSecret: string;
}

/** What may be varied in a call; the rest is as it should be. */
export interface CallOptions {
  readonly accessToken?: string;
  readonly timestamp?: string;
  readonly signMethod?: 'hmac-sha256' | 'md5' | 'none';
  readonly path?: string;
  /** Signed instead of the body. */
  readonly signedText?: string;
  /** Put in place of query parameters; undefined leaves one out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Signature by the specification (b.1), with none of our client's and none of the stand-in's code. */
export function sign(signer: Signer, method: string, text: string, timestamp: string, signMethod = 'hmac-sha256') {
  const { appKey, appSecret } = signer;
  const base = `${appSecret}app_key${appKey}method${method}param_json${text}timestamp${timestamp}v2${appSecret}`;
  return signMethod === 'hmac-sha256'
    ? createHmac('sha256', appSecret).update(base).digest('hex')
    : createHash('md5').update(base).digest('hex');
}

const NO_LEGACY = { 'content-type': 'application/json;charset=UTF-8', 'x-open-no-old-err-code': '1' };

/** Sends a signed call. @param now epoch milliseconds of the stand-in's clock */
export function send(
  url: string,
  signer: Signer,
  now: number,
  method: string,
  params: unknown = {},
  options: CallOptions = {},
): Promise<RawAnswer> {
  const text = typeof params === 'string' ? params : write(params);
  const timestamp = options.timestamp ?? String(Math.floor(now / 1000));
  const signMethod = options.signMethod ?? 'hmac-sha256';
  const wanted: Record<string, string | undefined> = {
    app_key: signer.appKey,
    method,
    timestamp,
    v: '2',
    sign: sign(signer, method, options.signedText ?? text, timestamp, signMethod === 'none' ? 'md5' : signMethod),
    sign_method: signMethod === 'none' ? undefined : signMethod,
    access_token: options.accessToken,
    ...options.query,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) query.set(name, value);
  const path = options.path ?? `/${method.replaceAll('.', '/')}`;
  return raw(`${url}${path}?${query}`, 'POST', text, { ...NO_LEGACY, ...options.headers });
}

/** A shop's app with its token. */
export interface Caller {
  readonly token: string;
  readonly raw: (method: string, params?: unknown, options?: CallOptions) => Promise<RawAnswer>;
  readonly call: (method: string, params?: unknown, options?: CallOptions) => Promise<Envelope>;
  /** `data` of a success; throws for a refusal. */
  readonly data: (method: string, params?: unknown) => Promise<Row>;
  /** `code sub_code` of an answer, e.g. `50002 isv.business-failed:60110`. */
  readonly verdict: (method: string, params?: unknown, options?: CallOptions) => Promise<string>;
}

export interface Emulated {
  readonly url: string;
  readonly now: () => number;
}

/** Makes a token for a shop and calls with it. */
export async function caller(emulator: Emulated, shop: Signer & { readonly shopId: string }): Promise<Caller> {
  const made = await send(emulator.url, shop, emulator.now(), 'token.create', {
    code: '',
    grant_type: 'authorization_self',
    shop_id: shop.shopId,
  });
  const token = ((readExactly(made.text) as Envelope).data as Row | null)?.['access_token'];
  if (typeof token !== 'string') throw new TypeError(`no token: ${made.text}`);
  const rawCall: Caller['raw'] = (method, params, options) =>
    send(emulator.url, shop, emulator.now(), method, params, { accessToken: token, ...options });
  const call: Caller['call'] = async (method, params, options) =>
    readExactly((await rawCall(method, params, options)).text) as Envelope;
  return {
    token,
    raw: rawCall,
    call,
    data: async (method, params) => {
      const envelope = await call(method, params);
      if (envelope.code !== 10000) throw new TypeError(`${method}: ${envelope.sub_code} ${envelope.sub_msg}`);
      return envelope.data as Row;
    },
    verdict: async (method, params, options) => {
      const { code, sub_code } = await call(method, params, options);
      return sub_code === '' ? String(code) : `${code} ${sub_code}`;
    },
  };
}

/** The first of a list that must not be empty. */
export function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new RangeError('an empty list');
  return item;
}

/** A request and its answer of the documented samples. */
export const fixture = (method: string) =>
  readExactly(readFileSync(new URL(`../../../fixtures/douyin/answers/${method}.json`, import.meta.url), 'utf8')) as {
    readonly request: { readonly param_json: Row; readonly canonical: string };
    readonly response: Envelope;
  };
