import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../src/errors/app-error.js';
import { countCommodities, deleteCommodity } from '../../../../src/platforms/kuaizhan/upstream/endpoints/commodity.js';
import { certainlyNotSent } from '../../../../src/upstream/upstream-error.js';
import { after, type Behaviour, json, MisbehavingServer, reset, silence } from '../../../support/misbehaving-server.js';
import { CANARY, ClientBench, type Given, shopOf, TokenList } from './start-client.js';

const server = new MisbehavingServer();
const benches: ClientBench[] = [];
const fine = json({ ret: 0, msg: '', data: 5 });
const tokenRefused = json({ ret: 1, msg: 'access_token invalid or expired' });

const bench = (options: ConstructorParameters<typeof ClientBench>[1] = {}, tokens?: TokenList): ClientBench => {
  const made = new ClientBench(server.url, options, tokens);
  benches.push(made);
  return made;
};

beforeAll(() => server.start());
afterEach(async () => {
  await Promise.all(benches.splice(0).map((made) => made.clients.close()));
});
afterAll(() => server.stop());

const read = ({ client }: Given): Promise<number> => countCommodities(client, 'V4800vQ0xafvOtuT');
const write = ({ client }: Given, before = async () => undefined): Promise<void> =>
  deleteCommodity(client, 'c', before);
const failure = async (call: Promise<unknown>): Promise<AppError> => {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`expected an AppError, got ${String(error)}`);
};
const codeOf = async (call: Promise<unknown>): Promise<string> => (await failure(call)).code;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (isReached: () => boolean): Promise<void> => {
  for (let n = 0; n < 200 && !isReached(); n += 1) await pause(5);
  expect(isReached()).toBe(true);
};

describe('a read', () => {
  it('is repeated after failures that pass, and the trace shows one call with its attempts', async () => {
    server.behave(reset, json('', 503), fine);
    const given = bench().given();
    expect(await read(given)).toBe(5);
    expect(server.requests).toHaveLength(3);
    expect(given.trace.calls).toEqual([
      {
        platform: 'KUAIZHAN',
        shop: 'gid://v1/Shop/sk1/sk1',
        operation: 'GET /v2/ec/commodity/count',
        batchSize: 1,
        source: 'LIVE',
        attempts: 3,
        durationMs: expect.any(Number),
        outcome: 'OK',
      },
    ]);
  });

  it('ends at the deadline of its request, whatever the platform does', async () => {
    server.behave(silence);
    const startedAt = performance.now();
    expect(await codeOf(read(bench().given(shopOf(), 150)))).toBe('DEADLINE_EXCEEDED');
    expect(performance.now() - startedAt).toBeLessThan(1500);
    expect(await codeOf(read(bench().given(shopOf(), 0)))).toBe('DEADLINE_EXCEEDED');
  });

  it('ends at the deadline also while the token cannot be had, and while it waits for a connection', async () => {
    server.behave(silence);
    const stuck = new TokenList('x');
    stuck.get = () => new Promise(() => undefined);
    expect(await codeOf(read(bench({}, stuck).given(shopOf(), 100)))).toBe('DEADLINE_EXCEEDED');
    const narrow = bench({ connections: 1 });
    const given = narrow.given(shopOf(), 200);
    const startedAt = performance.now();
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(read(given))));
    expect(codes).toEqual(Array(3).fill('DEADLINE_EXCEEDED'));
    expect(performance.now() - startedAt).toBeLessThan(1500);
    expect(server.requests).toHaveLength(1);
  });

  it('stops when the client leaves, and gives its place back', async () => {
    server.behave(silence);
    const made = bench();
    const given = made.given();
    const reading = codeOf(read(given));
    await until(() => server.requests.length === 1);
    given.leave();
    expect(await reading).toBe('DEADLINE_EXCEEDED');
    const [bucket] = made.clients.health(shopOf()).rateBuckets;
    expect(bucket).toMatchObject({ maximumAvailable: 10, currentlyAvailable: 10, queued: 0 });
  });

  it('spends no more retries than a tenth of the calls and one a second', async () => {
    server.behave(reset);
    const made = bench({ retry: { shortestMs: 1, longestMs: 5 }, breaker: { inARow: 999, leastCalls: 9999 } });
    for (let n = 0; n < 60; n += 1) await codeOf(read(made.given()));
    expect(server.requests.length).toBeLessThanOrEqual(60 + 3 + 6 + 3);
  });
});

