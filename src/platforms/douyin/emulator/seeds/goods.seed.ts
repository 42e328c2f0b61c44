import type { World } from '../endpoint.js';
import type { Product, ProductContent, Sku, Spec, SpecValue } from '../state/product.record.js';
import type { Shop } from '../state/shop.record.js';
import { putProduct } from '../state/state.js';
import type { Assortment, Kind } from './assortment.js';

const DAY = 86_400;
const PICTURES = 'https://p3-aio.ecombdimg.com/obj/ecom-shop-material';

/** States that products of a seed are in, by their number: most are on the shelf. */
function stateOf(number: number): Pick<Product, 'status' | 'checkStatus' | 'draftStatus'> {
  if (number % 23 === 7) return { status: 1, checkStatus: 3, draftStatus: 0 };
  if (number % 29 === 11) return { status: 1, checkStatus: 4, draftStatus: 0 };
  if (number % 31 === 13) return { status: 1, checkStatus: 1, draftStatus: 1 };
  if (number % 37 === 17) return { status: 1, checkStatus: 7, draftStatus: 0 };
  if (number % 41 === 19) return { status: 2, checkStatus: 3, draftStatus: 0 };
  return { status: 0, checkStatus: 3, draftStatus: 0 };
}

/** Fills a shop with products; every ninth has its stock in two regional warehouses. */
export function stockShop(world: World, shop: Shop, assortment: Assortment, draw: () => number): void {
  const start = world.clock.seconds() - 300 * DAY;
  for (let number = 0; number < assortment.products; number += 1) {
    const kind = assortment.kinds[number % assortment.kinds.length];
    const series = assortment.series[Math.floor(number / assortment.kinds.length) % assortment.series.length] ?? '';
    if (kind !== undefined)
      putProduct(shop, makeProduct(world, shop, kind, series, number, start + number * DAY, draw));
  }
}

function makeProduct(
  { state, clock }: World,
  shop: Shop,
  kind: Kind,
  series: string,
  number: number,
  createdAt: number,
  draw: () => number,
): Product {
  const id = state.ids.next('product');
  const specs = kind.specs.map((spec): Spec => {
    const values = spec.values.map((name): SpecValue => ({ id: state.ids.next('spec'), name }));
    return { id: state.ids.next('spec'), name: spec.name, values };
  });
  const code = `${kind.code}-${String(number).padStart(3, '0')}`;
  const combinations = specs.reduce<SpecValue[][]>(
    (found, spec) => found.flatMap((before) => spec.values.map((value) => [...before, value])),
    [[]],
  );
  const warehouses = number % 9 === 4 ? [...shop.warehouses.keys()] : [];
  const price = kind.price + Math.floor(draw() * 20) * 100 - (number % 3) * 10;
  const skus = combinations.map((values, at): Sku => {
    const count = () => 40 + Math.floor(draw() * 400);
    return {
      id: state.ids.next('sku'),
      productId: id,
      values,
      code: `${code}-${at + 1}`,
      outerSkuId: `${code}-${at + 1}`,
      outSkuId: '0',
      price: price + at * 100,
      skuType: warehouses.length > 0 ? 1 : 0,
      stock: warehouses.length > 0 ? 0 : count(),
      regional: new Map(warehouses.map((warehouse) => [warehouse, count()])),
      held: 0,
      heldRegional: new Map(),
      stepStock: 0,
      supplierId: '',
      createdAt,
    };
  });
  return {
    id,
    specId: state.ids.next('spec'),
    content: content(kind, `${series}${kind.title} 新款`, code, number, specs),
    ...stateOf(number),
    draft: null,
    auditAt: null,
    skus,
    sellNum: Math.floor(draw() * 3000),
    createdAt,
    updatedAt: Math.min(createdAt + Math.floor(draw() * 100) * DAY, clock.seconds() - 3 * DAY),
    extra: {},
  };
}

const content = (kind: Kind, name: string, code: string, number: number, specs: readonly Spec[]): ProductContent => ({
  name,
  description: [`${PICTURES}/${code.toLowerCase()}-detail.png`],
  pics: [1, 2, 3].map((at) => `${PICTURES}/${code.toLowerCase()}-${at}.png`),
  categoryId: kind.category,
  outerProductId: code,
  outProductId: '0',
  productType: 0,
  reduceType: number % 5 === 2 ? 1 : 2,
  freightId: '0',
  mobile: '19900000000',
  standardBrandId: '596120136',
  weight: 0.5,
  weightUnit: 0,
  deliveryDelayDay: 2,
  presellType: 0,
  presellDelay: 0,
  presellConfigLevel: 0,
  presellEndTime: '',
  minimumPerOrder: 1,
  maximumPerOrder: 0,
  limitPerBuyer: 0,
  startSaleType: 0,
  pickupMethod: '0',
  sellChannel: [0],
  productFormatNew: JSON.stringify({ 1687: [{ value: kind.material[1], name: kind.material[0], diy_type: 0 }] }),
  afterSaleService: '{"supply_day_return_selector":"7-1"}',
  specs,
});
