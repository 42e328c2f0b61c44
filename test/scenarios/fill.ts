import type { TestServer } from '../support/start.js';

/**
 * Puts in what differs at every start: `{shop1}` the global id of a shop, `{key1}` its key, `{answer1.path.to.value}` a
 * value of an earlier answer of the page, and `"{ids1:100}"` the global ids of so many commodities of a shop.
 */
export function fill(text: string, server: TestServer, before: readonly unknown[]): string {
  return text
    .replace(/\{shop(\d)\}/g, (_, number: string) => server.shops[Number(number) - 1]?.id ?? 'no such shop')
    .replace(/\{key(\d)\}/g, (_, number: string) => server.shops[Number(number) - 1]?.key ?? 'no such shop')
    .replace(/"\{ids(\d):(\d+)\}"/g, (_, number: string, count: string) => commodityIds(server, number, Number(count)))
    .replace(/\{answer(\d)\.([\w.]+)\}/g, (_, number: string, path: string) =>
      String(
        path.split('.').reduce((value, name) => (value as Record<string, unknown>)[name], before[Number(number) - 1]),
      ),
    );
}

function commodityIds(server: TestServer, number: string, count: number): string {
  const shop = server.shops[Number(number) - 1];
  const all = [...server.kuaizhan.state.commodities.values()].filter((one) => one.shop.id === shop?.shopId);
  return all
    .slice(0, count)
    .map((one) => JSON.stringify(shop?.gid('Commodity', one.id)))
    .join(', ');
}
