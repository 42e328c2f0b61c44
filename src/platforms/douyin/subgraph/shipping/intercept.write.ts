import type { GraphQLResolveInfo } from 'graphql';
import { AppError, InputErrors } from '../../../../errors/app-error.js';
import { rowOutcome } from '../../../../subgraph/batch-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { isSelected } from '../../../../subgraph/selection.js';
import { moneyFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { sendLock, sendRecall } from '../../upstream/endpoints/intercept-write.js';
import { sendWrite } from '../../upstream/endpoints/product-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { douyinOf, type ShopScope } from '../context.js';
import { oneAtATime, readNativeId } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import type { OrderInterceptInput } from './intercept.input.js';
import type { InterceptIntent } from './intercept.settle.js';
import { costOf, type InterceptOutcome, type InterceptRow, recallRows, rowDone, rowEnds } from './intercept-outcome.js';
import { type Interception, interceptionOf, ORDER_PATH } from './interception.js';
import { baseOfWhole } from './whole-outcome.js';

type Options = WriteOptions | null | undefined;

/**
 * `orderIntercept` (decision 026): what has not left stays, what is on its way is called back. The order and its cases are read
 * before; nothing is ever repeated.
 */
export async function interceptOrder(
  input: OrderInterceptInput,
  options: Options,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<object> {
  checkCost(input);
  const { scope, orderId } = await orderOf(input, ctx);
  const look = (): Promise<Interception> =>
    interceptionOf({ client: scope.client, now: new Date(scope.now()) }, orderId, input, options);
  const { value, base } = await oneAtATime({ scope, nativeId: orderId, type: 'Order' }, async () => {
    // A plan names the call, which only the order tells.
    const seen = options?.dryRun === true ? await look() : null;
    return runWrite<InterceptOutcome>(ctx, scope.deps.writes, {
      mutation: 'orderIntercept',
      shopKey: scope.shop.key,
      input,
      options,
      plan: () => (seen === null ? [] : planOf(scope, seen, info)),
      intent: {
        orderId,
        isSandbox: scope.shop.isSandbox,
        isLock: input.crossBorderVendor != null,
      } satisfies InterceptIntent,
      isSandbox: scope.shop.isSandbox,
      send: async (beforeFirstByte) => ({ rows: await send(scope, await look(), beforeFirstByte) }),
      standing: ({ rows }) => (rows.some(({ status }) => status === RowStatus.UNKNOWN) ? 'unknown' : 'done'),
      encode: (outcome) => JSON.stringify(outcome),
      decode: (text) => JSON.parse(text) as InterceptOutcome,
      reconcile: scope.deps.reconcile.orderIntercept,
    });
  });
  const rows = value === null ? [] : rowEnds(value, input.orderId).map(rowOutcome);
  const costFen = value === null ? null : costOf(value);
  scope.orders.clear(orderId);
  scope.once.clear();
  return {
    ...baseOfWhole(base, rows),
    rows,
    cost: costFen === null ? null : moneyFromFen(costFen),
    order: value === null ? null : () => scope.orders.load(orderId),
    audited: { id: input.orderId },
  };
}

async function send(
  { client }: ShopScope,
  { kind, write, refusals, rows }: Interception,
  beforeFirstByte: () => Promise<void>,
): Promise<readonly InterceptRow[]> {
  const paths = { order: ORDER_PATH };
  if (kind === 'recall')
    return recallRows(rows, await refusedAs(refusals, paths, sendRecall(client, write, beforeFirstByte)));
  const sending =
    kind === 'lock' ? sendLock(client, write, beforeFirstByte) : sendWrite(client, write, beforeFirstByte);
  await refusedAs(refusals, paths, sending);
  return [rowDone(null, null)];
}

function planOf(scope: ShopScope, { write, hasCase }: Interception, info: GraphQLResolveInfo): PlannedCall[] {
  return [
    plannedRead(scope, METHODS.orderDetail),
    ...(hasCase ? [plannedRead(scope, METHODS.afterSaleList)] : []),
    planned(scope, write.method, write.parameters),
    ...(isSelected(info, 'order') ? [plannedRead(scope, METHODS.orderDetail)] : []),
  ];
}

async function orderOf(
  { orderId }: OrderInterceptInput,
  ctx: RequestContext,
): Promise<{ readonly scope: ShopScope; readonly orderId: string }> {
  const id = decodeGlobalId(orderId);
  const nativeId = id?.type === 'Order' ? readNativeId(id.nativeId) : null;
  if (id === null || nativeId === null) throw new AppError('NOT_FOUND', undefined, { path: ORDER_PATH });
  return { scope: await douyinOf(ctx).forWrite(id.shopKey), orderId: nativeId };
}

/** @throws InputErrors */
function checkCost({ maxCost }: OrderInterceptInput): void {
  if (maxCost == null) return;
  const errors: AppError[] = [];
  const path = ['input', 'maxCost'];
  if (!/^\d{1,12}(?:\.\d{1,2})?$/.test(maxCost.amount)) {
    const constraint = 'not negative, with at most two places';
    errors.push(
      new AppError('INVALID_INPUT', `The amount must be ${constraint}.`, { path: [...path, 'amount'], constraint }),
    );
  }
  if (maxCost.currencyCode !== 'CNY') {
    const constraint = 'CNY';
    const says = 'The currency must be CNY.';
    errors.push(new AppError('INVALID_INPUT', says, { path: [...path, 'currencyCode'], constraint }));
  }
  if (errors.length > 0) throw new InputErrors(errors);
}
