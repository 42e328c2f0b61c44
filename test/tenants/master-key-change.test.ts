import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { scratchFolder } from '../support/scratch-folder.js';
import { start } from '../support/start.js';

const folder = scratchFolder('keys');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a server with a new current master key wraps the shops anew, and the old key can go', async () => {
  const file = join(folder, 'shopgraph.db');
  const [old, next] = ['old', 'next'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);
  const credentials: Record<string, string>[] = [];
  for (const masterKeys of [`${old}`, `${next},${old}`, `${next}`]) {
    const server = await start({ seed: 'demo', file, masterKeys });
    const [shop] = server.shops;
    const answer = await server.ask('query ($id: ID!) { shop(by: { id: $id }) { commodityCount } }', { id: shop?.id });
    expect([answer.errors, answer.data]).toEqual([[], { shop: { commodityCount: 180 } }]);
    credentials.push({ key: shop?.key ?? '' });
    await server.stop();
  }
  expect(new Set(credentials.map(({ key }) => key)).size).toBe(1);
}, 30_000);
