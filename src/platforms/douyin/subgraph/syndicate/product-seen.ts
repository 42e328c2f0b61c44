import { AppError } from '../../../../errors/app-error.js';
import type { ItemSeen, ItemUnit } from '../../../../subgraph/catalog-items.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import type { ProductDetailRecord, SpecPriceRecord } from '../../upstream/endpoints/product-record.js';
import type { AttributeToWrite } from '../../upstream/endpoints/product-write.js';
import { NO_BRAND } from '../product/product-creation.js';
import { StockReduction } from '../product/stock-reduction.enum.js';

/** What only shops of Douyin understand of a product. */
export interface ProductOwn {
  readonly outerId: string | null;
  readonly categoryId: string | null;
  readonly brandId: string | null;
  readonly attributes: readonly AttributeToWrite[];
  /** Some were seen that cannot be written as they are. */
  readonly hasOtherAttributes: boolean;
  readonly deliveryDelayDays: number | null;
  readonly typeCode: number;
  readonly stockReduction: StockReduction;
}

const ORDINARY = 0;
const ON_PAYMENT = 2;

/**
 * A product as every platform understands it.
 * @throws AppError STATE_FORBIDS when the options of its SKUs cannot be read
 */
export function seenProduct(record: ProductDetailRecord, shop: Shop): ItemSeen {
  const { description, freightId, limitPerBuyer, skus } = record;
  const id = encodeGlobalId('Product', shop.key, record.id);
  const own = ownOf(record);
  const isUnclear = skus.some(({ options }) => options.some(({ name, value }) => name === '' || value === ''));
  if (isUnclear || (skus.length > 1 && skus.some(({ options }) => options.length === 0)))
    throw new AppError('STATE_FORBIDS', 'The options of a SKU of the product cannot be read.', { nodeId: id });
  return {
    id,
    platform: 'DOUYIN',
    isPlainGoods: own.typeCode === ORDINARY,
    title: record.name,
    description: description === null ? null : { path: 'description', value: description },
    imageUrls: record.pictures.map((value, at) => ({ path: `images.${at}`, value })),
    options: optionsOf(skus),
    units: skus.map(unitSeen),
    freight: freightId === null ? null : { path: 'freightTemplateId', fen: null },
    purchaseLimit: limitPerBuyer === null ? null : { path: 'limitPerBuyer', value: limitPerBuyer },
    own,
    ownPaths: [
      ...(own.outerId === null ? [] : ['outerId']),
      ...(own.categoryId === null ? [] : ['categoryPath']),
      ...(own.brandId === null ? [] : ['brand']),
      ...(own.attributes.length === 0 && !own.hasOtherAttributes ? [] : ['attributes']),
      ...(own.deliveryDelayDays === null ? [] : ['deliveryDelayDays']),
    ],
    shopPaths: [
      ...(record.marketPriceFen === null ? [] : ['marketPrice']),
      ...skus.flatMap(({ isRegional }, at) => (isRegional ? [`skus.${at}.warehouseStocks`] : [])),
    ],
  };
}

function ownOf(record: ProductDetailRecord): ProductOwn {
  const { outerId, brandId, format, deliveryDelayDays, typeCode, reduceCode } = record;
  return {
    outerId,
    categoryId: record.categories.at(-1)?.id ?? null,
    brandId: brandId === NO_BRAND ? null : brandId,
    attributes: format,
    hasOtherAttributes: record.attributes.length > format.length,
    deliveryDelayDays: deliveryDelayDays === 0 ? null : deliveryDelayDays,
    typeCode: typeCode ?? ORDINARY,
    stockReduction: reduceCode === ON_PAYMENT ? StockReduction.ON_PAYMENT : StockReduction.ON_ORDER,
  };
}

/** Options and values in the order in which the SKUs first name them. */
function optionsOf(skus: readonly SpecPriceRecord[]): ItemSeen['options'] {
  const found = new Map<string, Set<string>>();
  for (const { name, value } of skus.flatMap(({ options }) => options))
    found.set(name, (found.get(name) ?? new Set()).add(value));
  return [...found].map(([name, values]) => ({ name, values: [...values] }));
}

const unitSeen = ({ options, priceFen, stock, code }: SpecPriceRecord, at: number): ItemUnit => ({
  path: `skus.${at}`,
  options,
  priceFen,
  stock,
  merchantCode: code === null ? null : { path: `skus.${at}.merchantCode`, value: code },
});
