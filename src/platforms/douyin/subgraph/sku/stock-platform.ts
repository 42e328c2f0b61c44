import { asError } from '../../../../subgraph/loader.js';
import type { NewestWrite } from '../../../../subgraph/newest-write.js';
import type { ObjectLock } from '../../../../subgraph/object-write.js';
import type {
  ShopStock,
  StockBatch,
  StockCall,
  StockPlatform,
  StockUnitSeen,
} from '../../../../subgraph/stock-units.js';
import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { decodeGlobalId, encodeGlobalId, shopGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { ClientRequest, DouyinClient } from '../../upstream/client.js';
import { listProducts, MAX_PRODUCTS } from '../../upstream/endpoints/product-read.js';
import { oneByOne } from '../one-by-one.js';
import { plannedRead } from '../planned.js';
import type { Siblings } from '../settling.js';
import { byProduct } from './by-product.js';
import { skuLoader } from './product-sku.loader.js';
import type { ProductSku } from './product-sku.type.js';
import type { RegionalSkus } from './regional-skus.js';
import { readSkuId, type SkuId } from './sku-id.js';
import { SoldSkus } from './sold-skus.js';
import { stockBatch } from './stock-batch.js';
import type { StockLane } from './stock-lane.js';
import { settleStock } from './stock-look.js';

/** What the stock of Douyin's shops is made with. */
export interface DouyinStockDeps {
  readonly clientFor: (shop: Shop, request: ClientRequest) => DouyinClient;
  readonly lock: ObjectLock;
  readonly siblings: Siblings;
  readonly newestStocks: NewestWrite;
  readonly regionalSkus: RegionalSkus;
}

const UNIT = 'ProductSku';

/** One shop's stock in one request or job. */
interface Lane extends StockLane {
  readonly log: StockCall['log'];
}

/** The stock of Douyin's shops, as the inventory asks for it. */
export function douyinStock(deps: DouyinStockDeps): StockPlatform {
  const sold = new SoldSkus();
  // Without leave to reuse answers: a stock is read as it is.
  const laneOf = (shop: Shop, call: StockCall): Lane => ({
    shop,
    shopId: shopGlobalId(shop.key),
    client: deps.clientFor(shop, call),
    lock: deps.lock,
    newest: deps.newestStocks,
    regional: deps.regionalSkus,
    signal: call.signal,
    log: call.log,
  });
  return {
    name: 'DOUYIN',
    unitType: UNIT,
    knowsRepeatedChanges: true,
    isUnitId: (nativeId) => readSkuId(nativeId) !== null,
    itemIdOf: (unitId) => {
      const id = decodeGlobalId(unitId);
      const productId = id?.type === UNIT ? (readSkuId(id.nativeId)?.productId ?? null) : null;
      return id === null || productId === null ? null : encodeGlobalId('Product', id.shopKey, productId);
    },
    of: (shop, call): ShopStock => {
      const lane = laneOf(shop, call);
      return {
        read: (unitIds) => readUnits(lane, unitIds),
        planRead: (unitIds) => plannedReads(lane, unitIds),
        all: () => allUnits(lane),
        planAll: () => [plannedRead(lane, METHODS.productList)],
        batch: (rows): StockBatch => {
          const { plannedChecks, ...batch } = stockBatch(lane, rows, () => undefined);
          return { ...batch, planAround: plannedChecks };
        },
      };
    },
    settle: (call, shop, stockCall, sentAt) =>
      settleStock(call, { ...laneOf(shop, stockCall), siblings: deps.siblings }, sentAt),
    sold: (shop, orderId, call) => sold.of(laneOf(shop, call), orderId),
  };
}

/** Ids of this shop's SKUs. */
function idsOf({ shop }: Lane, unitIds: readonly string[]): Map<string, SkuId> {
  return new Map(
    unitIds.flatMap((unitId) => {
      const id = decodeGlobalId(unitId);
      const sku = id?.type === UNIT && id.shopKey === shop.key ? readSkuId(id.nativeId) : null;
      return sku === null ? [] : [[unitId, sku] as const];
    }),
  );
}

/** One call for each product, which is the least there is: the list of its SKUs, or the SKU itself where one is wanted. */
async function readUnits(lane: Lane, unitIds: readonly string[]): Promise<Map<string, StockUnitSeen | Error>> {
  const loader = skuLoader(lane, lane.regional);
  const found = await Promise.all(
    [...idsOf(lane, unitIds)].map(async ([unitId, id]) => [unitId, await loader.of(id).catch(asError)] as const),
  );
  const units = new Map<string, StockUnitSeen | Error>();
  for (const [unitId, sku] of found)
    if (sku !== null) units.set(unitId, sku instanceof Error ? sku : seen(sku, unitId, lane));
  return units;
}

const plannedReads = (lane: Lane, unitIds: readonly string[]): PlannedCall[] =>
  byProduct([...idsOf(lane, unitIds).values()]).map((skus) =>
    plannedRead(lane, skus.length > 1 ? METHODS.skuList : METHODS.skuDetail),
  );

/** A page of products, and the SKUs of each: the platform has no list over products. */
async function* allUnits(lane: Lane): AsyncIterable<readonly StockUnitSeen[]> {
  const loader = skuLoader(lane, lane.regional);
  for (let page = 1, isMore = true; isMore; page += 1) {
    const { rows, count, total } = await listProducts(lane.client, {}, page, MAX_PRODUCTS);
    isMore = total === null ? count === MAX_PRODUCTS : page * MAX_PRODUCTS < total;
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    const found = await oneByOne([...names.keys()], async (id) => ({ id, skus: await loader.ofProduct(id) }));
    const units: StockUnitSeen[] = [];
    for (const product of found) {
      if ('error' in product) throw product.error;
      units.push(...product.skus.map((sku) => seen(sku, sku.id, lane, names.get(product.id))));
    }
    if (units.length > 0) yield units;
  }
}

const seen = (sku: ProductSku, unitId: string, { shop }: Lane, title = ''): StockUnitSeen => ({
  unitId,
  itemId: encodeGlobalId('Product', shop.key, sku.record.productId),
  merchantCode: sku.merchantCode,
  name: [title, sku.displayName].filter((part) => part !== '').join(' '),
  quantity: sku.stock,
});
