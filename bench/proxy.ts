import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { watchEventLoop } from './measure/event-loop.js';
import { tellParent } from './messages.js';
import { Platform } from './proxy/platform.js';
import { routesOn } from './proxy/routes.js';
import type { CalledShop } from './shops.js';

/** The hand-written proxy as a process. Arguments: the upstream's address, and the shops as JSON. */
const [upstream = '', shopsText = '[]'] = process.argv.slice(2);
const shops = new Map((JSON.parse(shopsText) as CalledShop[]).map((shop) => [shop.key, shop]));
const routes = routesOn(new Platform(upstream), (key) => {
  const shop = shops.get(key);
  if (shop === undefined) throw new Error('there is no such shop');
  return shop;
});

async function answer(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  const { variables } = JSON.parse(Buffer.concat(pieces).toString()) as { variables: Record<string, unknown> };
  const data = await routes[request.url ?? '']?.(variables);
  return Buffer.from(JSON.stringify({ data }));
}

const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
  const body = await answer(request);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
});
const stalls = watchEventLoop();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  tellParent({ url: `http://127.0.0.1:${port}` }, async () => ({ stallMs: stalls() }));
});
