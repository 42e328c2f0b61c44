import { refuseVersion } from '../../../../subgraph/expected-version.js';
import { failing, readBack } from '../../../../subgraph/object-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import {
  type AttributeToWrite,
  createWrite,
  type NewProduct,
  PRODUCT_REFUSALS,
  sendCreate,
} from '../../upstream/endpoints/product-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { douyinOf } from '../context.js';
import { planned, plannedRead } from '../planned.js';
import { InputCheck } from './input-check.js';
import type { CreateIntent } from './product.settle.js';
import { attributesOf, checkAttributes } from './product-attributes.js';
import type { ProductCreateInput } from './product-content.input.js';
import { goodsOf } from './product-goods.js';
import { checkPictures, inMaterialCentre, plannedUploads } from './product-pictures.js';
import { detailRead, present } from './product-target.js';
import { checkTitle } from './product-title.js';
import { StockReduction } from './stock-reduction.enum.js';

/** What the platform writes for goods without a brand (its page, f.4). */
const NO_BRAND = '596120136';
const FREE_OF_CHARGE = '0';

/**
 * `productCreate`: the category's properties where attributes are given, the pictures that are not in the material centre, then the
 * product, which is read back. Nothing of it is journalled as sent before the product itself is: pictures can be brought again.
 */
export async function createProduct(
  input: ProductCreateInput,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  const scope = await douyinOf(ctx).forWrite(decodeGlobalId(input.shopId)?.shopKey ?? '');
  refuseVersion(options);
  const product = checkedProduct(input);
  const { shop, deps, client } = scope;
  const isDryRun = options?.dryRun === true;
  const attributes = () => attributesOf(scope, input.categoryNativeId, input.attributes ?? []);
  // The plan shows the very attributes, and what is wrong with them: both need the read.
  const plannedAttributes = isDryRun ? await attributes() : [];
  const { value: id, base } = await runWrite<string>(ctx, deps.writes, {
    mutation: 'productCreate',
    shopKey: shop.key,
    input,
    options,
    plan: () => {
      const { method, parameters } = createWrite(withAttributes(product, plannedAttributes));
      const properties = (input.attributes ?? []).slice(0, 1);
      return [
        ...properties.map(() => plannedRead(scope, METHODS.productCategoryProperties)),
        ...plannedUploads(scope, input),
        planned(scope, method, parameters),
        detailRead({ scope }),
      ];
    },
    intent: {
      isSandbox: shop.isSandbox,
      outerId: product.outerId,
      title: input.title,
      categoryId: product.categoryId,
    } satisfies CreateIntent,
    isSandbox: shop.isSandbox,
    send: async (beforeFirstByte) => {
      const stated = withAttributes(product, await attributes());
      const own = await inMaterialCentre(scope, input, ctx);
      const write = createWrite(withPictures(stated, own));
      return refusedAs(PRODUCT_REFUSALS, PATHS, sendCreate(client, write, beforeFirstByte));
    },
    encode: (made) => JSON.stringify({ id: made }),
    decode: (text) => String((JSON.parse(text) as { id: unknown }).id),
    reconcile: deps.reconcile.productCreate,
  });
  if (id === null) return { ...base, product: null };
  const { record, failure } = await readBack(() => present({ scope, nativeId: id }));
  return { ...base, product: failure === null ? record : failing(failure) };
}

/** Where in the input stands what the platform refuses. */
const PATHS = Object.fromEntries(
  ['imageUrls', 'categoryNativeId', 'brandNativeId', 'attributes', 'title'].map((name) => [name, ['input', name]]),
);

/** The product but for its attributes. @throws InputErrors everything that is wrong with it */
function checkedProduct(input: ProductCreateInput): NewProduct {
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

const withAttributes = (product: NewProduct, attributes: readonly AttributeToWrite[]): NewProduct =>
  attributes.length === 0 ? product : { ...product, attributes };

/** With the addresses in the material centre in place of those that were given. */
const withPictures = (product: NewProduct, own: ReadonlyMap<string, string>): NewProduct => ({
  ...product,
  pictures: (product.pictures ?? []).map((url) => own.get(url) ?? url),
  body: (product.body ?? []).map((url) => own.get(url) ?? url),
});
