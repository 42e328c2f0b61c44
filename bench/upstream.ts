import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startDouyinEmulator } from '../src/platforms/douyin/emulator/index.js';
import { startKuaizhanEmulator } from '../src/platforms/kuaizhan/emulator/index.js';
import { tellParent } from './messages.js';
import type { BenchShop, DouyinBenchShop } from './shops.js';
import { AnswerCount } from './upstream/counted-answer.js';
import { DouyinAnswers, tokenOfStandIn } from './upstream/douyin-answers.js';
import { KuaizhanAnswers } from './upstream/kuaizhan-answers.js';
import { UPSTREAM_LATENCY_MS } from './workloads/workload.js';

/** The upstream of the benchmark: a server whose every answer leaves two milliseconds after the request came. */
const kuaizhan = await startKuaizhanEmulator({ seed: 'demo' });
const [origin] = kuaizhan.seed.shops;
if (origin === undefined) throw new Error('the stand-in has no shop');
const douyin = await startDouyinEmulator({ seed: 'demo' });
const douyinOrigin = await firstDouyinShop();
const count = new AnswerCount();
const kuaizhanAnswers = new KuaizhanAnswers(kuaizhan.url, origin, count);
const douyinAnswers = new DouyinAnswers(douyin.url, douyinOrigin, count);
let calls = 0;

/** All paths of Kuaizhan begin so, and none of Douyin. */
const KUAIZHAN = '/v2/';

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

async function answerOf(request: IncomingMessage): Promise<readonly Buffer[]> {
  const target = request.url ?? '/';
  if (!target.startsWith(KUAIZHAN)) return douyinAnswers.answer(target, await bodyOf(request));
  if (request.method === 'POST') return [kuaizhanAnswers.update(target, await bodyOf(request))];
  return kuaizhanAnswers.read(target);
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  if (!DouyinAnswers.makesToken(request.url ?? '/')) calls += 1;
  // What cannot be answered ends this process and with it the run.
  const answer = answerOf(request);
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
  const told = { url: `http://127.0.0.1:${port}`, origin, douyinOrigin, commodityId: await findCommodity(origin) };
  tellParent(told, async () => ({ calls, connections: await openConnections() }));
});

async function firstDouyinShop(): Promise<DouyinBenchShop> {
  const [shop] = douyin.seed.demoShops;
  if (shop === undefined) throw new Error('the stand-in has no Douyin shop');
  const named = { name: shop.name, ...shop.credential };
  return { ...named, accessToken: await tokenOfStandIn(douyin.url, named) };
}

/** A commodity whose detail has something to join: several categories and several units. */
async function findCommodity({ shopId, accessToken }: BenchShop): Promise<string> {
  const query = new URLSearchParams({ shop_id: shopId, limit: '100', access_token: accessToken });
  const response = await fetch(`${kuaizhan.url}/v2/ec/commodity/list?${query}`);
  const { data } = (await response.json()) as { data: { _id: string; category_ids: unknown[]; models: unknown[] }[] };
  const found = data.find(({ category_ids: categories, models }) => categories.length > 1 && models.length > 0);
  if (found === undefined) throw new Error('the stand-in has no commodity with units and several categories');
  return found._id;
}
