import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchEventLoop } from './measure/event-loop.js';
import { tellParent } from './messages.js';
import { Douyin } from './proxy/douyin.js';
import { orderRoutesOn } from './proxy/order-routes.js';
import { Platform } from './proxy/platform.js';
import { PushReceiver } from './proxy/push-receiver.js';
import { routesOn } from './proxy/routes.js';
import type { CalledDouyinShop, CalledShop } from './shops.js';

/** The hand-written proxy as a process. Arguments: the upstream's address, and the shops of both platforms as JSON. */
const [upstream = '', shopsText = '[]', douyinText = '[]'] = process.argv.slice(2);
const douyinShops = JSON.parse(douyinText) as CalledDouyinShop[];
const shopOf = finder(JSON.parse(shopsText) as CalledShop[]);
const kuaizhan = new Platform(upstream);
const routes = {
  ...routesOn(kuaizhan, shopOf),
  ...orderRoutesOn({ kuaizhan, douyin: new Douyin(upstream), shopOf, douyinShopOf: finder(douyinShops) }),
};

const folder = mkdtempSync(join(tmpdir(), 'shopgraph-bench-proxy-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const receiver = new PushReceiver(
  new Map(douyinShops.map(({ appId, appSecret }) => [appId, appSecret])),
  await open(join(folder, 'messages'), 'a'),
);

async function answer(request: IncomingMessage): Promise<{ status: number; body: Buffer }> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  const body = Buffer.concat(pieces);
  const path = request.url ?? '';
  if (path.startsWith('/push/'))
    return (await receiver.take(request.headers, body))
      ? { status: 200, body: Buffer.from('{"code":0,"msg":"success"}') }
      : { status: 401, body: Buffer.from('{"code":1,"msg":"fail"}') };
  const { variables } = JSON.parse(body.toString()) as { variables: Record<string, unknown> };
  const data = await routes[path]?.(variables);
  return { status: 200, body: Buffer.from(JSON.stringify({ data })) };
}

const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
  const { status, body } = await answer(request);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
});
const stalls = watchEventLoop();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  tellParent({ url: `http://127.0.0.1:${port}` }, async () => ({ stallMs: stalls() }));
});

/** Finds a shop by its key. */
function finder<S extends { readonly key: string }>(shops: readonly S[]): (key: string) => S {
  const byKey = new Map(shops.map((shop) => [shop.key, shop]));
  return (key) => {
    const shop = byKey.get(key);
    if (shop === undefined) throw new Error('there is no such shop');
    return shop;
  };
}
