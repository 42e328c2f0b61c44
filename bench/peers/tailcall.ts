import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Measure, tellParent } from '../messages.js';
import type { CalledShop } from '../shops.js';

/**
 * Tailcall, a native program, beside this process that tells of it. It is configured and not written: shop and token
 * come in headers, `first` is in the configuration, and the ids are the platform's own. Its JIT engine shares identical
 * operations in flight even where `dedupe` is false: the form that shares none has it off.
 */
const [upstream = '', shopsText = '[]', ...flags] = process.argv.slice(2);
const [shop] = JSON.parse(shopsText) as CalledShop[];
const PEERS = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = join(PEERS, 'node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall');

const port = await freePort();
const folder = mkdtempSync(join(tmpdir(), 'shopgraph-tailcall-'));
const configuration = join(folder, 'tailcall.graphql');
writeFileSync(
  configuration,
  readFileSync(join(PEERS, 'tailcall.graphql'), 'utf8')
    .replaceAll('PORT', String(port))
    .replaceAll('UPSTREAM', upstream)
    .replaceAll('SHOP_NAME', shop?.name ?? '')
    .replaceAll('DEDUPE', String(flags.includes('--dedupe'))),
);
const child = spawn(PROGRAM, ['start', configuration], {
  stdio: 'ignore',
  env: { TAILCALL_TRACKER: 'false', HOME: folder },
});
child.once('exit', (code) => {
  process.stderr.write(`tailcall ended with ${code}\n`);
  process.exit(1);
});
process.on('exit', () => {
  child.removeAllListeners();
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
const url = `http://127.0.0.1:${port}/graphql`;
while (!(await answers())) await setTimeout(50);
tellParent({ url }, async () => measured(child.pid ?? 0));

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

async function answers(): Promise<boolean> {
  const body = '{"query":"{__typename}"}';
  try {
    return (await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })).ok;
  } catch {
    return false;
  }
}

/** From the process table of Linux; elsewhere not measured. */
function measured(pid: number): Pick<Measure, 'cpuMicros' | 'rssBytes'> {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const words = fields.split(' ');
    // After the name: state is field 3 of the table, user and system time are 14 and 15, in hundredths of a second.
    const ticks = Number(words[11]) + Number(words[12]);
    const [, kibibytes = ''] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { cpuMicros: ticks * 10_000, rssBytes: Number(kibibytes) * 1024 };
  } catch {
    return { cpuMicros: null, rssBytes: null };
  }
}
