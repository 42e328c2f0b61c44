import { AppError } from '../../../../errors/app-error.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import { atId, failing, readBack } from '../../../../subgraph/object-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { toUserError } from '../../../../subgraph/user-errors.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import * as upstream from '../../upstream/endpoints/commodity.js';
import { kuaizhanOf, type ShopScope } from '../context.js';
import { deleteObject } from '../delete-object.js';
import { checkBeforeWrite, needsReadBefore, oneAtATime, type WriteTarget, writeTarget } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import { reviveRecord } from '../revive.js';
import type { Commodity } from './commodity.type.js';
import { fieldsNotApplied } from './commodity-applied.js';
import { creationOf, storedCommodity } from './commodity-creation.js';
import { paramsToCreate, paramsToUpdate } from './commodity-params.js';
import type { CommodityCreateInput, CommodityDeleteInput, CommodityUpdateInput } from './commodity-write.input.js';

type Options = WriteOptions | null | undefined;
type Record = upstream.CommodityRecord;

const TYPE = 'Commodity';
const INFO = 'GET /v2/ec/commodity/info';
const UPDATE = 'POST /v2/ec/commodity/update';

/** `commodityCreate`: the platform's answer is the commodity. */
export async function createCommodity(
  input: CommodityCreateInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const scope = await kuaizhanOf(ctx).forWrite(decodeGlobalId(input.shopId)?.shopKey ?? '');
  refuseVersion(options);
  const { idOf: _, ...creation } = creationOf(scope, paramsToCreate(scope, input));
  const { value: record, base } = await runWrite<Record>(ctx, scope.deps.writes, { ...creation, input, options });
  if (record !== null && !base.replayed) scope.forgetLists();
  return { ...base, commodity: record === null ? null : shown(scope, record) };
}

/** `commodityUpdate`: answered with nothing, so read back and held against what was sent. */
export async function updateCommodity(
  input: CommodityUpdateInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const target = await writeTarget(input.id, TYPE, ctx);
  const { scope, nativeId: id } = target;
  const params = paramsToUpdate(scope, id, input);
  const { shop, client, deps } = scope;
  return oneAtATime(target, async () => {
    const { value, base } = await runWrite<{ record: Record | null; failure: unknown }>(ctx, deps.writes, {
      mutation: 'commodityUpdate',
      shopKey: shop.key,
      input,
      options,
      plan: () => [
        ...(needsReadBefore(target, options) ? [plannedRead(scope, INFO)] : []),
        planned(scope, upstream.planUpdateCommodity(params)),
        plannedRead(scope, INFO),
      ],
      intent: params,
      send: async (beforeFirstByte) => {
        await checkBeforeWrite(target, options, () => present(target));
        deps.trail.forget(shop, id);
        await atId(upstream.updateCommodity(client, params, beforeFirstByte));
        forget(target);
        return readBack(() => upstream.getCommodity(client, id));
      },
      encode: ({ record }) => stored(record),
      decode: (text) => ({ record: reviveRecord<Record | null>(text), failure: null }),
      reconcile: deps.reconcile.commodityUpdate,
    });
    if (value === null) return { ...base, commodity: null };
    const { record, failure } = value;
    if (failure !== null) return { ...base, commodity: failing(failure) };
    if (record === null && base.replayed) return { ...base, commodity: () => scope.commodities.load(id) };
    if (record === null) return { ...base, userErrors: [toUserError(notThere(scope))], commodity: null };
    const ignored = base.replayed ? [] : fieldsNotApplied(params, record);
    const userErrors = ignored.length === 0 ? base.userErrors : [toUserError(notApplied(scope, ignored))];
    return { ...base, userErrors, commodity: shown(scope, record) };
  });
}

/** `commodityDelete`. */
export async function deleteCommodity(
  input: CommodityDeleteInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const target = await writeTarget(input.id, TYPE, ctx);
  const { scope, nativeId: id } = target;
  return deleteObject(ctx, {
    target,
    mutation: 'commodityDelete',
    input,
    options,
    read: INFO,
    present: () => present(target),
    write: upstream.planDeleteCommodity(id),
    send: (beforeFirstByte) => upstream.deleteCommodity(scope.client, id, beforeFirstByte),
    forget: () => forget(target),
    intent: { id },
    reconcile: scope.deps.reconcile.commodityDelete,
  });
}

function forget({ scope, nativeId }: WriteTarget): void {
  scope.commodities.clear(nativeId);
  scope.forgetLists();
}

const present = ({ scope, nativeId }: WriteTarget): Promise<Commodity | null> => {
  scope.commodities.clear(nativeId);
  return scope.commodities.load(nativeId);
};

/** A record as the journal keeps it: without the shop in it, whose telephone and turnover are not the write's (C11). */
const stored = (record: Record | null): string => (record === null ? 'null' : storedCommodity(record));

/** A record as the graph shows it; what was read last answers the rest of the request. */
function shown(scope: ShopScope, record: Record): Commodity | null {
  scope.commodities.clear(record.id);
  return scope.commodities.take([record])[0] ?? null;
}

/** The platform took the update and then shows no such commodity: not a success (section 4). */
const notThere = (scope: ShopScope): AppError =>
  new AppError('UPSTREAM_MALFORMED', 'The platform accepted the update, but the commodity cannot be read back.', {
    path: ['input', 'id'],
    shopId: scope.shopId,
    platform: scope.shop.platform,
    retryable: false,
    fault: accepted(scope),
  });

const accepted = (scope: ShopScope) => ({
  platform: scope.shop.platform,
  endpoint: UPDATE,
  httpStatus: 200,
  code: '0',
  subCode: null,
  message: null,
  logId: null,
});

const notApplied = (scope: ShopScope, fields: readonly string[]): AppError =>
  new AppError(
    'UPSTREAM_REJECTED',
    `The platform accepted the update, but these fields read back differently: ${fields.join(', ')}.`,
    {
      path: ['input'],
      shopId: scope.shopId,
      platform: scope.shop.platform,
      fault: accepted(scope),
    },
  );
