import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { start, type TestServer } from './support/start.js';

const NO_GET = 'GET is not offered: the only method is POST with application/json (reliability R31).';
const STATUS_400 =
  'What cannot run is refused with 400 for every media type, so that proxies and metrics see it (conventions C6).';

/** The SHOULDs and MAYs that are not kept, by the audit's id, with the reason. Every MUST is kept. */
const NOT_KEPT: Readonly<Record<string, { readonly level: 'SHOULD' | 'MAY'; readonly reason: string }>> = {
  '5A70': { level: 'MAY', reason: NO_GET },
  D6D5: { level: 'MAY', reason: NO_GET },
  '6A70': { level: 'MAY', reason: NO_GET },
  '572B': { level: 'SHOULD', reason: STATUS_400 },
  FDE2: { level: 'SHOULD', reason: STATUS_400 },
  '7B9B': { level: 'SHOULD', reason: STATUS_400 },
};

/** The audits by id and name; their names need no server, their runs ask the one that is started below. */
let server: TestServer;
const audits = serverAudits({
  url: () => `${server.url}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${server.readKey}`);
    return fetch(url, { ...init, headers });
  },
});

beforeAll(async () => {
  server = await start({ seed: 'demo' });
}, 30_000);
afterAll(() => server.stop());

describe('GraphQL over HTTP', () => {
  it('is audited whole', () => {
    expect(audits.length).toBeGreaterThan(50);
    expect(new Set(audits.map(({ id }) => id)).size).toBe(audits.length);
    expect(audits.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(NOT_KEPT)));
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (id, name, audit) => {
    const result = await audit.fn();
    const reason = 'reason' in result ? result.reason : null;
    const known = NOT_KEPT[id];
    if (known === undefined) expect([result.status, reason]).toEqual(['ok', null]);
    else {
      expect(name).toMatch(new RegExp(`^${known.level} `));
      expect(result.status).toBe(known.level === 'SHOULD' ? 'warn' : 'notice');
    }
  });
});