describe('a write', () => {
  it('that was sent is finished though the client left and the deadline passed', async () => {
    server.behave(after(300, fine));
    const given = bench().given(shopOf(), 150);
    const writing = write(given);
    await until(() => server.requests.length === 1);
    given.leave();
    await expect(writing).resolves.toBeUndefined();
  });

  it('that was not sent is not begun after the client left', async () => {
    server.behave(fine);
    const given = bench().given();
    const error = await failure(
      write(given, async () => {
        given.leave();
        return undefined;
      }),
    );
    expect(error.code).toBe('DEADLINE_EXCEEDED');
    expect(certainlyNotSent(error)).toBe(true);
    expect(server.requests).toHaveLength(0);
  });

  it('that gets no answer within its one try has an unknown outcome', async () => {
    server.behave(silence);
    const error = await failure(write(bench({ tryMs: 100 }).given()));
    expect(error.code).toBe('OUTCOME_UNKNOWN');
    expect(certainlyNotSent(error)).toBe(false);
    expect(server.requests).toHaveLength(1);
  });
});

describe('the token', () => {
  it('travels in the query of every call and nowhere else', async () => {
    server.behave(fine);
    const made = bench();
    await read(made.given());
    await write(made.given());
    for (const seen of server.requests) {
      expect(seen.query.getAll('access_token')).toEqual([CANARY]);
      expect(JSON.stringify([...seen.form, seen.headers])).not.toContain('CANARY');
      expect(seen.headers['accept-encoding']).toBe('identity');
    }
    expect(made.logged.length).toBeGreaterThan(0);
    expect(made.logged.join()).not.toContain('CANARY');
  });

  it('that is refused is reported once, and a read is repeated once with the next one', async () => {
    server.behave(tokenRefused, fine);
    const tokens = new TokenList('first-token', 'second-token');
    const given = bench({}, tokens).given();
    expect(await read(given)).toBe(5);
    expect(server.requests.map(({ query }) => query.get('access_token'))).toEqual(['first-token', 'second-token']);
    expect(tokens.refused).toHaveLength(1);
    expect(given.trace.calls).toMatchObject([{ attempts: 2 }]);
  });

  it('that stays refused ends a read after one repeat, and a write at once', async () => {
    server.behave(tokenRefused);
    const tokens = new TokenList('only-token');
    const made = bench({}, tokens);
    expect(await codeOf(read(made.given()))).toBe('SHOP_AUTH_EXPIRED');
    expect(server.requests).toHaveLength(2);
    expect(tokens.refused).toHaveLength(1);
    server.behave(tokenRefused);
    const error = await failure(write(made.given()));
    expect(error.code).toBe('SHOP_AUTH_EXPIRED');
    expect(error.detail.fault?.code).toBe('1');
    expect(server.requests).toHaveLength(1);
  });

  it('that cannot be had stops a call before anything is sent', async () => {
    server.behave(fine);
    const gone = new TokenList('x');
    gone.get = () => Promise.reject(new AppError('SHOP_AUTH_EXPIRED'));
    const error = await failure(write(bench({}, gone).given()));
    expect(error.code).toBe('SHOP_AUTH_EXPIRED');
    expect(certainlyNotSent(error)).toBe(true);
    expect(server.requests).toHaveLength(0);
  });

  it('is not blamed for a site it may not see', async () => {
    server.behave(json({ ret: 1, msg: 'site not accessible with this access_token' }));
    const tokens = new TokenList('x-token');
    expect(await codeOf(read(bench({}, tokens).given()))).toBe('UPSTREAM_REJECTED');
    expect(tokens.refused).toEqual([]);
  });
});

