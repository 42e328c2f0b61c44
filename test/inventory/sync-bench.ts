import type { DouyinState } from '../../src/platforms/douyin/emulator/index.js';
import type { Shop } from '../../src/tenants/shop.js';
import type { Answer } from '../support/start.js';
import type { DouyinStartOptions } from '../support/start-douyin.js';
import { type InventoryServer, startInventory } from './start-inventory.js';

export const MANY = 'POST /sku/syncStockBatchMultiProducts';
export const ONE = 'POST /sku/syncStock';
export const PRODUCTS = 'POST /product/listV2';
export const UPDATE = 'POST /v2/ec/commodity/update';
export const LIST = 'GET /v2/ec/commodity/list';
export const INFO = 'GET /v2/ec/commodity/info';

const SYNC = `mutation ($input: StockSyncInput!, $options: WriteOptions) {
  stockSync(input: $input, options: $options) {
    succeededCount failedCount unknownCount replayed
    results {
      shop { name } listing { id lastWritten lastStatus } wanted before after status attempts
      userErrors { code message path shopId retryable }
    }
    job { id kind status progress rowCount userErrors { code shopId } }
    userErrors { code message path }
    plan { totalCalls warnings calls { shopId endpoint body } }
  }
}`;
const RECONCILE = `mutation ($input: StockReconcileInput!, $options: WriteOptions) {
  stockReconcile(input: $input, options: $options) {
    checkedCount replayed
    drifts { listing { id shop { name } } wanted shown isRepaired }
    userErrors { code message path shopId }
    plan { totalCalls warnings calls { endpoint } }
  }
}`;

type ShopState = NonNullable<ReturnType<DouyinState['shops']['get']>>;
type Sku = NonNullable<ReturnType<ShopState['skus']['get']>>['sku'];

/** A unit on sale in a shop of a stand-in. */
export interface SoldUnit {
  readonly shop: Pick<Shop, 'key' | 'name'>;
  /** Global id. */
  readonly id: string;
  /** What its shop shows now. */
  stock(): number;
  /** As if somebody changed it on the platform's own pages. */
  show(stock: number): void;
}

/** One row of `stockSync`. */
export interface SyncRow {
  readonly merchantCode: string;
  readonly quantity: { readonly setTo: number } | { readonly changeBy: number };
}

/** A group of two Douyin shops and Kuaizhan shops, whose units are linked by hand. */
export interface SyncBench {
  readonly server: InventoryServer;
  /** Units of the Douyin shops, with ordinary stock, of different products. */
  readonly douyin: readonly (readonly SoldUnit[])[];
  /** Units of the Kuaizhan shops, of different commodities. */
  readonly kuaizhan: readonly (readonly SoldUnit[])[];
  /** Native SKU of a Douyin unit. */
  skuOf(unit: SoldUnit): Sku;
  link(
    merchantCode: string,
    units: readonly (SoldUnit | { unit: SoldUnit; allocation?: number; safetyStock?: number })[],
    onHand?: number | null,
  ): Promise<void>;
  /** Ends the links of all items that were linked. */
  unlink(): Promise<void>;
  /** Makes so many more units in each shop, and an item `<prefix>-<number>` for each, on sale in all shops. */
  stockUp(prefix: string, count: number): Promise<SoldUnit[][]>;
  sync(
    rows: readonly SyncRow[],
    options?: Record<string, unknown> | null,
    more?: Record<string, unknown>,
    ask?: { readonly key?: string; readonly headers?: Record<string, string> },
  ): Promise<Answer['data']>;
  reconcile(
    input?: Record<string, unknown>,
    options?: Record<string, unknown> | null,
    ask?: { readonly key?: string },
  ): Promise<Answer['data']>;
  onHand(merchantCode: string): Promise<number | null>;
  /** Bodies of the calls of an operation since the last request. */
  bodies(operation: string): Record<string, unknown>[];
}

