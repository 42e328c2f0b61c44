import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ROOT, servedNodeOptions } from '../root.js';
import { nodeOn } from '../worker.js';
import { type Spread, spreadOf } from './summary.js';

const RUNS = 5;
/** As it is built and shipped, not as the rest of the benchmark is compiled. */
const MAIN = fileURLToPath(new URL('dist/cli/main.js', ROOT));

/** Milliseconds from the start of the process `serve`, on one core, until `/readyz` says 200; over some starts. */
export async function measureStart(): Promise<Spread> {
  const folder = mkdtempSync(join(tmpdir(), 'shopgraph-start-'));
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    PORT: '0',
    ADMIN_PORT: '0',
    DATA_DIR: folder,
    MASTER_KEYS: `bench:${randomBytes(32).toString('base64')}`,
  };
  try {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) times.push(await startOnce(env));
    return spreadOf(times);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOnce(env: Record<string, string>): Promise<number> {
  const startedAt = performance.now();
  const [command, words] = nodeOn(0, [...servedNodeOptions(), MAIN, 'serve']);
  const child = spawn(command, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const adminUrl = await new Promise<string>((resolve, reject) => {
      let text = '';
      const read = (piece: Buffer): void => {
        text += piece.toString();
        const [, url] = /health and metrics at (\S+)/.exec(text) ?? [];
        if (url !== undefined) resolve(url);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => reject(new Error(`serve did not start: ${text}`)));
    });
    while ((await fetch(`${adminUrl}/readyz`)).status !== 200) await setTimeout(5);
    return performance.now() - startedAt;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
