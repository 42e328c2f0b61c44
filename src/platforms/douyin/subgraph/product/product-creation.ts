import type { Creation } from '../../../../subgraph/catalog-items.js';
import { InputCheck } from '../../../../subgraph/input-check.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import {
  type AttributeToWrite,
  createWrite,
  type NewProduct,
  PRODUCT_REFUSALS,
  sendCreate,
} from '../../upstream/endpoints/product-write.js';
import { type RefusalPaths, refusedAs } from '../../upstream/endpoints/write-refusals.js';
import type { ShopScope } from '../context.js';
import { planned } from '../planned.js';
import type { CreateIntent } from './product.settle.js';
import { checkAttributes } from './product-attributes.js';
import type { ProductCreateInput } from './product-content.input.js';
import { goodsOf } from './product-goods.js';
import { checkPictures, inMaterialCentre, type Pictures, plannedUploads } from './product-pictures.js';
import { checkTitle } from './product-title.js';
import { StockReduction } from './stock-reduction.enum.js';

/** What the platform writes for goods without a brand (its page, f.4). */
export const NO_BRAND = '596120136';
/** The freight template of goods that are sent free of charge. */
export const FREE_OF_CHARGE = '0';

/** What a creation is made of. */
export interface ProductToCreate {
  /** As a plan shows it. */
  readonly product: NewProduct;
  /** As it is sent, where that takes a read. */
  readonly stated?: () => Promise<NewProduct>;
  readonly pictures: Pictures;
  /** Where in the input stands what the platform refuses. */
  readonly paths: RefusalPaths;
  /** How long the audit of pictures may be waited for. */
  readonly time: Pick<RequestContext, 'deadlineAt' | 'signal'>;
}

/**
 * A new product as one write of the journal: the pictures that are not in the material centre, then the product. Nothing of it is
 * journalled as sent before the product itself is: pictures can be brought again.
 */
export function creationOf(
  scope: ShopScope,
  { product, stated = async () => product, pictures, paths, time }: ProductToCreate,
): Creation<string> {
  const { shop, deps, client } = scope;
  return {
    mutation: 'productCreate',
    shopKey: shop.key,
    isSandbox: shop.isSandbox,
    plan: () => {
      const { method, parameters } = createWrite(product);
      return [...plannedUploads(scope, pictures), planned(scope, method, parameters)];
    },
    intent: {
      isSandbox: shop.isSandbox,
      outerId: product.outerId,
      title: product.name ?? '',
      categoryId: product.categoryId,
    } satisfies CreateIntent,
    send: async (beforeFirstByte) => {
      const whole = await stated();
      const own = await inMaterialCentre(scope, pictures, time);
      const write = createWrite(withPictures(whole, own));
      return refusedAs(PRODUCT_REFUSALS, paths, sendCreate(client, write, beforeFirstByte));
    },
    encode: (made) => JSON.stringify({ id: made }),
    decode: (text) => String((JSON.parse(text) as { id: unknown }).id),
    reconcile: deps.reconcile.productCreate,
    idOf: (id) => encodeGlobalId('Product', shop.key, id),
  };
}

/** Where in the input stands what the platform refuses. */
export const PATHS: RefusalPaths = Object.fromEntries(
  ['imageUrls', 'categoryNativeId', 'brandNativeId', 'attributes', 'title'].map((name) => [name, ['input', name]]),
);

/** The product but for its attributes. @throws InputErrors everything that is wrong with it */
export function checkedProduct(input: ProductCreateInput): NewProduct {
  const check = new InputCheck();
  const { title, imageUrls: pictures, descriptionImageUrls: body } = input;
  checkTitle(title, ['input', 'title'], check);
  checkPictures(input, check);
  checkAttributes(input.attributes ?? [], check);
  const goods = goodsOf(input.skus, ['input', 'skus'], check);
  check.done();
  return {
    name: title,
    pictures,
    // The platform requires a body: without one the pictures of the head are shown there too.
    body: body === null || body.length === 0 ? pictures : body,
    goods,
    outerId: input.outerId ?? null,
    typeCode: input.typeCode,
    categoryId: input.categoryNativeId,
    brandId: input.brandNativeId ?? NO_BRAND,
    freightId: input.freightTemplateId ?? FREE_OF_CHARGE,
    reduceCode: input.stockReduction === StockReduction.ON_PAYMENT ? 2 : 1,
    servicePhone: input.servicePhone,
    deliveryDelayDays: input.deliveryDelayDays ?? null,
    isSubmitted: input.submitForReview,
  };
}

export const withAttributes = (product: NewProduct, attributes: readonly AttributeToWrite[]): NewProduct =>
  attributes.length === 0 ? product : { ...product, attributes };

/** With the addresses in the material centre in place of those that were given. */
const withPictures = (product: NewProduct, own: ReadonlyMap<string, string>): NewProduct => ({
  ...product,
  pictures: (product.pictures ?? []).map((url) => own.get(url) ?? url),
  body: (product.body ?? []).map((url) => own.get(url) ?? url),
});
