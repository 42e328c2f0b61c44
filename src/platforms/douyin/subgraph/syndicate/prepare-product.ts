import { AppError, InputErrors } from '../../../../errors/app-error.js';
import {
  type CopyWish,
  type Creation,
  type ItemSeen,
  type PreparedCopy,
  preparedCopy,
} from '../../../../subgraph/catalog-items.js';
import { type CopyOrigins, toldOfCopy } from '../../../../subgraph/copy-errors.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { brokenRules } from '../../../../subgraph/validate.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { AttributeToWrite, NewProduct } from '../../upstream/endpoints/product-write.js';
import type { ShopScope } from '../context.js';
import { plannedRead } from '../planned.js';
import { attributesOf } from '../product/product-attributes.js';
import { ProductCreateInput } from '../product/product-content.input.js';
import { checkedProduct, creationOf, FREE_OF_CHARGE, PATHS, withAttributes } from '../product/product-creation.js';
import { StockReduction } from '../product/stock-reduction.enum.js';
import { type CopiedPictures, copiedPictures } from './copied-pictures.js';
import { copiedSkus } from './copied-skus.js';
import type { DouyinCopyInput } from './douyin-copy.input.js';
import type { ProductOwn } from './product-seen.js';

const SETTINGS: ReadonlySet<string> = new Set<keyof DouyinCopyInput>([
  'title',
  'categoryNativeId',
  'brandNativeId',
  'attributes',
  'servicePhone',
  'freightTemplateId',
  'deliveryDelayDays',
  'stockReduction',
]);

/**
 * An item as a new product of a shop: what `productCreate` would be given, so that the same is refused.
 * @throws InputErrors, AppError STATE_FORBIDS, NOT_SUPPORTED_UPSTREAM, and what the read of the category's properties throws
 */
export async function prepareProduct(
  item: ItemSeen,
  wish: CopyWish,
  scope: ShopScope,
  ctx: RequestContext,
): Promise<PreparedCopy> {
  const settings = wish.settings as DouyinCopyInput | null;
  const own = item.platform === 'DOUYIN' ? (item.own as ProductOwn) : null;
  if (own === null && !item.isPlainGoods)
    throw new AppError('NOT_SUPPORTED_UPSTREAM', 'The platform sells no such kind of goods.', { nodeId: item.id });
  const pictures = copiedPictures(item);
  const origins = { settings: SETTINGS, settingsPath: wish.settingsPath, sourceOf: sourceOf(item, pictures) };
  try {
    const input = inputOf(item, own, settings, wish, scope, pictures);
    const stated = settings?.attributes ?? [];
    const attributes = stated.length > 0 ? await attributesOf(scope, input.categoryNativeId, stated) : kept(own, input);
    const limit = item.purchaseLimit === null ? {} : { limitPerBuyer: item.purchaseLimit.value };
    const product: NewProduct = withAttributes({ ...checkedProduct(input), ...limit }, attributes);
    const creation = creationOf(scope, { product, pictures: input, paths: PATHS, time: ctx });
    const reads = stated.slice(0, 1).map(() => plannedRead(scope, METHODS.productCategoryProperties));
    return preparedCopy(
      toldBy(creation, origins),
      droppedOf(item, own, attributes, pictures, stated.length > 0),
      reads,
    );
  } catch (error) {
    throw toldOfCopy(error, origins);
  }
}

/** @throws InputErrors all that is missing, or all that the rules of the input refuse */
function inputOf(
  item: ItemSeen,
  own: ProductOwn | null,
  settings: DouyinCopyInput | null,
  wish: CopyWish,
  { shopId }: ShopScope,
  { head, body }: CopiedPictures,
): ProductCreateInput {
  const freight = settings?.freightTemplateId ?? (item.freight === null ? FREE_OF_CHARGE : null);
  const needed = {
    categoryNativeId: settings?.categoryNativeId ?? own?.categoryId ?? null,
    servicePhone: settings?.servicePhone ?? null,
    freightTemplateId: freight,
  };
  const missing = Object.entries(needed).filter(([, value]) => value === null);
  if (missing.length > 0)
    throw new InputErrors(
      missing.map(([name]) => {
        const path = [...wish.settingsPath, name];
        return new AppError('INVALID_INPUT', `A copy on Douyin needs ${name}.`, { path, constraint: 'given' });
      }),
    );
  const input = Object.assign(new ProductCreateInput(), {
    ...needed,
    shopId,
    outerId: own?.outerId ?? null,
    title: settings?.title ?? item.title,
    brandNativeId: settings?.brandNativeId ?? own?.brandId ?? null,
    imageUrls: head.map(({ value }) => value),
    descriptionImageUrls: body.map(({ value }) => value),
    attributes: settings?.attributes ?? [],
    skus: copiedSkus(item, wish),
    deliveryDelayDays: settings?.deliveryDelayDays ?? own?.deliveryDelayDays ?? null,
    submitForReview: wish.isPublished,
    stockReduction: settings?.stockReduction ?? own?.stockReduction ?? StockReduction.ON_ORDER,
    typeCode: own?.typeCode ?? 0,
  });
  const broken = brokenRules(input, ['input']);
  if (broken.length > 0) throw new InputErrors(broken);
  return input;
}

/** The item's own attributes: they are of its category, and mean nothing in another one. */
const kept = (own: ProductOwn | null, { categoryNativeId }: ProductCreateInput): readonly AttributeToWrite[] =>
  own !== null && own.categoryId === categoryNativeId ? own.attributes : [];

function droppedOf(
  item: ItemSeen,
  own: ProductOwn | null,
  attributes: readonly AttributeToWrite[],
  { droppedPaths }: CopiedPictures,
  areTold: boolean,
): string[] {
  const stocks = item.units.flatMap(({ path, stock }) => (stock === null ? [`${path}.stock`] : []));
  const areLost = !areTold && own !== null && (own.hasOtherAttributes || attributes.length < own.attributes.length);
  const ownPaths = own === null ? item.ownPaths : areLost ? ['attributes'] : [];
  return [...droppedPaths, ...stocks, ...ownPaths, ...item.shopPaths];
}

/** The part of the item that a path of the input of the creation was made of. */
const sourceOf =
  (item: ItemSeen, { head, body }: CopiedPictures): CopyOrigins['sourceOf'] =>
  ([field = '', row]) => {
    const parts = { imageUrls: head, descriptionImageUrls: body, skus: item.units }[field];
    return (row === undefined ? undefined : parts?.[Number(row)]?.path) ?? (field === 'imageUrls' ? 'images' : field);
  };

/** What the platform refuses is told of the copy too. */
const toldBy = (creation: Creation<string>, origins: CopyOrigins): Creation<string> => ({
  ...creation,
  send: async (beforeFirstByte, operationId) => {
    try {
      return await creation.send(beforeFirstByte, operationId);
    } catch (error) {
      throw toldOfCopy(error, origins);
    }
  },
});
