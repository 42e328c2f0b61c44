import { createHash } from 'node:crypto';
import { AppError } from '../../../../errors/app-error.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import { atId, failing, readBack } from '../../../../subgraph/object-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { toUserError } from '../../../../subgraph/user-errors.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import * as upstream from '../../upstream/endpoints/category.js';
import { kuaizhanOf, type ShopScope } from '../context.js';
import { deleteObject } from '../delete-object.js';
import { checkBeforeWrite, needsReadBefore, oneAtATime, type WriteTarget, writeTarget } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import { reviveRecord } from '../revive.js';
import { sellingShopId } from '../selling-shop.js';
import type {
  CommodityCategoryCreateInput,
  CommodityCategoryDeleteInput,
  CommodityCategoryUpdateInput,
} from './commodity-category.input.js';
import { toCategory } from './commodity-category.mapper.js';

type Options = WriteOptions | null | undefined;
type Record = upstream.CategoryRecord;

const TYPE = 'CommodityCategory';
const INFO = 'GET /v2/ec/commodity/category/info';
const UPDATE = 'POST /v2/ec/commodity/category/update';

/** `commodityCategoryCreate`: the platform's answer is the category. */
export async function createCategory(
  input: CommodityCategoryCreateInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const scope = await kuaizhanOf(ctx).forWrite(decodeGlobalId(input.shopId)?.shopKey ?? '');
  refuseVersion(options);
  const { shop, client, deps } = scope;
  const params = {
    shopId: sellingShopId(scope),
    title: input.title,
    ...(input.description == null ? {} : { desc: input.description }),
  };
  const { value: record, base } = await runWrite<Record>(ctx, deps.writes, {
    mutation: 'commodityCategoryCreate',
    shopKey: shop.key,
    input,
    options,
    plan: () => [planned(scope, upstream.planCreateCategory(params))],
    intent: { title: input.title },
    send: (beforeFirstByte) => upstream.createCategory(client, params, beforeFirstByte),
    encode: (made) => JSON.stringify(made),
    decode: (stored) => reviveRecord<Record>(stored),
    reconcile: deps.reconcile.categoryCreate,
  });
  scope.forgetLists();
  if (record !== null) deps.ownership.note(shop, TYPE, [record.id]);
  return { ...base, commodityCategory: record === null ? null : toCategory(record, shop) };
}

/** `commodityCategoryUpdate`: answered with nothing, so read back. */
export async function updateCategory(
  input: CommodityCategoryUpdateInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const target = await writeTarget(input.id, TYPE, ctx);
  const { scope, nativeId: id } = target;
  if (input.title === null)
    throw new AppError('UNSUPPORTED_COMBINATION', 'A title cannot be cleared.', { path: ['input', 'title'] });
  if (input.title === undefined && input.description === undefined)
    throw new AppError('INVALID_INPUT', 'Nothing to change was given.', {
      path: ['input'],
      constraint: 'at least one field',
    });
  const params: upstream.UpdateCategoryParams = {
    id,
    shopId: sellingShopId(scope),
    ...(input.title === undefined ? {} : { title: input.title }),
    ...(input.description === undefined ? {} : { desc: input.description ?? '' }),
  };
  const { shop, client, deps } = scope;
  return oneAtATime(target, async () => {
    const { value, base } = await runWrite<{ record: Record | null; failure: unknown }>(ctx, deps.writes, {
      mutation: 'commodityCategoryUpdate',
      shopKey: shop.key,
      input,
      options,
      plan: () => [
        ...(needsReadBefore(target, options) ? [plannedRead(scope, INFO)] : []),
        planned(scope, upstream.planUpdateCategory(params)),
        plannedRead(scope, INFO),
      ],
      intent: params,
      send: async (beforeFirstByte) => {
        await checkBeforeWrite(target, options, () => present(target));
        await atId(upstream.updateCategory(client, params, beforeFirstByte));
        scope.forgetLists();
        return readBack(() => upstream.getCategory(client, id));
      },
      encode: ({ record }) => JSON.stringify(record),
      decode: (stored) => ({ record: reviveRecord<Record | null>(stored), failure: null }),
      reconcile: deps.reconcile.categoryUpdate,
    });
    if (value === null) return { ...base, commodityCategory: null };
    const { record, failure } = value;
    if (failure !== null) return { ...base, commodityCategory: failing(failure) };
    if (record === null && base.replayed) return { ...base, commodityCategory: () => scope.categories.fresh(id) };
    if (record === null) return { ...base, userErrors: [toUserError(notThere(scope))], commodityCategory: null };
    return { ...base, commodityCategory: toCategory(record, shop) };
  });
}

/** `commodityCategoryDelete`: commodities in it stay; what the platform does to their category is not documented. */
export async function deleteCategory(
  input: CommodityCategoryDeleteInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const target = await writeTarget(input.id, TYPE, ctx);
  const { scope, nativeId: id } = target;
  const params = { id, shopId: sellingShopId(scope) };
  return deleteObject(ctx, {
    target,
    mutation: 'commodityCategoryDelete',
    input,
    options,
    read: INFO,
    present: () => present(target),
    write: upstream.planDeleteCategory(params),
    send: (beforeFirstByte) => upstream.deleteCategory(scope.client, params, beforeFirstByte),
    forget: () => scope.forgetLists(),
    intent: params,
    reconcile: scope.deps.reconcile.categoryDelete,
  });
}

/** The platform took the update and then shows no such category: not a success (section 4). */
const notThere = ({ shop, shopId }: ShopScope): AppError =>
  new AppError('UPSTREAM_MALFORMED', 'The platform accepted the update, but the category cannot be read back.', {
    path: ['input', 'id'],
    shopId,
    platform: shop.platform,
    retryable: false,
    fault: {
      platform: shop.platform,
      endpoint: UPDATE,
      httpStatus: 200,
      code: '0',
      subCode: null,
      message: null,
      logId: null,
    },
  });

/** The category now, with a version made of what a write can change. */
async function present({ scope, nativeId }: WriteTarget): Promise<{ id: string; version: string } | null> {
  const category = await scope.categories.fresh(nativeId);
  if (category === null) return null;
  const { title, description, updatedAt } = category;
  const facts = JSON.stringify([title, description ?? '', updatedAt.getTime()]);
  return { id: category.id, version: createHash('sha256').update(facts).digest('base64url').slice(0, 16) };
}
