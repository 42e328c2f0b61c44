import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type CompiledCli, compileCli, type Running } from './support/compiled-cli.js';
import { scratchFolder } from './support/scratch-folder.js';

/**
 * Kept alive by one thing of old space, 115 to 160 KB of a list outlive the young generation; else some 60, the emulator in the same
 * process included.
 */
const MOST_BYTES = 90_000;
/** Four rounds of them stay below the key's budget. */
const REQUESTS = 12;
const COLLECTOR = join(process.cwd(), 'test/support/child/collector.cjs');

jest.setTimeout(60_000);

let cli: CompiledCli;
let folder: string;
let demo: Running;
let ask: (query: string) => Promise<string>;
beforeAll(async () => {
  cli = compileCli();
  folder = scratchFolder('young-garbage');
  const env = { PORT: '0', ADMIN_PORT: '0', DATA_DIR: folder, NODE_OPTIONS: `--require ${JSON.stringify(COLLECTOR)}` };
  demo = cli.start(['demo'], env);
  const [, url = ''] = await demo.until(/GraphQL +(\S+)/);
  const [, key = ''] = await demo.until(/Read key +(\S+)/);
  ask = async (query) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    expect(text).not.toContain('"errors"');
    return text;
  };
});
afterAll(async () => {
  demo.signal('SIGTERM');
  await demo.ended;
  cli.remove();
  rmSync(folder, { recursive: true });
});

it('leaves nothing of an answered request to a full collection', async () => {
  const { data } = JSON.parse(await ask('{ shops { nodes { id } } }')) as {
    data: { shops: { nodes: { id: string }[] } };
  };
  const [shop] = data.shops.nodes;
  // No two are the same, so that none waits for another's answer.
  const lists = Array.from(
    { length: REQUESTS },
    (_, at) =>
      `{ shop(by: { id: "${shop?.id}" }) { commodities(first: ${50 - at}) { nodes { id title categories { id title } } } } }`,
  );
  // Code is compiled, plans are kept, and revisions are written, which begins after 200 ms.
  for (let round = 0; round < 3; round += 1) await Promise.all(lists.map(ask));
  await sleep(500);
  demo.signal('SIGUSR2');
  await demo.until(/counting\n/);
  await Promise.all(lists.map(ask));
  demo.signal('SIGUSR2');
  const [, bytes] = await demo.until(/outlived (\d+)\n/);
  // What an answered request leaves to any collector, e.g. compiled code, is never nothing: the count itself works.
  expect(Number(bytes)).toBeGreaterThan(0);
  expect(Number(bytes) / REQUESTS).toBeLessThan(MOST_BYTES);
});