describe('the line to a shop', () => {
  it('opens its breaker after five transport failures in a row, says so, and closes after a good probe', async () => {
    server.behave(reset);
    const made = bench({ retry: { tries: 1 }, breaker: { openMs: 150 } });
    for (let n = 0; n < 5; n += 1) expect(await codeOf(read(made.given()))).toBe('UPSTREAM_UNAVAILABLE');
    const given = made.given();
    const error = await failure(read(given));
    expect(error.code).toBe('CIRCUIT_OPEN');
    expect(error.detail.retryAfterMs).toBeGreaterThan(0);
    expect(certainlyNotSent(error)).toBe(true);
    expect(given.trace.calls).toEqual([]);
    expect(server.requests).toHaveLength(5);
    expect(made.clients.health(shopOf()).circuit).toBe('OPEN');
    server.behave(fine);
    await pause(170);
    expect(made.clients.health(shopOf()).circuit).toBe('HALF_OPEN');
    expect(await read(made.given())).toBe(5);
    expect(made.clients.health(shopOf()).circuit).toBe('CLOSED');
  });

  it('keeps writes going while reads are paused, and other shops and tenants as well', async () => {
    const failing: Behaviour = (response, request) =>
      request.method === 'GET' && request.query.get('shop_id') === 'V4800vQ0xafvOtuT'
        ? reset(response, request)
        : fine(response, request);
    server.behave(failing);
    const made = bench({ retry: { tries: 1 } });
    for (let n = 0; n < 5; n += 1) await codeOf(read(made.given()));
    expect(await codeOf(read(made.given()))).toBe('CIRCUIT_OPEN');
    await expect(write(made.given())).resolves.toBeUndefined();
    expect(await countCommodities(made.given(shopOf('sk1', 'tn_2')).client, 'other')).toBe(5);
    expect(await countCommodities(made.given(shopOf('sk2')).client, 'other')).toBe(5);
  });

  it('does not pause for refusals and throttling', async () => {
    const made = bench({ retry: { tries: 1 } });
    server.behave(json({ ret: 1, msg: 'no' }));
    for (let n = 0; n < 12; n += 1) expect(await codeOf(read(made.given()))).toBe('UPSTREAM_REJECTED');
    server.behave(json('', 429));
    for (let n = 0; n < 12; n += 1) expect(await codeOf(read(made.given()))).toBe('RATE_LIMITED');
    expect(made.clients.health(shopOf()).circuit).toBe('CLOSED');
  });

  it('halves its calls in flight when the platform throttles, and passes on how long to wait', async () => {
    const made = bench({ retry: { tries: 1 } });
    server.behave(json('', 429, { 'retry-after': '7200' }));
    const error = await failure(write(made.given()));
    expect(error.detail.retryAfterMs).toBe(60_000);
    expect(error.retryable).toBe(true);
    expect(made.clients.health(shopOf()).rateBuckets[0]?.maximumAvailable).toBe(5);
    server.behave(json('', 429, { 'retry-after': '0' }), fine);
    expect(await read(bench().given())).toBe(5);
  });

  it('never has more calls in flight than its limit, and takes fifty at once', async () => {
    let inFlight = 0;
    let most = 0;
    server.behave(async (response, request) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await pause(20);
      inFlight -= 1;
      fine(response, request);
    });
    const given = bench().given();
    const counts = await Promise.all(Array.from({ length: 50 }, () => read(given)));
    expect(counts).toEqual(Array(50).fill(5));
    expect(most).toBeLessThanOrEqual(15);
  });

  it('tells its latency and its last success', async () => {
    server.behave(after(30, fine));
    const made = bench();
    expect(made.clients.health(shopOf())).toMatchObject({
      circuit: 'CLOSED',
      lastSuccessAt: null,
      p50LatencyMs: null,
    });
    await read(made.given());
    const health = made.clients.health(shopOf());
    expect(health.p50LatencyMs).toBeGreaterThanOrEqual(25);
    expect(health.p99LatencyMs).toBeGreaterThanOrEqual(25);
    expect(Date.now() - (health.lastSuccessAt?.getTime() ?? 0)).toBeLessThan(2000);
  });
});

describe('egress', () => {
  const target = (host: string): string => `http://${host}:${server.port}`;

  it.each(['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])(
    'never reaches %s unless private addresses are allowed',
    async (host) => {
      server.behave(fine);
      const made = new ClientBench(target(host), { allowPrivate: false });
      benches.push(made);
      const error = await failure(write(made.given()));
      expect(error.code).toBe('EGRESS_DENIED');
      expect(certainlyNotSent(error)).toBe(true);
      expect(server.requests).toHaveLength(0);
    },
  );

  it('sends through the proxy of a shop, and never around it', async () => {
    server.behave(fine);
    const made = bench();
    const proxied = { ...shopOf(), proxy: { isEnabled: true, url: 'http://127.0.0.1:9' } };
    const error = await failure(write(made.given(proxied)));
    expect(error.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(certainlyNotSent(error)).toBe(true);
    expect(server.requests).toHaveLength(0);
    expect(await read(made.given({ ...proxied, proxy: { ...proxied.proxy, isEnabled: false } }))).toBe(5);
  });
});
