import type { DouyinState } from '../../../../src/platforms/douyin/emulator/index.js';
import { readJson } from '../../../../src/upstream/read-json.js';
import type { Answer } from '../../../support/start.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';

export const MANY = 'POST /sku/syncStockBatchMultiProducts';
export const ONE = 'POST /sku/syncStock';
export const PRODUCTS = 'POST /product/listV2';
export const SKU = 'POST /sku/detail';
export const SKU_LIST = 'POST /sku/list';

type ShopState = NonNullable<ReturnType<DouyinState['shops']['get']>>;
/** A SKU of the stand-in. */
export type SeededSku = ReturnType<ShopState['skus']['get']> extends { sku: infer S } | undefined ? S : never;
/** A product of the stand-in. */
export type SeededProduct = ReturnType<ShopState['skus']['get']> extends { product: infer P } | undefined ? P : never;

export const ROWS = `rows { index nodeId status userErrors {
  __typename code message path retryable ... on StateError { nodeId } ... on InputError { constraint } ... on UpstreamError { fault { code subCode } } } }`;
const STOCKS = (selection: string) => `mutation($input: SkuStocksSetInput!, $options: WriteOptions) {
  skuStocksSet(input: $input, options: $options) {
    ${selection} ${ROWS} replayed userErrors { code message path retryable }
    plan { totalCalls warnings calls { endpoint batchSize idempotent body } }
  }
}`;

/** A row as the graph takes it. */
export interface StockRow {
  readonly skuId: string;
  readonly quantity: { readonly setTo: number } | { readonly changeBy: number };
  readonly warehouseOuterId?: string;
}

/** Writes of stock against a shop of the stand-in's demonstration. */
export interface StockBench {
  readonly server: DouyinServer;
  readonly shop: DouyinShop;
  /** Products on the shelf that have ordinary stock, in the order of the seed. */
  readonly plain: readonly SeededProduct[];
  /** Products on the shelf that have stock by warehouse. */
  readonly regional: readonly SeededProduct[];
  readonly state: ShopState;
  readonly idOf: (sku: SeededSku) => string;
  readonly set: (
    rows: readonly StockRow[],
    options?: object | null,
    more?: { readonly errorPolicy?: string; readonly selection?: string; readonly key?: string },
  ) => Promise<Answer & { readonly payload: Answer['data'] }>;
  /** Bodies of the calls of this operation since the last write. */
  readonly bodies: (operation: string) => Record<string, unknown>[];
  readonly effects: () => number;
}

/** Starts the graph on the stand-in. */
export async function startStock(): Promise<StockBench> {
  const server = await startDouyin({ emulator: { seed: 'demo' } });
  const shop = server.shops[0] as DouyinShop;
  const state = server.douyin.state.shops.get(shop.nativeId) as ShopState;
  const onShelf = [...state.products.values()].filter(({ status, checkStatus }) => status === 0 && checkStatus === 3);
  const ofType = (type: number) => onShelf.filter(({ skus }) => skus.every(({ skuType }) => skuType === type));
  return {
    server,
    shop,
    state,
    plain: ofType(0),
    regional: ofType(1),
    idOf: ({ productId, id }) => shop.gid('ProductSku', `${productId}.${id}`),
    set: async (rows, options = null, { errorPolicy, selection = '', key } = {}) => {
      const input = { rows, ...(errorPolicy === undefined ? {} : { errorPolicy }) };
      const answer = await server.ask(STOCKS(selection), { input, options }, key === undefined ? {} : { key });
      return { ...answer, payload: answer.data?.skuStocksSet };
    },
    bodies: (operation) =>
      server.douyin.journal.entries
        .filter((entry) => entry.operation === operation)
        .map((entry) => bodyOf(String(entry.params['param_json'] ?? '{}'))),
    effects: () => server.douyin.journal.entries.flatMap(({ effects }) => effects).length,
  };
}

/** Parameters that were sent, long integers as text. */
function bodyOf(text: string): Record<string, unknown> {
  const reading = readJson(Buffer.from(text));
  return (reading.ok ? reading.value : {}) as Record<string, unknown>;
}
