import { expect } from '@jest/globals';
import type { DouyinState } from '../../../../src/platforms/douyin/emulator/index.js';
import type { Answer } from '../../../support/start.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';

export const LIST = 'POST /order/searchList';
export const DETAIL = 'POST /order/orderDetail';
export const DAY = 86_400;

type Orders = NonNullable<ReturnType<DouyinState['shops']['get']>>['orders'];
/** An order of the stand-in. */
export type SeededOrder = Orders extends Map<string, infer O> ? O : never;

/** An order of a list, as far as paging is about it. */
export interface Node {
  readonly native: { readonly id: string };
  readonly updatedAt: string;
  readonly createdAt: string;
}

export const iso = (second: number): string => new Date(second * 1000).toISOString();
export const idsIn = (nodes: readonly Node[]): string[] => nodes.map(({ native }) => native.id);

/** Lists of orders of a shop of the stand-in's demonstration. */
export interface OrderBench {
  readonly server: DouyinServer;
  readonly shop: DouyinShop;
  readonly seeded: () => SeededOrder[];
  /** The stand-in's clock. */
  readonly seconds: () => number;
  /** A page with these arguments, in parentheses. */
  readonly list: (args: string, selection?: string) => Promise<Answer & { readonly orders: Answer['data'] }>;
  /** All pages, each of which must be one call. */
  readonly all: (args: string, first: number, between?: () => void) => Promise<Node[]>;
  /** What the platform was asked for last. */
  readonly parameters: () => Record<string, unknown>;
  /** Takes back what was changed of orders since the last time, and all faults. */
  readonly restore: () => void;
}

const PAGE =
  'nodes { native { id } updatedAt createdAt } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount';

/** Starts the graph on the stand-in. */
export async function startOrders(): Promise<OrderBench> {
  const server = await startDouyin({ emulator: { seed: 'demo' } });
  const shop = server.shops[0] as DouyinShop;
  const seeded = (): SeededOrder[] => [...(server.douyin.state.shops.get(shop.nativeId)?.orders.values() ?? [])];
  const before = seeded().map((order): [SeededOrder, Partial<SeededOrder>] => {
    const { updatedAt, sellerWords, extra } = order;
    return [order, { updatedAt, sellerWords, extra }];
  });
  const list: OrderBench['list'] = async (args, selection = 'nodes { native { id } updatedAt createdAt }') => {
    const answer = await server.ask(
      `query($shop: ID!) { shop(by: { id: $shop }) { orders${args} { ${selection} } } }`,
      { shop: shop.id },
      { headers: { 'cache-control': 'no-store' } },
    );
    return { ...answer, orders: answer.data?.shop?.orders };
  };
  return {
    server,
    shop,
    seeded,
    seconds: () => Math.floor(server.douyin.now() / 1000),
    list,
    async all(args, first, between = () => undefined) {
      const found: Node[] = [];
      for (let after = ''; ; ) {
        const { orders, errors } = await list(`(first: ${first}${after}${args})`, PAGE);
        expect(errors).toEqual([]);
        expect(server.calls()).toEqual([LIST]);
        expect(orders.pageInfo.hasPreviousPage).toBe(after !== '');
        expect(orders.totalCount === null).toBe(after !== '');
        found.push(...orders.nodes);
        if (!orders.pageInfo.hasNextPage) return found;
        after = `, after: "${orders.pageInfo.endCursor}"`;
        between();
      }
    },
    parameters: () => {
      const call = server.douyin.journal.entries.find(({ operation }) => operation === LIST);
      return JSON.parse(String(call?.params['param_json'] ?? '{}')) as Record<string, unknown>;
    },
    restore: () => {
      server.douyin.faults.clear();
      for (const [order, fields] of before) Object.assign(order, fields);
    },
  };
}
