import type { DouyinState } from '../../../../src/platforms/douyin/emulator/index.js';
import type { Answer } from '../../../support/start.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';

type Shop = NonNullable<ReturnType<DouyinState['shops']['get']>>;
type Orders = Shop['orders'];
/** An order of the stand-in. */
export type PlacedOrder = Orders extends Map<string, infer O> ? O : never;

export const DETAIL = 'POST /order/orderDetail';
export const SINGLE = 'POST /order/logisticsAddSinglePack';
export const MULTI = 'POST /order/logisticsAddMultiPack';

const ERRORS = `code message path retryable ... on StateError { nodeId currentVersion } ... on InputError { constraint }
  ... on UpstreamError { fault { subCode } }`;
const BASE = `userErrors { ${ERRORS} } replayed
  rows { index nodeId status userErrors { ${ERRORS} } }
  plan { totalCalls calls { endpoint batchSize idempotent body } warnings }`;

/** What a test asks of the payload beside what all payloads have. */
export const mutation = (name: string, inputType: string, selection: string): string =>
  `mutation($input: ${inputType}!, $options: WriteOptions) { result: ${name}(input: $input, options: $options) {
    ${selection} ${BASE}
  } }`;

export const SHIP = mutation(
  'orderShip',
  'OrderShipInput',
  'orders { id status version lines { id } parcels { nativeId carrierCode trackingNumber items { quantity line { id } } } }',
);
export const SHIP_ROWS = mutation('orderShip', 'OrderShipInput', '');
export const RELABEL = mutation(
  'parcelUpdate',
  'ParcelUpdateInput',
  'orders { id parcels { nativeId carrierCode trackingNumber } }',
);

/** A shop of the stand-in's demonstration, with orders made to measure. */
export interface ShippingBench {
  readonly server: DouyinServer;
  readonly shop: DouyinShop;
  readonly state: () => Shop;
  /** Orders that two goods of two units each were bought in and paid for, unless told otherwise. */
  readonly place: (draft?: {
    readonly lines?: number;
    readonly count?: number;
    readonly receiver?: PlacedOrder['receiver'];
    readonly isPaid?: boolean;
  }) => PlacedOrder;
  readonly write: (document: string, input: object, options?: object | null, key?: string) => Promise<Answer['data']>;
  /** A number of a carrier that was not used before. */
  readonly number: () => string;
  /** Global ids of an order and of its lines. */
  readonly gid: (order: PlacedOrder) => string;
  readonly lineGid: (order: PlacedOrder, at?: number) => string;
  /** What the calls since the last `write` have done. */
  readonly effects: () => string[];
  /** Parameters of the calls of an operation since the last `write`. */
  readonly sent: (operation: string) => unknown[];
}

/** Starts the graph on the stand-in. */
export async function startShipping(): Promise<ShippingBench> {
  const server = await startDouyin({ emulator: { seed: 'demo' } });
  const shop = server.shops[0] as DouyinShop;
  const state = (): Shop => server.douyin.state.shops.get(shop.nativeId) as Shop;
  const receivers = new Set<PlacedOrder['receiver']>([...state().orders.values()].map(({ receiver }) => receiver));
  const [home] = receivers;
  let numbers = 0;
  return {
    server,
    shop,
    state,
    place: ({ lines = 2, count = 2, receiver = home, isPaid = true } = {}) => {
      if (receiver === undefined) throw new Error('no receiver');
      const skus = [...state().skus.values()].filter(({ product }) => product.status === 0).slice(0, lines);
      for (const { sku } of skus) sku.stock = sku.regional.size === 0 ? 1000 : sku.stock;
      const order = server.douyin.buyer.place(shop.nativeId, {
        receiver,
        lines: skus.map(({ sku }) => ({ skuId: sku.id, count })),
      });
      if (isPaid) server.douyin.buyer.pay(order.id);
      server.douyin.auditor.settle();
      return order;
    },
    write: async (document, input, options = null, key) => {
      const answer = await server.ask(document, { input, options }, key === undefined ? {} : { key });
      if (answer.data?.result == null) throw new Error(JSON.stringify(answer.errors));
      return answer.data.result;
    },
    number: () => {
      numbers += 1;
      return `SF${String(7_100_000_000_000 + numbers)}`;
    },
    gid: ({ id }) => shop.gid('Order', id),
    lineGid: (order, at = 0) => shop.gid('OrderLine', `${order.id}.${order.lines[at]?.id}`),
    effects: () =>
      server.douyin.journal.entries
        .flatMap((entry) => entry.effects.map(({ kind }) => kind))
        .filter((kind) => !kind.startsWith('token.')),
    sent: (operation) =>
      server.douyin.journal.entries
        .filter((entry) => entry.operation === operation)
        .map(({ params }) => JSON.parse(String(params['param_json'] ?? '{}')) as unknown),
  };
}
