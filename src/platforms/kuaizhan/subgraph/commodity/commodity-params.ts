import { AppError } from '../../../../errors/app-error.js';
import { InputCheck } from '../../../../subgraph/input-check.js';
import type { CreateCommodityParams, UpdateCommodityParams } from '../../upstream/endpoints/commodity.js';
import type { ShopScope } from '../context.js';
import { sellingShopId } from '../selling-shop.js';
import { nativeCategoryId } from './commodity-source.js';
import type { CommodityCreateInput, CommodityUpdateInput } from './commodity-write.input.js';
import { goodsToCreate, goodsToUpdate } from './goods.js';

/**
 * What `commodityCreate` sends.
 * @throws InputErrors every refused value with its path, AppError UNSUPPORTED_COMBINATION
 */
export function paramsToCreate(scope: ShopScope, input: CommodityCreateInput): CreateCommodityParams {
  const check = new InputCheck();
  const { points } = input;
  if (input.originalPrice != null && input.goods.withOptions != null)
    throw unsupported('originalPrice', 'A price before discount goes only with a single unit.');
  const params: CreateCommodityParams = {
    shopId: sellingShopId(scope),
    title: input.title,
    ...(input.description == null ? {} : { desc: input.description }),
    ...(input.imageUrls == null || input.imageUrls.length === 0 ? {} : { attachmentUrls: input.imageUrls }),
    ...(input.globalCategory == null ? {} : { globalCategory: input.globalCategory }),
    ...(input.categoryIds == null || input.categoryIds.length === 0
      ? {}
      : { categoryIds: categoriesOf(scope, input.categoryIds) }),
    ...(input.keywords == null ? {} : { keywords: input.keywords }),
    ...goodsToCreate(input.goods, check),
    ...(input.originalPrice == null
      ? {}
      : { originalPriceFen: check.fen(input.originalPrice, ['input', 'originalPrice']) }),
    ...(input.freight == null ? {} : { freightFen: check.fen(input.freight, ['input', 'freight'], 0) }),
    isOnline: input.isOnline,
    ...(points == null ? {} : { scoreEnabled: points.isEnabled, scoreOnly: points.isPointsOnly }),
    ...(points?.maxShare == null ? {} : { scoreShare: points.maxShare }),
    ...(input.unitName == null ? {} : { unitName: input.unitName }),
    ...(input.purchaseLimit == null ? {} : { maxPurchase: input.purchaseLimit, purchaseLimited: true }),
  };
  check.done();
  return params;
}

/**
 * What `commodityUpdate` sends: absent stays, null clears where the platform can (conventions section 0, item 12).
 * @throws InputErrors, AppError UNSUPPORTED_COMBINATION for what cannot be cleared
 */
export function paramsToUpdate(scope: ShopScope, id: string, input: CommodityUpdateInput): UpdateCommodityParams {
  const check = new InputCheck();
  for (const name of ['title', 'originalPrice', 'freight', 'isOnline'] as const)
    if (input[name] === null) throw unsupported(name, 'The platform cannot clear this.');
  if (input.originalPrice != null && input.goods?.withOptions != null)
    throw unsupported('originalPrice', 'A price before discount goes only with a single unit.');
  const params: UpdateCommodityParams = {
    id,
    ...(input.title == null ? {} : { title: input.title }),
    ...(input.description === undefined ? {} : { desc: input.description ?? '' }),
    ...(input.imageUrls === undefined ? {} : { attachmentUrls: input.imageUrls ?? [] }),
    ...(input.globalCategory === undefined ? {} : { globalCategory: input.globalCategory ?? '' }),
    ...(input.categoryIds === undefined ? {} : { categoryIds: categoriesOf(scope, input.categoryIds ?? []) }),
    ...(input.keywords === undefined ? {} : { keywords: input.keywords ?? '' }),
    ...(input.goods === undefined ? {} : input.goods === null ? { variants: [] } : goodsToUpdate(input.goods, check)),
    ...(input.originalPrice == null
      ? {}
      : { originalPriceFen: check.fen(input.originalPrice, ['input', 'originalPrice']) }),
    ...(input.freight == null ? {} : { freightFen: check.fen(input.freight, ['input', 'freight'], 0) }),
    ...(input.isOnline == null ? {} : { isOnline: input.isOnline }),
  };
  check.done();
  if (Object.keys(params).length === 1)
    throw new AppError('INVALID_INPUT', 'Nothing to change was given.', {
      path: ['input'],
      constraint: 'at least one field',
    });
  return params;
}

const categoriesOf = (scope: ShopScope, ids: readonly string[]): string[] =>
  ids.map((id, index) => nativeCategoryId(scope, id, ['input', 'categoryIds', String(index)]));

const unsupported = (name: string, message: string): AppError =>
  new AppError('UNSUPPORTED_COMBINATION', message, { path: ['input', name] });
