import type { Answer, TestServer } from '../support/start.js';
import { callsOf, freshShop, post, type WritableShop } from '../writes/kinds.js';

/** What two calls of the platform bring, and where it came from. */
export const LIST = `query ($id: ID!) {
  shop(by: { id: $id }) {
    commodities(first: 5) { nodes { id title freshness { source fetchedAt } } }
    commodityCategories { id title freshness { source fetchedAt } }
  }
}`;

/** A shop with a commodity and a category. */
export interface StockedShop extends WritableShop {
  /** Global ids. */
  readonly commodityId: string;
  readonly categoryId: string;
  readonly nativeCommodityId: string;
}

/** Adds such a shop to the stand-in and registers it; nothing that happens to it touches another test. */
export async function stockedShop(server: TestServer): Promise<StockedShop> {
  const shop = await freshShop(server);
  const category = server.kuaizhan.addCategory({ shopId: shop.shopId, title: 'teas' });
  const commodity = server.kuaizhan.addCommodity({ shopId: shop.shopId, title: 'first', categoryIds: [category.id] });
  return {
    ...shop,
    commodityId: shop.gid('Commodity', commodity.id),
    categoryId: shop.gid('CommodityCategory', category.id),
    nativeCommodityId: commodity.id,
  };
}

/** One answer to `LIST` in short. */
export interface Listed {
  readonly answer: Answer;
  /** Freshness of the commodities and of the categories; null for a field that failed. */
  readonly sources: readonly (string | null)[];
  readonly fetchedAt: readonly (string | null)[];
  readonly titles: readonly (string | null)[];
  /** Error codes in their order. */
  readonly codes: readonly string[];
}

let asked = 0;

/**
 * Asks for the list of a shop; `cacheControl` is the request's header. Each time as a document of its own, so that the
 * reads are shared and not the whole query.
 */
export async function list(
  server: TestServer,
  shop: StockedShop,
  cacheControl?: string,
  { key = shop.apiKey, headers = {} }: { readonly key?: string; readonly headers?: Record<string, string> } = {},
): Promise<Listed> {
  const answer = await post(
    server,
    key,
    `${LIST}# ${++asked}`,
    { id: shop.id },
    {
      ...headers,
      ...(cacheControl === undefined ? {} : { 'cache-control': cacheControl }),
    },
  );
  const found = answer.data?.shop;
  const firsts = [found?.commodities?.nodes[0] ?? null, found?.commodityCategories?.[0] ?? null];
  return {
    answer,
    sources: firsts.map((one) => one?.freshness.source ?? null),
    fetchedAt: firsts.map((one) => one?.freshness.fetchedAt ?? null),
    titles: firsts.map((one) => one?.title ?? null),
    codes: answer.errors.map((error) => error.extensions.code),
  };
}

/** How often the stand-in was asked with the shop's token. */
export const countCalls = (server: TestServer, shop: StockedShop): number => callsOf(server, shop).length;

/** A metric's value by its name and labels as they are written, e.g. `x_total{how="CACHE"}`; 0 when it is not there. */
export async function metric(server: TestServer, name: string): Promise<number> {
  const text = await (await fetch(`${server.adminUrl}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
}

/** Waits until so many reads wait for calls in flight. */
export async function untilWaiting(server: TestServer, count: number): Promise<void> {
  await untilMetric(server, 'shopgraph_read_cache_waiting', count);
}

/** Waits until a metric has this value. */
export async function untilMetric(server: TestServer, name: string, value: number): Promise<void> {
  for (let look = 0; look < 500; look += 1) {
    if ((await metric(server, name)) === value) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${name} was never ${value}`);
}