/** Starts it on free ports. */
export async function startSync(options: DouyinStartOptions = {}): Promise<SyncBench> {
  const server = await startInventory(options);
  const units = new Map<string, Sku>();
  const douyin = server.shops.map((shop) => {
    const state = server.douyin.state.shops.get(shop.nativeId) as ShopState;
    const onShelf = [...state.products.values()].filter(({ status, checkStatus }) => status === 0 && checkStatus === 3);
    const plain = onShelf.filter(({ skus }) => skus.every(({ skuType }) => skuType === 0));
    return plain.flatMap(({ skus }): SoldUnit[] => {
      const [sku] = skus;
      if (sku === undefined) return [];
      const id = shop.gid('ProductSku', `${sku.productId}.${sku.id}`);
      units.set(id, sku);
      return [
        {
          shop: shop.record,
          id,
          stock: () => sku.stock,
          show: (stock) => {
            sku.stock = stock;
          },
        },
      ];
    });
  });
  const codes = new Set<string>();
  const kuaizhan = await Promise.all(server.kuaizhanShops.map((shop) => kuaizhanUnits(server, shop)));
  return {
    server,
    douyin,
    kuaizhan,
    skuOf: ({ id }) => units.get(id) as Sku,
    link: async (merchantCode, links, onHand) => {
      codes.add(merchantCode);
      const listings = links.map((one) =>
        'unit' in one ? { ...one, unit: undefined, unitId: one.unit.id } : { unitId: one.id },
      );
      const { userErrors } = await server.setItem({
        merchantCode,
        ...(onHand === undefined ? {} : { onHand }),
        listings,
      });
      if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    },
    unlink: async () => {
      for (const merchantCode of codes) await server.setItem({ merchantCode, listings: [] });
      codes.clear();
    },
    stockUp: async (prefix, count) => {
      const shops = [
        ...server.shops.map((shop) => moreProducts(server, shop, count)),
        ...server.kuaizhanShops.map((shop, at) => moreCommodities(server, shop, count, kuaizhan[at]?.[0]?.id ?? '')),
      ];
      for (let at = 0; at < count; at += 1)
        await server.foundation.store.stockItems.set({
          tenantId: server.tenantId,
          groupKey: server.groupKey,
          merchantCode: `${prefix}-${at}`,
          shopKeys: null,
          expectedVersion: null,
          listings: shops.flatMap((own) => {
            const unit = own[at];
            return unit === undefined
              ? []
              : [
                  {
                    shopKey: unit.shop.key,
                    unitId: unit.id,
                    itemId: itemOf(unit.id),
                    allocation: 10_000,
                    safetyStock: 0,
                  },
                ];
          }),
        });
      return shops;
    },
    sync: async (rows, writeOptions = null, more = {}, ask = {}) => {
      const input = { groupId: server.groupId, rows, ...more };
      const answer = await server.ask(SYNC, { input, options: writeOptions }, ask);
      if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
      return answer.data.stockSync;
    },
    reconcile: async (input = {}, writeOptions = null, ask = {}) => {
      const answer = await server.ask(
        RECONCILE,
        { input: { groupId: server.groupId, ...input }, options: writeOptions },
        ask,
      );
      if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors));
      return answer.data.stockReconcile;
    },
    onHand: async (merchantCode) => {
      const found = await server.ask('query ($by: StockItemBy!) { stockItem(by: $by) { onHand } }', {
        by: { code: { groupId: server.groupId, merchantCode } },
      });
      return found.data.stockItem.onHand;
    },
    bodies: (operation) =>
      server.douyin.journal.entries
        .filter((entry) => entry.operation === operation)
        .map((entry) => JSON.parse(String(entry.params['param_json'] ?? '{}')) as Record<string, unknown>),
  };
}

/** Commodities made for the test, of one unit each. */
async function kuaizhanUnits(server: InventoryServer, shop: Shop): Promise<SoldUnit[]> {
  const shopId = shop.attributes['shopId'] ?? '';
  const made = Array.from({ length: 12 }, (_, at) =>
    server.kuaizhan.addCommodity({ shopId, title: `Tee ${at}`, amount: 50, price: 3.3 }),
  );
  const ids = await server.units(shop, 100);
  return made.flatMap((commodity): SoldUnit[] => {
    const id = ids.find((one) => decodeURIComponent(one).includes(`/${commodity.id}:`));
    if (id === undefined) return [];
    return [
      {
        shop,
        id,
        stock: () => commodity.amount,
        show: (stock) => {
          commodity.amount = stock;
          commodity.cached = null;
        },
      },
    ];
  });
}

const itemOf = (unitId: string): string =>
  unitId
    .replace('/ProductSku/', '/Product/')
    .replace(/\.\d+$/, '')
    .replace('/CommodityVariant/', '/Commodity/')
    .replace(/%3A.*$|:[\w-]{16}$/, '');

/** Products of one SKU each, like one that the shop has. */
function moreProducts(server: InventoryServer, shop: InventoryServer['shops'][number], count: number): SoldUnit[] {
  const state = server.douyin.state.shops.get(shop.nativeId) as ShopState;
  const like = [...state.products.values()].find(({ skus }) => skus.every(({ skuType }) => skuType === 0));
  const first = like?.skus[0];
  if (like === undefined || first === undefined) throw new Error('no product');
  const from = state.products.size;
  return Array.from({ length: count }, (_, at): SoldUnit => {
    const id = String(3_600_000_000_000_000_000n + BigInt(from + at));
    const sku = { ...first, id: String(1_800_000_000_000_000 + from + at), productId: id, stock: 50, code: '' };
    const product = { ...like, id, skus: [sku], status: 0, checkStatus: 3 };
    state.products.set(id, product);
    state.skus.set(sku.id, { sku, product });
    return {
      shop: shop.record,
      id: shop.gid('ProductSku', `${id}.${sku.id}`),
      stock: () => sku.stock,
      show: (stock) => {
        sku.stock = stock;
      },
    };
  });
}

/** Commodities without options: their units differ by the commodity alone. @param like global id of such a unit */
function moreCommodities(server: InventoryServer, shop: Shop, count: number, like: string): SoldUnit[] {
  const suffix = /(?:%3A|:)[\w-]{16}$/.exec(like)?.[0] ?? '';
  return Array.from({ length: count }, (_, at): SoldUnit => {
    const shopId = shop.attributes['shopId'] ?? '';
    const commodity = server.kuaizhan.addCommodity({ shopId, title: `More ${at}`, amount: 50, price: 3.3 });
    return {
      shop,
      id: `gid://v1/CommodityVariant/${shop.key}/${commodity.id}${suffix}`,
      stock: () => commodity.amount,
      show: (stock) => {
        commodity.amount = stock;
        commodity.cached = null;
      },
    };
  });
}
