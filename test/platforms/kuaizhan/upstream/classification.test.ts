import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../src/errors/app-error.js';
import type { ErrorCode } from '../../../../src/errors/codes.js';
import {
  countCommodities,
  createCommodity,
  deleteCommodity,
  getCommodity,
} from '../../../../src/platforms/kuaizhan/upstream/endpoints/commodity.js';
import { MAX_BODY_BYTES } from '../../../../src/upstream/read-json.js';
import { certainlyNotSent, failureOf } from '../../../../src/upstream/upstream-error.js';
import {
  type Behaviour,
  bytes,
  cut,
  drip,
  hangUp,
  json,
  MisbehavingServer,
  reset,
  silence,
} from '../../../support/misbehaving-server.js';
import { CANARY, ClientBench, type Given } from './start-client.js';

const server = new MisbehavingServer();
const benches: ClientBench[] = [];
type Options = NonNullable<ConstructorParameters<typeof ClientBench>[1]>;
const patient: Options = { retry: { shortestMs: 1, longestMs: 2000 }, breaker: { inARow: 99, leastCalls: 999 } };
/** For what never ends by itself. Nothing else may be waited for so shortly: 8 MiB take their time on a busy machine. */
const quick: Options = { ...patient, tryMs: 250 };
const forRow = ({ read: code }: Pick<Row, 'read'>): Options => (code === 'UPSTREAM_TIMEOUT' ? quick : patient);

const bench = (options: Options = patient, url = server.url): ClientBench => {
  const made = new ClientBench(url, options);
  benches.push(made);
  return made;
};

beforeAll(() => server.start());
afterEach(async () => {
  for (const made of benches.splice(0)) {
    for (const line of made.logged) expect(line).not.toContain('CANARY');
    await made.clients.close();
  }
});
afterAll(() => server.stop());

