import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startKuaizhanEmulator } from '../src/platforms/kuaizhan/emulator/index.js';
import { tellParent, UPSTREAM_LATENCY_MS } from './workload.js';

/**
 * The upstream of the benchmark: the Kuaizhan stand-in behind a memory. Each distinct request is answered by the
 * stand-in once and by its kept bytes afterwards, two milliseconds after it came: the stand-in alone would make its
 * answers more slowly than the proxy can take them, and the ratio would then flatter the server.
 */
const emulator = await startKuaizhanEmulator({ seed: 'demo' });
const kept = new Map<string, Promise<Buffer>>();
let calls = 0;

const fromStandIn = async (target: string): Promise<Buffer> => {
  const answer = await fetch(`${emulator.url}${target}`);
  if (!answer.ok) throw new Error(`the stand-in answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
};

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  calls += 1;
  const target = request.url ?? '/';
  const answer = kept.get(target) ?? fromStandIn(target);
  kept.set(target, answer);
  setTimeout(async () => {
    const body = await answer;
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  }, UPSTREAM_LATENCY_MS);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const [shop] = emulator.seed.shops;
  if (shop === undefined) throw new Error('the stand-in has no shop');
  tellParent({ url: `http://127.0.0.1:${port}`, shop }, async () => ({ calls }));
});
