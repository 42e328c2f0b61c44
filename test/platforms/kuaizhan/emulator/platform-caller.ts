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
  method = 'GET',
  body?: string,
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
  readonly ret: number;
  readonly msg: string;
  readonly data?: unknown;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

/** A caller of the emulated platform with one token, by the rules of the specification and none of our client's code. */
export function caller(url: string, token: string) {
  const withToken = (path: string, params: Record<string, string> = {}) =>
    `${url}${path}?${new URLSearchParams({ ...params, access_token: token })}`;
  return {
    get: async (path: string, params: Record<string, string> = {}): Promise<Envelope> =>
      JSON.parse((await raw(withToken(path, params))).text) as Envelope,
    post: async (path: string, params: Record<string, string> = {}): Promise<Envelope> =>
      JSON.parse((await raw(withToken(path), 'POST', String(new URLSearchParams(params)), FORM)).text) as Envelope,
    withToken,
  };
}

export const rowsOf = (envelope: Envelope): Row[] => {
  if (!Array.isArray(envelope.data)) throw new TypeError(`no rows: ${JSON.stringify(envelope)}`);
  return envelope.data as Row[];
};
export const rowOf = (envelope: Envelope): Row => {
  if (typeof envelope.data !== 'object' || envelope.data === null)
    throw new TypeError(`no row: ${JSON.stringify(envelope)}`);
  return envelope.data as Row;
};

/** A body of the documented samples. */
export const fixture = (name: string): Envelope =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/kuaizhan/${name}.json`, import.meta.url), 'utf8')) as Envelope;

/** Keys and JSON types of a value; lists are described by their first element. */
export function shapeOf(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, shapeOf(field)]),
  );
}