const errorOf = async (call: Promise<unknown>): Promise<AppError> => {
  const error = await call.then(
    () => new Error('expected a failure'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return error;
};
const read = ({ client }: Given): Promise<number> => countCommodities(client, 'V4800vQ0xafvOtuT');
const write = ({ client }: Given, before: () => Promise<void> = async () => undefined): Promise<void> =>
  deleteCommodity(client, 'V-O9lfJyvMXx0Ex5', before);

interface Row {
  readonly what: string;
  readonly behaviour: Behaviour;
  readonly read: ErrorCode;
  /** Attempts of a read. */
  readonly tries: number;
  readonly write: ErrorCode;
}
const gzip: Behaviour = (response) => {
  response.writeHead(200, { 'content-encoding': 'gzip' });
  response.end('{"ret":0,"data":5}');
};
const unavailable = { read: 'UPSTREAM_UNAVAILABLE', tries: 3, write: 'OUTCOME_UNKNOWN' } as const;
const malformed = { read: 'UPSTREAM_MALFORMED', tries: 1, write: 'OUTCOME_UNKNOWN' } as const;
const rejected = { read: 'UPSTREAM_REJECTED', tries: 1, write: 'UPSTREAM_REJECTED' } as const;

const TABLE: readonly Row[] = [
  { what: 'a reset', behaviour: reset, ...unavailable },
  { what: 'a connection closed without an answer', behaviour: hangUp, ...unavailable },
  { what: 'HTTP 500', behaviour: json('<h1>oops</h1>', 500), ...unavailable },
  { what: 'HTTP 503 with JSON but no envelope', behaviour: json({ error: 1 }, 503), ...unavailable },
  { what: 'HTTP 500 that says ret 0', behaviour: json({ ret: 0, data: 5 }, 500), ...unavailable },
  { what: 'no answer', behaviour: silence, read: 'UPSTREAM_TIMEOUT', tries: 3, write: 'OUTCOME_UNKNOWN' },
  { what: 'a drip', behaviour: drip, read: 'UPSTREAM_TIMEOUT', tries: 3, write: 'OUTCOME_UNKNOWN' },
  { what: 'a body cut before its length', behaviour: cut('{"ret":0,'), ...malformed, tries: 3 },
  { what: 'HTML with 200', behaviour: json('<html>maintenance</html>'), ...malformed },
  { what: 'an empty body', behaviour: json(''), ...malformed },
  { what: 'JSON that is cut but looks complete', behaviour: json('{"ret":0,"data":'), ...malformed },
  { what: 'null', behaviour: json('null'), ...malformed },
  { what: 'an array', behaviour: json([{ ret: 0 }]), ...malformed },
  { what: 'an object without ret', behaviour: json({ data: 5 }), ...malformed },
  { what: 'ret null', behaviour: json({ ret: null, data: 5 }), ...malformed },
  { what: 'GBK', behaviour: bytes(Uint8Array.of(0x22, 0xba, 0xec, 0x22)), ...malformed },
  { what: 'a body above 8 MiB', behaviour: bytes(Buffer.alloc(MAX_BODY_BYTES + 1, 0x20)), ...malformed },
  { what: 'a body that was compressed unasked', behaviour: gzip, ...malformed },
  { what: 'a body of 65 levels', behaviour: json(`{"ret":0,"data":${'['.repeat(65)}${']'.repeat(65)}}`), ...malformed },
  { what: 'a redirect', behaviour: json({ ret: 0, data: 5 }, 302, { location: '/elsewhere' }), ...malformed },
  { what: 'HTTP 404 without an envelope', behaviour: json('not here', 404), ...rejected },
  { what: 'ret 1', behaviour: json({ ret: 1, msg: 'bad limit' }), ...rejected },
  { what: 'ret "1"', behaviour: json({ ret: '1', msg: 'bad limit' }), ...rejected },
  { what: 'ret 10001 and HTTP 500', behaviour: json({ ret: 10001, msg: 'no' }, 500), ...rejected },
  { what: 'ret 1 with data', behaviour: json({ ret: 1, msg: 'success', data: 5 }), ...rejected },
  {
    what: 'HTTP 429',
    behaviour: json('slow down', 429, { 'retry-after': '7' }),
    read: 'RATE_LIMITED',
    tries: 1,
    write: 'RATE_LIMITED',
  },
];

describe('what becomes of an answer', () => {
  it.each(TABLE)('$what: a read answers $read after $tries tries', async ({ behaviour, ...row }) => {
    server.behave(behaviour);
    const given = bench(forRow(row)).given();
    const error = await errorOf(read(given));
    expect(error.code).toBe(row.read);
    expect(server.requests).toHaveLength(row.tries);
    expect(given.trace.calls).toMatchObject([{ attempts: row.tries, operation: 'GET /v2/ec/commodity/count' }]);
    expect(error.detail).toMatchObject({ shopId: 'gid://v1/Shop/sk1/sk1', platform: 'KUAIZHAN' });
    expect(error.detail.fault?.endpoint).toBe('GET /v2/ec/commodity/count');
    expect(JSON.stringify([error.message, error.detail.fault])).not.toMatch(/CANARY|127\.0\.0\.1|<html|access_token=/);
  });

  it.each(TABLE)('$what: a write answers $write after one try', async ({ behaviour, ...row }) => {
    server.behave(behaviour);
    let begun = 0;
    const error = await errorOf(
      write(bench(forRow(row)).given(), async () => {
        begun += 1;
      }),
    );
    expect(error.code).toBe(row.write);
    expect(server.requests).toHaveLength(1);
    expect(begun).toBe(1);
    expect(certainlyNotSent(error)).toBe(false);
    expect(failureOf(error)?.wasSent).toBe(true);
  });

  it.each([
    { ret: 0, msg: '具体失败信息', data: 5 },
    { ret: '0', data: 5 },
    { msg: '', data: '5', ret: 0.0 },
  ])('takes %j for a success, whatever the text says', async (body) => {
    server.behave(json(body));
    expect(await read(bench().given())).toBe(5);
  });

  it('takes an answer with a byte order mark, in pieces, of any content type', async () => {
    server.behave(async (response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=gbk' });
      response.write(Uint8Array.of(0xef, 0xbb));
      await new Promise((resolve) => setTimeout(resolve, 20));
      response.end(Buffer.concat([Uint8Array.of(0xbf), Buffer.from('{"ret":0,"data":7}')]));
    });
    expect(await read(bench().given())).toBe(7);
  });

  it('takes a success without the promised data for malformed, and for an unknown outcome after a write', async () => {
    for (const body of [
      { ret: 0 },
      { ret: 0, data: null },
      { ret: 0, data: 'x' },
      { ret: 0, data: {} },
      { ret: 0, data: -1 },
    ]) {
      server.behave(json(body));
      const { client } = bench().given();
      expect((await errorOf(countCommodities(client, 's'))).code).toBe('UPSTREAM_MALFORMED');
      const params = { shopId: 's', title: 't' };
      const error = await errorOf(createCommodity(client, params, async () => undefined));
      expect(error.code).toBe('OUTCOME_UNKNOWN');
      expect(error.detail.shopId).toBe('gid://v1/Shop/sk1/sk1');
    }
  });

  it('says nothing was sent when nothing listens', async () => {
    const gone = new MisbehavingServer();
    await gone.start();
    const { url } = gone;
    await gone.stop();
    const begun: string[] = [];
    const closed = bench(quick, url);
    const error = await errorOf(write(closed.given(), async () => void begun.push('journalled')));
    expect(error.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(certainlyNotSent(error)).toBe(true);
    expect(begun).toEqual(['journalled']);
    const given = closed.given();
    expect((await errorOf(read(given))).code).toBe('UPSTREAM_UNAVAILABLE');
    expect(given.trace.calls).toMatchObject([{ attempts: 3 }]);
  });

  it('says nothing was sent for a name that does not resolve', async () => {
    const error = await errorOf(write(bench(quick, `http://${'nowhere'.repeat(10)}.invalid`).given()));
    expect(error.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(certainlyNotSent(error)).toBe(true);
    expect(JSON.stringify([error.message, error.detail.fault])).not.toContain('nowhere');
  });

  it('speaks TLS to an https address and reports a peer that does not', async () => {
    server.behave(json({ ret: 0, data: 5 }));
    const error = await errorOf(write(bench(quick, server.url.replace('http:', 'https:')).given()));
    expect(error.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(certainlyNotSent(error)).toBe(true);
    expect(server.requests).toHaveLength(0);
  });

  it('sends no write whose journal fails, and keeps its code', async () => {
    server.behave(json({ ret: 0, data: 5 }));
    const full = async (): Promise<void> => {
      throw new AppError('STORAGE_UNAVAILABLE');
    };
    const error = await errorOf(write(bench().given(), full));
    expect(error.code).toBe('STORAGE_UNAVAILABLE');
    expect(certainlyNotSent(error)).toBe(true);
    const other = await errorOf(write(bench().given(), () => Promise.reject(new Error('disk'))));
    expect(other.code).toBe('STORAGE_UNAVAILABLE');
    expect(server.requests).toHaveLength(0);
  });

  it('answers null for an object that is not there, and NOT_FOUND to a write', async () => {
    server.behave(json({ ret: 1, msg: '商品不存在' }));
    const given = bench().given();
    expect(await getCommodity(given.client, 'V-O9lfJyvMXx0Ex5')).toBeNull();
    expect((await errorOf(write(given))).code).toBe('NOT_FOUND');
    expect((await errorOf(read(given))).code).toBe('UPSTREAM_REJECTED');
  });

  it('passes the code and text of a refusal on, without the token in any spelling', async () => {
    const spelled = [CANARY, encodeURIComponent(CANARY), Buffer.from(CANARY).toString('base64')].join(' ');
    server.behave(json({ ret: 10001, msg: `wrong size ${spelled} ${'x'.repeat(400)}` }));
    const error = await errorOf(read(bench().given()));
    expect(error.detail.fault).toMatchObject({ code: '10001', httpStatus: 200, subCode: null, logId: null });
    expect(error.detail.fault?.message).toContain('wrong size [redacted] [redacted] [redacted]');
    expect(error.detail.fault?.message?.length).toBeLessThanOrEqual(300);
    expect(error.message.length).toBeLessThanOrEqual(300);
    expect(JSON.stringify([error.message, error.detail.fault, String(error.cause), error.stack])).not.toContain(
      'CANARY',
    );
  });
});
