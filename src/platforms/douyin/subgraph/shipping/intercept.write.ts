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
import { type MethodWrite, sendWrite } from '../../upstream/endpoints/product-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { douyinOf, type ShopScope } from '../context.js';
import { oneAtATime, readNativeId } from '../object-write.js';
import { planned, plannedRead } from '../planned.js';
import type { OrderInterceptInput } from './intercept.input.js';
import type { InterceptIntent } from './intercept.settle.js';
import {
  costOf,
  type InterceptOutcome,
  type InterceptRow,
  type RowToStop,
  recallRows,
  rowDone,
  rowEnds,
  rowFailed,
  rowOpen,
} from './intercept-outcome.js';
import { type Interception, interceptionOf, ORDER_PATH } from './interception.js';
import { baseOfWhole } from './whole-outcome.js';

type Options = WriteOptions | null | undefined;

/**
 * `orderIntercept` (decision 026): what has not left stays, what is on its way is called back. The order and its cases are read
 * before; then it is one call for each case, one after the other. Nothing is ever repeated.
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
  const { value, base } = await oneAtATime({ scope, nativeId: orderId, type: 'Order' }, options, async () => {
    // A plan names the call, which only the order tells.
    const seen = options?.dryRun === true ? await look() : null;
    return runWrite<InterceptOutcome>(ctx, scope.deps.writes, {
      mutation: 'orderIntercept',
      shopKey: scope.shop.key,
      input,
      options,
      plan: () => (seen === null ? [] : planOf(scope, seen, info)),
      intent: { orderId, isSandbox: scope.shop.isSandbox } satisfies InterceptIntent,
      isSandbox: scope.shop.isSandbox,
      send: async (beforeFirstByte) => ({ rows: await send(scope, await look(), beforeFirstByte) }),
      standing: ({ rows }) => (rows.some(({ status }) => status === RowStatus.UNKNOWN) ? 'unknown' : 'done'),
      encode: (outcome) => JSON.stringify(outcome),
      decode: (text) => JSON.parse(text) as InterceptOutcome,
      reconcile: scope.deps.reconcile.orderIntercept,
    });
  });
  const rows = value === null ? [] : rowEnds(value, { id: input.orderId, shopKey: scope.shop.key }).map(rowOutcome);
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

/**
 * Sends the calls. One that fails leaves the others to be sent: each is wanted by a buyer for itself. From the first byte on the
 * journal has the cases, by which the rows are settled.
 * @throws AppError when nothing was sent
 */
async function send(
  scope: ShopScope,
  interception: Interception,
  beforeFirstByte: (known?: string) => Promise<void>,
): Promise<readonly InterceptRow[]> {
  const { calls, rows } = interception;
  const ends = new Map<RowToStop, InterceptRow>();
  for (const { caseId, write } of calls) {
    const own = rows.filter((row) => row.caseId === caseId);
    let sent = 0;
    const begin = async (): Promise<void> => {
      await beforeFirstByte(JSON.stringify({ rows: rows.map((row) => ends.get(row) ?? rowOpen(row)) }));
      sent += 1;
    };
    try {
      const told = await sendCall(scope, interception, { write, rows: own }, begin);
      for (const [at, row] of own.entries()) ends.set(row, told[at] ?? rowOpen(row));
    } catch (error) {
      const verdict = scope.deps.writes.verdictOf(error, sent);
      const told = verdict.error ?? error;
      const isFirst = ends.size === 0;
      if (!(told instanceof AppError) || (verdict.kind === 'unsent' && isFirst)) throw error;
      for (const row of own) ends.set(row, verdict.kind === 'unknown' ? rowOpen(row, told) : rowFailed(row, told));
    }
  }
  return rows.map((row) => ends.get(row) ?? rowOpen(row));
}

/** One call, with the ends of its rows in their order. */
async function sendCall(
  { client }: ShopScope,
  { kind, refusals }: Interception,
  { write, rows }: { readonly write: MethodWrite; readonly rows: readonly RowToStop[] },
  beforeFirstByte: () => Promise<void>,
): Promise<readonly InterceptRow[]> {
  const paths = { order: ORDER_PATH };
  if (kind === 'recall')
    return recallRows(rows, await refusedAs(refusals, paths, sendRecall(client, write, beforeFirstByte)));
  const sending =
    kind === 'lock' ? sendLock(client, write, beforeFirstByte) : sendWrite(client, write, beforeFirstByte);
  await refusedAs(refusals, paths, sending);
  return rows.map((row) => rowDone(row, null));
}

function planOf(scope: ShopScope, { kind, calls }: Interception, info: GraphQLResolveInfo): PlannedCall[] {
  return [
    plannedRead(scope, METHODS.orderDetail),
    ...(kind === 'lock' ? [] : [plannedRead(scope, METHODS.afterSaleList)]),
    ...calls.map(({ write: { method, parameters } }) => planned(scope, method, parameters)),
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
