import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, start, type TestServer } from '../support/start.js';
import { post } from '../writes/kinds.js';

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'demo' });
}, 30_000);
afterAll(() => server.stop());

const QUERY = '{ shops { nodes { id } } }';
const refusal = ({ status, errors, data }: Answer) => [status, errors.map(({ extensions }) => extensions.code), data];
const UNAUTHENTICATED = [401, ['UNAUTHENTICATED'], null];
const made = (options: { expiresAt?: Date } = {}) =>
  server.foundation.apiKeys.create({
    tenantId: server.tenantId,
    name: 'short-lived',
    scopes: ['read'],
    shopGrants: null,
    ...options,
  });

describe('a key', () => {
  it('that is revoked opens nothing within a second, also when it was used a moment ago', async () => {
    const { id, key } = await made();
    expect((await post(server, key, QUERY)).status).toBe(200);
    await server.foundation.apiKeys.revoke(id);
    await sleep(1000);
    expect(refusal(await post(server, key, QUERY))).toEqual(UNAUTHENTICATED);
  });

  it('that has expired opens nothing', async () => {
    const { key } = await made({ expiresAt: new Date(Date.now() + 1_500) });
    expect((await post(server, key, QUERY)).status).toBe(200);
    await sleep(1_600);
    expect(refusal(await post(server, key, QUERY))).toEqual(UNAUTHENTICATED);
  });

  it('that is none gets one answer, whatever is wrong with it', async () => {
    const { id, key } = await made();
    const [gk = '', env = '', , secret = '', crc = ''] = key.split('_');
    const wrong = [
      'x',
      key.slice(0, -1),
      `${key}0`,
      key.toUpperCase(),
      [gk, env, id, secret, crc === '00000000' ? '00000001' : '00000000'].join('_'),
      [gk, env, 'aaaaaaaaaaaa', secret, crc].join('_'),
      [gk, 'demo', id, secret, crc].join('_'),
      'k'.repeat(5_000),
    ];
    const answers = await Promise.all(wrong.map((text) => post(server, text, QUERY)));
    expect(answers.map(refusal)).toEqual(wrong.map(() => UNAUTHENTICATED));
    const body = ({ text, headers }: Answer) => text.replaceAll(headers.get('x-request-id') ?? '?', 'id');
    expect(new Set(answers.map(body)).size).toBe(1);
  });

  it.each([
    ['is missing', {}],
    ['comes as Basic', { authorization: 'Basic eDp5' }],
    ['comes without a scheme', { authorization: 'gk_live_x' }],
    ['comes in another header', { 'x-api-key': 'gk_live_x', token: 'gk_live_x' }],
  ])('that %s is 401, before the body is looked at', async (_case, headers) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: 'not even JSON',
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('that is wrong asks nothing upstream', async () => {
    server.kuaizhan.journal.clear();
    await post(server, 'x', '{ shops { nodes { commodityCount } } }');
    expect(server.kuaizhan.journal.entries).toEqual([]);
  });
});
