import { type Static, Type } from '@sinclair/typebox';
import { lazyView } from '../../../../upstream/lazy-view.js';
import {
  idOf,
  integerOf,
  listOf,
  nestedJson,
  PROVENANCE,
  type Provenance,
  type Raw,
  requiredTime,
  type Seen,
  textOf,
  timeOf,
  wireCode,
  wireDecoder,
  wireFlag,
  wireId,
  wireInteger,
  wireList,
  wireOptional,
  wireOptionalId,
  wireText,
  wireTime,
} from '../wire.js';
import type { AttributeToWrite } from './product-write.js';
import { regionalSum, type StockByWarehouse, stocksOf, WireStockMap } from './stock-map.js';

const WireProperty = Type.Object({ property_name: wireText(), value_name: wireText() });

const WireSpecPrice = Type.Object({
  sku_id: wireId(),
  code: wireText(),
  outer_sku_id: wireText(),
  price: wireInteger(),
  stock_num: wireInteger(),
  sku_type: wireInteger(),
  stock_num_map: WireStockMap,
  sell_properties: wireList(WireProperty),
});

/** A row of `product.listV2`, or the answer of `product.detail`, which has all of the row but `market_price`, and more. */
const WireProduct = Type.Object({
  product_id: wireId(),
  outer_product_id: wireText(),
  name: Type.String(),
  description: wireText(),
  status: wireCode(),
  check_status: wireCode(),
  img: wireText(),
  pic: wireList(Type.String()),
  market_price: wireInteger(),
  sell_num: wireInteger(),
  category_detail: wireOptional(
    Type.Object({
      first_cid: wireOptionalId(),
      second_cid: wireOptionalId(),
      third_cid: wireOptionalId(),
      fourth_cid: wireOptionalId(),
      first_cname: wireText(),
      second_cname: wireText(),
      third_cname: wireText(),
      fourth_cname: wireText(),
    }),
  ),
  standard_brand_id: wireOptionalId(),
  product_format: wireText(),
  product_format_new: wireText(),
  product_type: wireInteger(),
  reduce_type: wireInteger(),
  freight_id: wireOptionalId(),
  delivery_delay_day: wireInteger(),
  limit_per_buyer: wireInteger(),
  is_package_product: wireFlag(),
  spec_prices: wireList(WireSpecPrice),
  create_time: wireTime(),
  update_time: wireText(),
});

type Wire = Static<typeof WireProduct>;
type SpecPriceWire = Static<typeof WireSpecPrice>;

/** A SKU as the detail of its product tells it. */
export interface SpecPriceRecord {
  readonly id: string;
  readonly code: string | null;
  readonly priceFen: number | null;
  /** Ordinary stock, or the sum over regional warehouses. */
  readonly stock: number | null;
  readonly stocks: readonly StockByWarehouse[];
  readonly isRegional: boolean;
  /** With the names of the options, which no list of SKUs tells. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

/** A product (the platform's page, g.4). */
export interface ProductRecord extends Provenance {
  readonly id: string;
  readonly outerId: string | null;
  readonly name: string;
  /** HTML. */
  readonly description: string | null;
  readonly statusCode: number;
  readonly checkCode: number;
  readonly img: string | null;
  /** From the root on; a level that is not used is left out. */
  readonly categories: readonly { readonly id: string; readonly name: string }[];
  readonly marketPriceFen: number | null;
  /** Units sold, as the platform counts. */
  readonly sold: number | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly raw: Raw;
}

/** What only the detail of a product tells. */
export interface ProductDetailRecord extends ProductRecord {
  readonly pictures: readonly string[];
  readonly brandId: string | null;
  readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly deliveryDelayDays: number | null;
  readonly limitPerBuyer: number | null;
  readonly skus: readonly SpecPriceRecord[];
  /** The attributes as they are written. */
  readonly format: readonly AttributeToWrite[];
  readonly typeCode: number | null;
  /** 1 when ordered, 2 when paid. */
  readonly reduceCode: number | null;
  /** Template of its shop; null for free of charge. */
  readonly freightId: string | null;
}

const decodeWire = wireDecoder(WireProduct);

const SpecPrice = lazyView<SpecPriceWire, null, SpecPriceRecord>({
  id: (wire) => String(wire.sku_id),
  code: (wire) => textOf(wire.code) ?? textOf(wire.outer_sku_id),
  priceFen: (wire) => integerOf(wire.price),
  stock: (wire) => (isRegional(wire) ? regionalSum(wire.stock_num_map) : integerOf(wire.stock_num)),
  stocks: (wire) => stocksOf(wire.stock_num_map, null),
  isRegional: (wire) => isRegional(wire),
  options: (wire) =>
    listOf(wire.sell_properties).map((one) => ({
      name: textOf(one.property_name) ?? '',
      value: textOf(one.value_name) ?? '',
    })),
});

/** Of a SKU with regional stock the map is to be read (the platform's page, traps 16). */
const isRegional = ({ sku_type }: SpecPriceWire): boolean => integerOf(sku_type) === 1;

const LEVELS = ['first', 'second', 'third', 'fourth'] as const;

function categoriesOf({ category_detail: detail }: Wire): ProductRecord['categories'] {
  if (detail == null) return [];
  return LEVELS.flatMap((level) => {
    const id = idOf(detail[`${level}_cid`]);
    return id === null ? [] : [{ id, name: textOf(detail[`${level}_cname`]) ?? '' }];
  });
}

/** `{"材质":"棉"}`: names with a value, or with several. */
function attributesOf({ product_format: format }: Wire): ProductDetailRecord['attributes'] {
  const value = nestedJson(format);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, held]) => ({
    name,
    values: (Array.isArray(held) ? held : [held]).filter((one) => one != null).map(String),
  }));
}

