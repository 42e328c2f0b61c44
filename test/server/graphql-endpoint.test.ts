import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTinyGraph } from './start-tiny-graph.js';

type Started = Awaited<ReturnType<typeof startTinyGraph>>;
interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; path?: unknown; extensions: Record<string, unknown> }[];
  readonly extensions: Record<string, unknown> & { cost: Record<string, unknown> };
}

const read = async (response: Response): Promise<Answer> => (await response.json()) as Answer;

/** Waits until so many of the fields that take their time were begun: the requests are on their way. */
const whenBegun = async ({ started }: { readonly started: readonly string[] }, count: number): Promise<void> => {
  while (started.length < count) await sleep(5);
};

describe('POST /graphql', () => {
  let graph: Started;
  beforeAll(async () => {
    graph = await startTinyGraph();
  });
  afterAll(() => graph.stop());

  const refusal = async (response: Response) => {
    const body = await read(response);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]?.extensions['requestId']).toBe(response.headers.get('x-request-id'));
    return [response.status, body.errors?.[0]?.extensions['code']];
  };

  it('answers with data, the request id and the cost, and forbids caching', async () => {
    const response = await graph.post({ query: '{ echo(text: "hi") }' });
    const body = await read(response);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(body.data).toEqual({ echo: 'hi' });
    expect(body.extensions['requestId']).toBe(response.headers.get('x-request-id'));
    expect(body.extensions.cost).toEqual({
      requested: 1,
      actual: 1,
      remaining: expect.any(Number),
      restoreRate: 200,
      resetsAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(body.extensions).not.toHaveProperty('upstream');
  });

  it('keeps a well-formed request id of the caller and replaces any other', async () => {
    const kept = await graph.post({ query: '{ echo }' }, { 'x-request-id': 'abc_DEF-1' });
    const replaced = await graph.post({ query: '{ echo }' }, { 'x-request-id': 'a b<script>' });
    expect(kept.headers.get('x-request-id')).toBe('abc_DEF-1');
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('shows the upstream calls to who asks for the trace, and charges for them', async () => {
    const body = await read(await graph.post({ query: '{ upstream }' }, { 'x-shopgraph-trace': '1' }));
    expect(body.extensions['upstream']).toMatchObject({
      totalCalls: 1,
      unbatched: [],
      calls: [{ operation: 'GET /x' }],
    });
    expect(body.extensions.cost['actual']).toBe(11);
  });

  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic reader' }],
    ['an unknown key', { authorization: 'Bearer nobody' }],
    ['an endless key', { authorization: `Bearer ${'x'.repeat(2000)}` }],
  ])('answers 401 to %s', async (_name, headers) => {
    const response = await fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ echo }"}',
    });
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await refusal(response)).toEqual([401, 'UNAUTHENTICATED']);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('answers 405 to %s and names POST', async (method) => {
    const response = await fetch(`${graph.url}/graphql?query={echo}`, { method });
    expect(response.headers.get('allow')).toBe('POST');
    expect(await refusal(response)).toEqual([405, 'INVALID_INPUT']);
  });

  it.each([
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a file upload', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['bare GraphQL', { 'content-type': 'application/graphql' }],
    ['another character set', { 'content-type': 'application/json; charset=gbk' }],
    ['compression', { 'content-encoding': 'gzip' }],
  ])('answers 415 to %s', async (_name, headers) => {
    expect(await refusal(await graph.post('{"query":"{ echo }"}', headers as Record<string, string>))).toEqual([
      415,
      'INVALID_INPUT',
    ]);
  });

  it('takes JSON whose content type names UTF-8', async () => {
    const response = await graph.post(
      { query: '{ echo(text: "衣") }' },
      { 'content-type': 'application/json; charset=UTF-8' },
    );
    expect((await read(response)).data).toEqual({ echo: '衣' });
  });

  it.each([
    ['no JSON', '{"query"'],
    ['an empty body', ''],
    ['a text', '"{ echo }"'],
    ['null', 'null'],
    ['a batch', '[{"query":"{ echo }"}]'],
    ['no query', '{"variables":{}}'],
    ['an empty query', '{"query":"  "}'],
    ['a query that is no text', '{"query":{"a":1}}'],
    ['variables that are a list', '{"query":"{ echo }","variables":[1]}'],
    ['an operation name that is no text', '{"query":"{ echo }","operationName":7}'],
    ['a persisted query', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}'],
    ['a prototype key', '{"query":"{ echo }","variables":{"a":{"__proto__":{"x":1}}}}'],
    ['a constructor key', '{"query":"{ echo }","variables":{"constructor":1}}'],
    ['variables nested too deep', `{"query":"{ echo }","variables":{"a":${'['.repeat(40)}${']'.repeat(40)}}}`],
    ['too many variables', JSON.stringify({ query: '{ echo }', variables: { a: Array(5001).fill(0) } })],
  ])('answers 400 to %s', async (_name, body) => {
    expect(await refusal(await graph.post(body))).toEqual([400, 'INVALID_INPUT']);
  });

  it('answers 400 to a deadline that is no number', async () => {
    expect(await refusal(await graph.post({ query: '{ echo }' }, { 'x-deadline-ms': 'soon' }))).toEqual([
      400,
      'INVALID_INPUT',
    ]);
  });

  it('answers 413 to a body over 256 KiB', async () => {
    const response = await graph.post({ query: '{ echo }', variables: { text: 'x'.repeat(256 * 1024) } });
    expect(await refusal(response)).toEqual([413, 'INVALID_INPUT']);
  });

  it('answers 404 elsewhere in the same form', async () => {
    expect(await refusal(await fetch(`${graph.url}/nothing`))).toEqual([404, 'NOT_FOUND']);
  });

  it.each([
    [undefined, 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
    ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json; charset=utf-8'],
    ['application/json, multipart/mixed', 'application/json; charset=utf-8'],
  ])('answers to accept %s with %s', async (accept, expected) => {
    const response = await graph.post({ query: '{ echo }' }, accept === undefined ? {} : { accept });
    expect(response.headers.get('content-type')).toBe(expected);
  });

  it('answers 406 when the caller takes no JSON', async () => {
    expect(await refusal(await graph.post({ query: '{ echo }' }, { accept: 'text/html' }))).toEqual([
      406,
      'INVALID_INPUT',
    ]);
  });

  it.each([
    ['GRAPHQL_PARSE_FAILED', '{ echo'],
    ['GRAPHQL_PARSE_FAILED', `{ ${'echo '.repeat(2100)} }`],
    ['GRAPHQL_VALIDATION_FAILED', '{ nothing }'],
    ['INVALID_INPUT', 'query ($text: String!) { echo(text: $text) }'],
  ])('answers 400 with %s to a document that cannot run', async (code, query) => {
    const response = await graph.post({ query });
    const body = await read(response);
    expect(response.status).toBe(400);
    expect(body.errors?.[0]?.extensions['code']).toBe(code);
    expect(body.extensions.cost['requested']).toBe(0);
  });

  it('never reports more than five errors', async () => {
    const query = `{ ${Array.from({ length: 12 }, (_, index) => `bad${index}`).join(' ')} }`;
    expect((await read(await graph.post({ query }))).errors?.length).toBeLessThanOrEqual(5);
  });

  it.each([
    ['depth', `{ ${'thing { '.repeat(10)} name ${'} '.repeat(10)} }`],
    [
      'aliases, of __typename too',
      `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: __typename`).join(' ')} }`,
    ],
    [
      'selections through fragments',
      `{ ${'thing { ...A } '.repeat(19)} } fragment A on Thing { ${'name '.repeat(30)} }`,
    ],
    ['top-level fields', `{ ${'__typename '.repeat(21)} }`],
    ['mutations', `mutation { ${Array.from({ length: 6 }, (_, index) => `a${index}: write`).join(' ')} }`],
    ['directives', `{ echo ${'@include(if: true) '.repeat(10)} }`],
    ['operations', Array.from({ length: 11 }, (_, index) => `query Q${index} { echo }`).join(' ')],
    ['circular fragments', `{ thing { ...A } } fragment A on Thing { thing { ...A } }`],
  ])('refuses a document over the limit of %s with 400, quickly', async (_name, query) => {
    const startedAt = performance.now();
    const response = await graph.post({ query });
    const body = await read(response);
    expect(response.status).toBe(400);
    expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(body.errors?.length).toBeLessThanOrEqual(5);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('counts the limits of a document that names exactly the limit as fine', async () => {
    const aliases = Array.from({ length: 20 }, (_, index) => `a${index}: echo`).join(' ');
    expect((await graph.post({ query: `{ ${aliases} }` })).status).toBe(200);
    expect((await graph.post({ query: `{ ${'thing { '.repeat(9)} name ${'} '.repeat(9)} }` })).status).toBe(200);
  });

  it('masks a bug and gives the request id to ask about it', async () => {
    const response = await graph.post({ query: '{ bug echo }' });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).not.toMatch(/hunter2|secret\.ts|stack/);
    expect(JSON.parse(text)).toMatchObject({
      data: { bug: null, echo: 'nothing' },
      errors: [{ path: ['bug'], extensions: { code: 'INTERNAL', requestId: response.headers.get('x-request-id') } }],
    });
  });

  it('answers 429 with Retry-After when everything was throttled, 200 when something was not', async () => {
    const whole = await graph.post({ query: '{ refused }' });
    const part = await graph.post({ query: '{ refused echo }' });
    expect([whole.status, whole.headers.get('retry-after')]).toEqual([429, '3']);
    expect([part.status, part.headers.get('retry-after')]).toEqual([200, null]);
  });

  it('answers RESPONSE_TOO_LARGE instead of more than 8 MiB', async () => {
    expect(await refusal(await graph.post({ query: '{ huge }' }))).toEqual([200, 'RESPONSE_TOO_LARGE']);
  });

  it('refuses an operation that is too dear with 200 and COST_LIMIT_EXCEEDED', async () => {
    const response = await graph.post({ query: 'query ($cost: Int) { echo(cost: $cost) }', variables: { cost: 1001 } });
    expect(response.status).toBe(200);
    expect((await read(response)).errors?.[0]?.extensions['code']).toBe('COST_LIMIT_EXCEEDED');
  });

  it('ends the work at the deadline the caller sets', async () => {
    const startedAt = performance.now();
    const response = await graph.post({ query: '{ wait(ms: 9000) echo }' }, { 'x-deadline-ms': '500' });
    expect(await read(response)).toMatchObject({
      data: { wait: null, echo: 'nothing' },
      errors: [{ path: ['wait'], extensions: { code: 'DEADLINE_EXCEEDED' } }],
    });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('answers at the deadline even when a field does not listen', async () => {
    const response = await graph.post({ query: '{ deaf(ms: 1200) }' }, { 'x-deadline-ms': '50' });
    expect(await refusal(response)).toEqual([200, 'DEADLINE_EXCEEDED']);
  });

  it('answers at the deadline a request for which the event loop had no room, and never begins it', async () => {
    let makeRoom = (): void => undefined;
    const room = new Promise<void>((resolve) => {
      makeRoom = resolve;
    });
    const full = await startTinyGraph({ room: () => room });
    const response = await full.post({ query: '{ wait(ms: 1) }' }, { 'x-deadline-ms': '100' });
    expect(await refusal(response)).toEqual([200, 'DEADLINE_EXCEEDED']);
    makeRoom();
    await new Promise(setImmediate);
    expect(full.started).toEqual([]);
    await full.stop();
  });

  it('aborts the work when the client leaves', async () => {
    const [before, begun] = [graph.aborted.length, graph.started.length];
    const leaving = new AbortController();
    const answer = fetch(`${graph.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer reader' },
      body: JSON.stringify({ query: '{ wait(ms: 8000) }' }),
      signal: leaving.signal,
    }).catch(() => 'left');
    await whenBegun(graph, begun + 1);
    leaving.abort();
    expect(await answer).toBe('left');
    for (let tries = 0; graph.aborted.length === before && tries < 400; tries += 1) await sleep(25);
    expect(graph.aborted.length).toBe(before + 1);
  });

  it('logs one line for an operation, with names and figures and without variables', async () => {
    const headers = { 'apollographql-client-name': 'till', 'x-request-id': 'log-1' };
    await graph.post({ query: 'query Say($t: String) { echo(text: $t) }', variables: { t: 'canary-77' } }, headers);
    const lines = graph.logLines.filter((line) => line['requestId'] === 'log-1');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      msg: 'operation',
      type: 'query',
      operation: 'Say',
      client: 'till',
      tenant: 'tn_1',
      key: 'id-reader',
      upstreamCalls: 0,
      errors: [],
    });
    expect(JSON.stringify(graph.logLines)).not.toMatch(/canary-77|Bearer/);
  });

  it('answers 431 to headers over 16 KiB and 400 to what is not HTTP, in the same form', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${graph.url}/graphql`, { headers: { 'x-filler': 'x'.repeat(17_000) } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on('error', reject).end();
    });
    expect(status).toBe(431);
    const text = await new Promise<string>((resolve) => {
      const socket = connect(graph.port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString();
      });
      socket.on('close', () => resolve(received));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request/);
    expect(text).toContain('"code":"INVALID_INPUT"');
  });
});

describe('introspection', () => {
  const query = '{ __schema { queryType { name } } }';
  it.each([
    ['off', 'admin', 400],
    ['admin', 'reader', 400],
    ['admin', 'admin', 200],
    ['all', 'reader', 200],
  ] as const)(
    'set to %s answers the %s key with %i, also once the document is known',
    async (introspection, key, status) => {
      const graph = await startTinyGraph({ introspection });
      try {
        await graph.post({ query }, { authorization: 'Bearer admin' });
        expect((await graph.post({ query }, { authorization: `Bearer ${key}` })).status).toBe(status);
        expect((await graph.post({ query: '{ __typename }' })).status).toBe(200);
      } finally {
        await graph.stop();
      }
    },
  );
});

describe('the budget of a key', () => {
  it('is shared by its requests, told in every answer, and answers 429 when used up', async () => {
    const graph = await startTinyGraph({ costLimits: { capacity: 100, perRequest: 80, restoreRate: 1 } });
    try {
      const ask = (cost: number) =>
        graph.post({ query: 'query ($cost: Int) { echo(cost: $cost) }', variables: { cost } });
      expect((await ask(80)).status).toBe(200);
      const first = await read(await ask(1));
      expect(first.extensions.cost['remaining']).toBeGreaterThanOrEqual(95);
      for (let index = 0; index < 30; index += 1) await ask(1);
      const refused = await ask(80);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await read(refused)).errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
      expect((await graph.post({ query: '{ echo }' }, { authorization: 'Bearer admin' })).status).toBe(200);
    } finally {
      await graph.stop();
    }
  });
});

describe('CORS', () => {
  it('lets only the named origins in', async () => {
    const graph = await startTinyGraph({ corsOrigins: ['https://shop.example'] });
    try {
      const preflight = (origin: string) =>
        fetch(`${graph.url}/graphql`, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'authorization',
          },
        });
      const good = await preflight('https://shop.example');
      const bad = await preflight('https://evil.example');
      expect(good.headers.get('access-control-allow-origin')).toBe('https://shop.example');
      expect(good.headers.get('access-control-allow-headers')).toContain('authorization');
      expect(good.headers.get('access-control-allow-headers')).toContain('cache-control');
      expect(bad.headers.get('access-control-allow-origin')).toBeNull();
    } finally {
      await graph.stop();
    }
  });
});

describe('stopping', () => {
  it('finishes what was accepted and takes nothing more', async () => {
    const graph = await startTinyGraph();
    const running = graph.post({ query: '{ wait(ms: 200) }' });
    await whenBegun(graph, 1);
    const stopped = graph.stop();
    expect((await read(await running)).data).toEqual({ wait: 'waited' });
    await stopped;
    await expect(graph.post({ query: '{ echo }' })).rejects.toThrow();
  });

  it('cuts off what takes longer than the grace', async () => {
    const graph = await startTinyGraph();
    const running = graph.post({ query: '{ deaf(ms: 9000) }' }).catch(() => 'cut off');
    await whenBegun(graph, 1);
    const startedAt = performance.now();
    await graph.stop();
    expect(await running).toBe('cut off');
    expect(performance.now() - startedAt).toBeLessThan(7_000);
  });
});
