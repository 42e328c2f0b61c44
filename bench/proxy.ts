import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { type BenchShop, FIRST, tellParent } from './workload.js';

/**
 * What the server is compared with: the same two calls and the same JSON, written by hand for this one operation on
 * `node:http` and one undici pool. It reads no query, knows no tenants, limits nothing and checks next to nothing.
 */
interface Row {
  readonly _id: string;
  readonly title: string;
  readonly category_ids: readonly (string | null)[];
}
interface Category {
  readonly _id: string;
  readonly title: string;
}

const [upstream = '', shopText = ''] = process.argv.slice(2);
const { shopId, name, accessToken } = JSON.parse(shopText) as BenchShop;
const pool = new Pool(upstream, { connections: 64 });

async function call<T>(path: string, query: Record<string, string>): Promise<T> {
  const search = new URLSearchParams({ ...query, access_token: accessToken });
  const { body } = await pool.request({ path: `${path}?${search}`, method: 'GET' });
  const { ret, data } = JSON.parse(await body.text()) as { ret: number; data: T };
  if (ret !== 0) throw new Error(`the platform refused: ${ret}`);
  return data;
}

async function answer(shopKey: string): Promise<string> {
  const gid = (type: string, id: string): string => `gid://v1/${type}/${shopKey}/${id}`;
  const list = { shop_id: shopId, is_online: 'true', offset: '0', limit: String(FIRST + 1) };
  const [rows, categories] = await Promise.all([
    call<readonly Row[]>('/v2/ec/commodity/list', list),
    call<readonly Category[]>('/v2/ec/commodity/category/list', { shop_id: shopId }),
  ]);
  const titles = new Map(categories.map((category) => [category._id, category.title]));
  const shop = { id: gid('Shop', shopKey), name };
  const nodes = rows.slice(0, FIRST).map((row) => ({
    id: gid('Commodity', row._id),
    title: row.title,
    shop,
    categories: row.category_ids.flatMap((id) =>
      id === null ? [] : [{ id: gid('CommodityCategory', id), title: titles.get(id) }],
    ),
  }));
  return JSON.stringify({ data: { shop: { commodities: { nodes } } } });
}

const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  const { variables } = JSON.parse(Buffer.concat(pieces).toString()) as { variables: { shop: string } };
  const body = Buffer.from(await answer(variables.shop.split('/').at(-1) ?? ''));
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  tellParent({ url: `http://127.0.0.1:${port}` });
});