/** `{"1687":[{"diy_type":0,"name":"棉","value":1234}]}`: values by the id of their property; those of the merchant's own have no id. */
function formatOf({ product_format_new: format }: Wire): ProductDetailRecord['format'] {
  const value = nestedJson(format);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([propertyId, held]) => {
    const values = (Array.isArray(held) ? held : []).flatMap((one: unknown) => attributeValue(one) ?? []);
    return values.length === 0 ? [] : [{ propertyId, values }];
  });
}

function attributeValue(held: unknown): AttributeToWrite['values'][number] | null {
  if (typeof held !== 'object' || held === null) return null;
  const { value, name, diy_type: kind } = held as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || name === '') return null;
  const id = Number(value);
  return { id: Number(kind) === 1 || !Number.isSafeInteger(id) || id <= 0 ? null : id, name };
}

/** The app's key stands in each row; it is ours and nobody else's business. */
const rawOf = (wire: object): Raw =>
  Object.fromEntries(Object.entries(wire).filter(([key]) => key !== 'open_user_id' && key !== 'mobile'));

const ROW = {
  id: (wire: Wire) => String(wire.product_id),
  outerId: (wire: Wire) => textOf(wire.outer_product_id),
  name: (wire: Wire) => wire.name,
  description: (wire: Wire) => textOf(wire.description),
  statusCode: (wire: Wire) => Number(wire.status),
  checkCode: (wire: Wire) => Number(wire.check_status),
  img: (wire: Wire) => textOf(wire.img),
  categories: categoriesOf,
  // 0 is "not set": no product is given away by its market price.
  marketPriceFen: (wire: Wire) => integerOf(wire.market_price) || null,
  sold: (wire: Wire) => integerOf(wire.sell_num),
  createdAt: (wire: Wire) => requiredTime(wire.create_time),
  updatedAt: (wire: Wire) => timeOf(wire.update_time) ?? requiredTime(wire.create_time),
  raw: rawOf,
  ...PROVENANCE,
};

const Product = lazyView<Wire, Seen, ProductRecord>(ROW);

const ProductDetail = lazyView<Wire, Seen, ProductDetailRecord>({
  ...ROW,
  pictures: (wire) => listOf(wire.pic),
  brandId: (wire) => idOf(wire.standard_brand_id),
  attributes: attributesOf,
  deliveryDelayDays: (wire) => integerOf(wire.delivery_delay_day),
  limitPerBuyer: (wire) => integerOf(wire.limit_per_buyer) || null,
  skus: (wire) => listOf(wire.spec_prices).map((one) => new SpecPrice(one, null)),
  format: formatOf,
  typeCode: (wire) => integerOf(wire.product_type),
  reduceCode: (wire) => integerOf(wire.reduce_type),
  freightId: (wire) => idOf(wire.freight_id),
});

/** Reads a row of the list. @throws Misfit */
export const toProduct = (value: unknown, seen: Seen): ProductRecord => new Product(decodeWire(value), seen);

/** Reads the detail of a product. @throws Misfit */
export const toProductDetail = (value: unknown, seen: Seen): ProductDetailRecord =>
  new ProductDetail(decodeWire(value), seen);
