import { Type } from '@sinclair/typebox';
import { canonicalJson, int64, type JsonObject } from '../canonical-json.js';
import { type DouyinMethod, METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { wireDecoder, wireId } from '../wire.js';
import { refusal, type WriteRefusals } from './write-refusals.js';

/** A write as data: what a plan shows is what is sent. */
export interface MethodWrite {
  readonly method: DouyinMethod;
  readonly parameters: JsonObject;
}

/** Puts a product on the shelf, or takes it off. */
export const shelfWrite = (id: string, isOnline: boolean): MethodWrite => ({
  method: isOnline ? METHODS.productOnline : METHODS.productOffline,
  parameters: { product_id: int64(id) },
});

/** Puts a product on the shelf where the platform has no call for that any more: an edit of nothing, submitted. */
export const relistWrite = (id: string): MethodWrite => ({
  method: METHODS.productEdit,
  parameters: { product_id: int64(id), commit: true },
});

/** Moves a product into the recycle bin. */
export const deleteWrite = (id: string): MethodWrite => ({
  method: METHODS.productDelete,
  parameters: { product_id: int64(id), delete_forever: false },
});

/** Sends a write that answers nothing of use. @throws AppError */
export const sendWrite = (
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  beforeFirstByte: () => Promise<void>,
): Promise<void> => client.call({ method, parameters, beforeFirstByte }, () => undefined);

/** A SKU of a product to write. */
export interface GoodsRow {
  /** Values of the options, in their order. */
  readonly values: readonly string[];
  readonly stock: number;
  readonly priceFen: number;
  readonly code: string | null;
}

/** Options with all their values, and a row for each combination, in the order of the combinations. */
export interface Goods {
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly rows: readonly GoodsRow[];
}

/** An attribute with its values. */
export interface AttributeToWrite {
  readonly propertyId: string;
  /** The id of a value of the merchant's own is null. */
  readonly values: readonly { readonly id: number | null; readonly name: string }[];
}

/** What is written of a product; what is absent stays as it is. */
export interface ProductContent {
  readonly name?: string;
  /** Pictures of the material centre, the cover first. */
  readonly pictures?: readonly string[];
  readonly body?: readonly string[];
  readonly attributes?: readonly AttributeToWrite[];
  readonly goods?: Goods;
  /** 0 for no limit. */
  readonly limitPerBuyer?: number;
}

/** What a new product has beside. */
export interface NewProduct extends ProductContent {
  readonly outerId: string | null;
  readonly typeCode: number;
  readonly categoryId: string;
  readonly brandId: string;
  /** `0` for free of charge. */
  readonly freightId: string;
  /** 1 when ordered, 2 when paid. */
  readonly reduceCode: number;
  readonly servicePhone: string;
  readonly deliveryDelayDays: number | null;
  /** Into review at once; otherwise it is saved. */
  readonly isSubmitted: boolean;
}

/** Makes a product. */
export const createWrite = (product: NewProduct): MethodWrite => ({
  method: METHODS.productCreate,
  parameters: {
    ...contentOf(product),
    ...(product.outerId === null ? {} : { outer_product_id: product.outerId }),
    product_type: product.typeCode,
    category_leaf_id: int64(product.categoryId),
    standard_brand_id: int64(product.brandId),
    freight_id: int64(product.freightId),
    reduce_type: product.reduceCode,
    mobile: product.servicePhone,
    ...(product.deliveryDelayDays === null ? {} : { delivery_delay_day: product.deliveryDelayDays }),
    commit: product.isSubmitted,
  },
});

/** Changes a product, and submits the change. */
export const editWrite = (id: string, content: ProductContent): MethodWrite => ({
  method: METHODS.productEdit,
  parameters: { ...contentOf(content), product_id: int64(id), commit: true },
});

const contentOf = ({ name, pictures, body, attributes, goods, limitPerBuyer }: ProductContent): JsonObject => ({
  ...(name === undefined ? {} : { name }),
  ...(pictures === undefined ? {} : { pic: pictures.join('|') }),
  ...(body === undefined ? {} : { description: body.join('|') }),
  ...(attributes === undefined ? {} : { product_format_new: formatText(attributes) }),
  ...(goods === undefined ? {} : { specs: specsText(goods), spec_prices: pricesText(goods) }),
  ...(limitPerBuyer === undefined ? {} : { limit_per_buyer: limitPerBuyer }),
});

/** JSON in a text (D2): `{"1687":[{"diy_type":0,"name":"棉","value":1234}]}`. */
const formatText = (attributes: readonly AttributeToWrite[]): string =>
  canonicalJson(
    Object.fromEntries(
      attributes.map(({ propertyId, values }) => [
        propertyId,
        values.map(({ id, name }) => ({ value: id ?? 0, name, diy_type: id === null ? 1 : 0 })),
      ]),
    ),
  );

/** `颜色|红,黑^尺码|M,L`: what these signs separate may not hold them. */
const specsText = ({ options }: Goods): string =>
  options.map(({ name, values }) => `${name}|${values.join(',')}`).join('^');

/** JSON in a text too: one object for each combination, prices in fen. */
const pricesText = ({ rows }: Goods): string =>
  `[${rows
    .map(({ values: [first = '', second = '', third = ''], stock, priceFen, code }) =>
      canonicalJson({
        spec_detail_name1: first,
        spec_detail_name2: second,
        spec_detail_name3: third,
        stock_num: stock,
        price: priceFen,
        code: code ?? '',
      }),
    )
    .join(',')}]`;

const decodeCreated = wireDecoder(Type.Object({ product_id: wireId() }));

/** Sends a creation. @returns the native id of the product @throws AppError */
export const sendCreate = (
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  beforeFirstByte: () => Promise<void>,
): Promise<string> =>
  client.call({ method, parameters, beforeFirstByte }, (data) => String(decodeCreated(data).product_id));

const FORBIDDEN = refusal('STATE_FORBIDS', 'product');

/** What the platform says of content, and of products that cannot be written to (its page, g.4). */
export const PRODUCT_REFUSALS: WriteRefusals = {
  99: refusal('INVALID_INPUT', 'imageUrls')('The platform does not take one of the pictures.'),
  2010022: FORBIDDEN('The state of the product does not allow this.'),
  2010041: FORBIDDEN('The product is under review.'),
  2010042: FORBIDDEN('The product is deleted.'),
  2010043: FORBIDDEN('The product is banned.'),
  2010044: refusal('INVALID_INPUT', 'categoryNativeId')('The category is not a leaf that goods may go into.'),
  2010045: FORBIDDEN('The product is in a promotion.'),
  2010058: refusal('NOT_FOUND', 'product')('The platform knows no such product.'),
  2010063: refusal('STATE_FORBIDS', 'shop')('The shop has as many products as it may have.'),
  2010069: refusal('ALREADY_EXISTS', 'title')('The shop has such a product already.'),
  2010319: refusal('INVALID_INPUT', 'brandNativeId')('The shop may not use this brand.'),
  2010320: refusal('INVALID_INPUT', 'brandNativeId')('The shop may not use this brand.'),
  2010321: refusal('INVALID_INPUT', 'attributes')('An attribute that the category requires is missing.'),
  2010326: refusal('STATE_FORBIDS', 'shop')('The platform does not let the shop publish at present.'),
};

/** What it says of an edit that would change nothing. */
export const NOTHING_CHANGED = '2010102';
