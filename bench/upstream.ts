import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startKuaizhanEmulator } from '../src/platforms/kuaizhan/emulator/index.js';
import { tellParent } from './messages.js';
import type { BenchShop } from './shops.js';
import { UpstreamAnswers } from './upstream-answers.js';
import { UPSTREAM_LATENCY_MS } from './workloads/workload.js';

/** The upstream of the benchmark: a server whose every answer leaves two milliseconds after the request came. */
const emulator = await startKuaizhanEmulator({ seed: 'demo' });
const [origin] = emulator.seed.shops;
if (origin === undefined) throw new Error('the stand-in has no shop');
const answers = new UpstreamAnswers(emulator.url, origin);
let calls = 0;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  calls += 1;
  const target = request.url ?? '/';
  // What cannot be answered ends this process and with it the run.
  const answer: Promise<readonly Buffer[]> =
    request.method === 'POST' ? bodyOf(request).then((body) => [answers.update(target, body)]) : answers.read(target);
  setTimeout(async () => {
    const pieces = await answer;
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': length });
    response.cork();
    for (const piece of pieces) response.write(piece);
    response.end();
    response.uncork();
  }, UPSTREAM_LATENCY_MS);
});
const openConnections = (): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  );

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address() as AddressInfo;
  const told = { url: `http://127.0.0.1:${port}`, origin, commodityId: await findCommodity(origin) };
  tellParent(told, async () => ({ calls, connections: await openConnections() }));
});

/** A commodity whose detail has something to join: several categories and several units. */
async function findCommodity({ shopId, accessToken }: BenchShop): Promise<string> {
  const query = new URLSearchParams({ shop_id: shopId, limit: '100', access_token: accessToken });
  const response = await fetch(`${emulator.url}/v2/ec/commodity/list?${query}`);
  const { data } = (await response.json()) as { data: { _id: string; category_ids: unknown[]; models: unknown[] }[] };
  const found = data.find(({ category_ids: categories, models }) => categories.length > 1 && models.length > 0);
  if (found === undefined) throw new Error('the stand-in has no commodity with units and several categories');
  return found._id;
}
