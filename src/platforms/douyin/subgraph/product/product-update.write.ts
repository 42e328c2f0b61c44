import { AppError } from '../../../../errors/app-error.js';
import { InputCheck } from '../../../../subgraph/input-check.js';
import { atId, failing, readBack } from '../../../../subgraph/object-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { ProductDetailRecord } from '../../upstream/endpoints/product-record.js';
import {
  editWrite,
  NOTHING_CHANGED,
  PRODUCT_REFUSALS,
  type ProductContent,
  sendWrite,
} from '../../upstream/endpoints/product-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { numberOf } from '../../upstream/rejections.js';
import { checkVersion, oneAtATime, type WriteTarget, writeTarget } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import type { UpdateIntent } from './product.settle.js';
import { attributesOf, checkAttributes, leafOf } from './product-attributes.js';
import type { ProductUpdateInput } from './product-content.input.js';
import { goodsOf } from './product-goods.js';
import { checkPictures, inMaterialCentre, plannedUploads } from './product-pictures.js';
import { detailRead, forget, present } from './product-target.js';
import { checkTitle } from './product-title.js';

type Options = WriteOptions | null | undefined;

/** What is remembered of a write that answers nothing: that it was done. */
type Done = 'done';

/**
 * `productUpdate`: an edit, submitted for review. The product is read before it where that decides anything: a version is expected, its
 * SKUs are replaced, or attributes are stated, whose values hang on its category. It is read back as it is sold, which for
 * a product on the shelf is what it was until the review has passed.
 */
export async function updateProduct(input: ProductUpdateInput, options: Options, ctx: RequestContext): Promise<object> {
  const target = await writeTarget(input.id, 'Product', ctx);
  const { scope, nativeId: id } = target;
  const content = checkedContent(input);
  const readsBefore = options?.expectedVersion != null || content.goods !== undefined || hasAttributes(input);
  const prepare = async (): Promise<ProductContent> => {
    await checkVersion(options, () => present(target));
    const before = readsBefore ? await detailOf(target, options?.expectedVersion != null) : null;
    if (content.goods !== undefined && before !== null) refuseRegional(before);
    if (!hasAttributes(input) || before === null) return content;
    return { ...content, attributes: await attributesOf(scope, leafOf(before), input.attributes ?? []) };
  };
  return oneAtATime(target, options, async () => {
    const shown = options?.dryRun === true ? await prepare() : content;
    const { value, base } = await runWrite<Done>(ctx, scope.deps.writes, {
      mutation: 'productUpdate',
      shopKey: scope.shop.key,
      input,
      options,
      plan: () => {
        const { method, parameters } = editWrite(id, shown);
        return [
          ...(readsBefore ? [detailRead(target)] : []),
          ...(hasAttributes(input) ? [plannedRead(scope, METHODS.productCategoryProperties)] : []),
          ...plannedUploads(scope, input),
          planned(scope, method, parameters),
          detailRead(target),
        ];
      },
      intent: intentOf(target, input, content),
      isSandbox: scope.shop.isSandbox,
      send: async (beforeFirstByte) => {
        const stated = await prepare();
        const own = await inMaterialCentre(scope, input, ctx);
        const write = editWrite(id, withPictures(stated, own));
        await atId(
          refusedAs(PRODUCT_REFUSALS, PATHS, unlessNothingChanged(sendWrite(scope.client, write, beforeFirstByte))),
        );
        return 'done';
      },
      encode: (done) => JSON.stringify(done),
      decode: () => 'done',
      reconcile: scope.deps.reconcile.productUpdate,
    });
    if (value === null) return { ...base, product: null };
    const { record, failure } = await readBack(() => present(target));
    return { ...base, product: failure === null ? record : failing(failure) };
  });
}

const PATHS = {
  product: ['input', 'id'],
  imageUrls: ['input', 'imageUrls'],
  attributes: ['input', 'attributes'],
  title: ['input', 'title'],
};

const hasAttributes = ({ attributes }: ProductUpdateInput): boolean => (attributes?.length ?? 0) > 0;

/** What is to be changed, but for the ids of attributes' values. @throws InputErrors everything that is wrong with it */
function checkedContent(input: ProductUpdateInput): ProductContent {
  const check = new InputCheck();
  for (const name of ['title', 'imageUrls', 'descriptionImageUrls', 'skus'] as const)
    if (input[name] === null) check.unsupported(['input', name], 'The platform cannot clear this.');
  if (Object.entries(input).every(([name, value]) => name === 'id' || value === undefined))
    check.refuse(['input'], 'Nothing to change was given.', 'at least one field');
  const { title, imageUrls, descriptionImageUrls, attributes, skus, limitPerBuyer } = input;
  if (title != null) checkTitle(title, ['input', 'title'], check);
  checkPictures(input, check);
  checkAttributes(attributes ?? [], check);
  const content: ProductContent = {
    ...(title == null ? {} : { name: title }),
    ...(imageUrls == null ? {} : { pictures: imageUrls }),
    ...(descriptionImageUrls == null ? {} : { body: descriptionImageUrls }),
    ...(attributes === undefined ? {} : { attributes: [] }),
    ...(skus == null ? {} : { goods: goodsOf(skus, ['input', 'skus'], check) }),
    ...(limitPerBuyer === undefined ? {} : { limitPerBuyer: limitPerBuyer ?? 0 }),
  };
  check.done();
  return content;
}

/** The product as it is before the write. @throws AppError NOT_FOUND */
async function detailOf(target: WriteTarget, isFresh: boolean): Promise<ProductDetailRecord> {
  if (!isFresh) forget(target);
  const detail = await target.scope.productDetails.load(target.nativeId);
  if (detail === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
  return detail;
}

/** SKUs that are replaced have one stock: those of a product that is kept in regional warehouses would lose theirs. */
function refuseRegional({ skus }: ProductDetailRecord): void {
  if (skus.every(({ isRegional }) => !isRegional)) return;
  throw new AppError('STATE_FORBIDS', 'The product has stock by regional warehouse, which new SKUs would lose.', {
    path: ['input', 'skus'],
  });
}

/** The product is as it was to be then. */
async function unlessNothingChanged(sending: Promise<void>): Promise<void> {
  try {
    await sending;
  } catch (error) {
    const number = error instanceof AppError ? numberOf(error.detail.fault?.subCode ?? '') : '';
    if (number !== NOTHING_CHANGED) throw error;
  }
}

/** What can be found again on the product; pictures from elsewhere have another address there. */
const intentOf = (
  { scope, nativeId: id }: WriteTarget,
  input: ProductUpdateInput,
  content: ProductContent,
): UpdateIntent => ({
  id,
  isSandbox: scope.shop.isSandbox,
  content: {
    ...(content.name === undefined ? {} : { name: content.name }),
    ...(content.limitPerBuyer === undefined ? {} : { limitPerBuyer: content.limitPerBuyer }),
    ...(content.goods === undefined ? {} : { goods: content.goods }),
    ...(content.pictures === undefined ? {} : { pictures: content.pictures }),
  },
  isAllOfIt:
    plannedUploads(scope, input).length === 0 && content.attributes === undefined && content.body === undefined,
});

const withPictures = (content: ProductContent, own: ReadonlyMap<string, string>): ProductContent => {
  const inCentre = (urls: readonly string[]): string[] => urls.map((url) => own.get(url) ?? url);
  return {
    ...content,
    ...(content.pictures === undefined ? {} : { pictures: inCentre(content.pictures) }),
    ...(content.body === undefined ? {} : { body: inCentre(content.body) }),
  };
};
