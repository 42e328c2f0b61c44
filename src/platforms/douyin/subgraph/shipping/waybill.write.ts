import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { type BatchRow, type RefusedRow, type RowTold, runBatch } from '../../../../subgraph/batch-write.js';
import { refuseVersion } from '../../../../subgraph/expected-version.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { isSelected } from '../../../../subgraph/selection.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { tupleKey } from '../../../../tenants/key-tuple.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { AddressRecord } from '../../upstream/endpoints/address-read.js';
import type { OrderToShip } from '../../upstream/endpoints/order-to-ship.js';
import {
  type Allocation,
  allocationWrite,
  type LabelTold,
  ROW_REFUSALS,
  sendAllocation,
  sendWaybillCancel,
  WAYBILL_REFUSALS,
  waybillCancelWrite,
} from '../../upstream/endpoints/waybill-write.js';
import { refusalError, refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { douyinOf, type ShopScope } from '../context.js';
import { allOneAtATime, oneAtATime, readNativeId } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import { type GivenNumber, isGivenNumber } from './given-number.js';
import { orderPath, ordersToLabel, senderOf, type WaybillTarget } from './waybill.check.js';
import type { WaybillCancelInput, WaybillsAllocateInput } from './waybill.input.js';
import type { WaybillCancelIntent } from './waybill.settle.js';
import { cancelledWaybill, waybillsRead } from './waybills-read.js';
import { baseOfWhole, isDone } from './whole-outcome.js';

type Options = WriteOptions | null | undefined;

const SHOP_PATH = ['input', 'shopId'];
const PATHS = { carrier: ['input', 'carrierCode'], waybill: ['input', 'waybillNumber'] };

/**
 * `waybillsAllocate`: the sender's address and each order are read, then one call gets the numbers. Recipients go from the answer
 * to the call as ciphertexts, and nowhere else.
 */
export async function allocateWaybills(
  input: WaybillsAllocateInput,
  options: Options,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<object> {
  refuseVersion(options);
  const scope = await scopeOf(input.shopId, ctx);
  const rows = targetsOf(input, scope);
  const ready = rows.filter((row): row is WaybillTarget => !('error' in row));
  let sender: AddressRecord | null = null;
  let orders: ReadonlyMap<string, OrderToShip> = new Map();
  const allocationOf = (group: readonly WaybillTarget[]): Allocation => {
    if (sender === null) throw new AppError('INTERNAL');
    const parcels = group.flatMap(({ native, packageId }) => {
      const order = orders.get(native);
      return order === undefined ? [] : [{ order, packageId }];
    });
    return { carrierCode: input.carrierCode, sender, parcels };
  };
  const ids = [...new Set(ready.map(({ native }) => native))];
  const result = await allOneAtATime(scope, 'Order', ids, options, () =>
    runBatch<WaybillTarget>(ctx, scope.deps.writes, {
      mutation: 'waybillsAllocate',
      shopKey: scope.shop.key,
      input,
      options,
      isSandbox: scope.shop.isSandbox,
      rows,
      check: async (targets) => {
        sender = await senderOf(scope, senderId(input));
        const read = await ordersToLabel(scope, targets);
        orders = read.orders;
        // The orders were read for this write, which changes nothing of them.
        for (const id of ids) scope.orders.clear(id);
        scope.orders.take([...orders.values()].map(({ record }) => record));
        return read.refused;
      },
      group: (targets) => (targets.length === 0 ? [] : [targets]),
      plan: (group) => {
        const { method, parameters } = allocationWrite(allocationOf(group), 'hidden');
        return [
          plannedRead(scope, METHODS.addressList),
          ...ids.map(() => plannedRead(scope, METHODS.orderDetail)),
          planned(scope, method, parameters, group.length),
        ];
      },
      planAround: () =>
        isSelected(info, 'waybills', 'printData') ? [plannedRead(scope, METHODS.waybillPrintData)] : [],
      intent: (group) => ({
        carrierCode: input.carrierCode,
        parcels: group.map(({ native, packageId }) => ({ orderId: native, packageId })),
      }),
      send: async (group, { beforeFirstByte }) => {
        const sending = sendAllocation(scope.client, allocationOf(group), beforeFirstByte);
        const told = await refusedAs(WAYBILL_REFUSALS, PATHS, sending);
        return group.flatMap((row) => toTold(row, group, told));
      },
    }),
  );
  const given = result.ends.filter(isDone).flatMap(({ told }) => (isGivenNumber(told) ? [told] : []));
  return { ...result.base, rows: result.rows, waybills: waybillsRead(scope, input.carrierCode, given) };
}

/** `waybillCancel`: never repeated. A number that is cancelled already is a refusal, unless our own answer was lost. */
export async function cancelWaybill(input: WaybillCancelInput, options: Options, ctx: RequestContext): Promise<object> {
  refuseVersion(options);
  const { carrierCode, waybillNumber } = input;
  const scope = await scopeOf(input.shopId, ctx);
  const write = waybillCancelWrite(carrierCode, waybillNumber);
  const lock = { scope, type: 'Waybill', nativeId: tupleKey([carrierCode, waybillNumber]) };
  const result = await oneAtATime(lock, options, () =>
    runBatch<BatchRow>(ctx, scope.deps.writes, {
      mutation: 'waybillCancel',
      shopKey: scope.shop.key,
      input,
      options,
      isSandbox: scope.shop.isSandbox,
      rows: [{ index: 0, nodeId: null }],
      group: (rows) => [rows],
      plan: () => [planned(scope, write.method, write.parameters)],
      intent: (): WaybillCancelIntent => ({ carrierCode, waybillNumber }),
      send: async (rows, { beforeFirstByte }) => {
        await refusedAs(WAYBILL_REFUSALS, PATHS, sendWaybillCancel(scope.client, write, beforeFirstByte));
        return rows.map(({ index }) => ({ index }));
      },
      reconcile: scope.deps.reconcile.waybillCancel,
    }),
  );
  const waybills = result.ends.some(isDone) ? [cancelledWaybill(carrierCode, waybillNumber)] : [];
  return { ...baseOfWhole(result.base, result.rows), rows: result.rows, waybills };
}

async function scopeOf(shopId: string, ctx: RequestContext): Promise<ShopScope> {
  const id = decodeGlobalId(shopId);
  if (id?.type !== 'Shop') throw new AppError('NOT_FOUND', undefined, { path: SHOP_PATH });
  try {
    return await douyinOf(ctx).forWrite(id.shopKey);
  } catch (error) {
    throw error instanceof AppError ? error.with({ path: SHOP_PATH }) : error;
  }
}

/** The rows with their orders. One of another shop, and a parcel that is named twice, are refused by themselves. */
function targetsOf(input: WaybillsAllocateInput, { shop }: ShopScope): readonly (WaybillTarget | RefusedRow)[] {
  const parcels = new Set<string>();
  return input.rows.map(({ orderId, packageId }, index): WaybillTarget | RefusedRow => {
    const id = decodeGlobalId(orderId);
    const native = id?.type === 'Order' && id.shopKey === shop.key ? readNativeId(id.nativeId) : null;
    if (native === null)
      return { index, nodeId: null, error: new AppError('NOT_FOUND', undefined, { path: orderPath(index) }) };
    const key = tupleKey([native, packageId]);
    if (!parcels.has(key)) {
      parcels.add(key);
      return { index, nodeId: orderId, native, packageId };
    }
    const constraint = 'an id of its own for each parcel of an order';
    const path = ['input', 'rows', String(index), 'packageId'];
    const error = new AppError('INVALID_INPUT', `packageId must be ${constraint}.`, { path, constraint });
    return { index, nodeId: orderId, error };
  });
}

/** @throws AppError NOT_FOUND for what cannot be an id */
function senderId({ senderAddressNativeId: id }: WaybillsAllocateInput): string {
  if (readNativeId(id) !== null) return id;
  throw new AppError('NOT_FOUND', 'The shop has no such address.', { path: ['input', 'senderAddressNativeId'] });
}

/** What was told of a row; nothing when it was passed over, so that its outcome is unknown. */
function toTold(
  { index, native, packageId }: WaybillTarget,
  group: readonly WaybillTarget[],
  told: readonly LabelTold[],
): RowTold[] {
  const isOnly = group.filter((row) => row.native === native).length === 1;
  const label = told.find(
    ({ orderId, packageId: id }) => orderId === native && (id === packageId || (id === '' && isOnly)),
  );
  if (label === undefined) return [];
  if (label.trackingNumber !== null)
    return [{ index, told: { orderId: native, waybillNumber: label.trackingNumber } satisfies GivenNumber }];
  const known = ROW_REFUSALS[label.refusal ?? ''];
  if (known !== undefined) return [{ index, error: refusalError(known, { order: orderPath(index) }) }];
  const { platform, name: endpoint } = METHODS.waybillCreate;
  const fault = {
    platform,
    endpoint,
    httpStatus: null,
    code: null,
    subCode: label.refusal,
    message: null,
    logId: null,
  };
  const says = 'The platform gives no number for it.';
  return [{ index, error: new AppError('UPSTREAM_REJECTED', says, { path: orderPath(index), platform, fault }) }];
}
