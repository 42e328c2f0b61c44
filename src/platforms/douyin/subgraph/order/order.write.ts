import { hash } from 'node:crypto';
import { AppError } from '../../../../errors/app-error.js';
import { canonicalJson } from '../../../../ledger/canonical-json.js';
import { requireVersion } from '../../../../subgraph/expected-version.js';
import { failing, readBack } from '../../../../subgraph/object-write.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import type { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { runWrite } from '../../../../subgraph/write.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { ADDRESS_DECISION_REFUSALS, addressDecisionWrite } from '../../upstream/endpoints/order-write.js';
import { sendWrite } from '../../upstream/endpoints/product-write.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import { checkVersion, oneAtATime, type WriteTarget, writeTarget } from '../object-write.js';
import { runParts } from '../parts-write.js';
import { planned, plannedRead } from '../planned.js';
import type { Order } from './order.type.js';
import { orderParts } from './order-parts.js';
import type { OrderAddressChangeDecideInput, OrderUpdateInput } from './order-write.input.js';

type Options = WriteOptions | null | undefined;

/**
 * `orderUpdate`: up to five calls, one for each part that is to change, in one order. What parts are made of, and the version
 * that is expected, is read once before the first.
 */
export async function updateOrder(input: OrderUpdateInput, options: Options, ctx: RequestContext): Promise<object> {
  const target = await writeTarget(input.id, 'Order', ctx);
  const { scope, nativeId } = target;
  let order: Order | null = null;
  const { parts, needsOrder, stopped } = orderParts(input, {
    shopKey: scope.shop.key,
    nativeId,
    present: () => {
      if (order === null) throw new Error('the order was not read');
      return order.record;
    },
  });
  const readsBefore = needsOrder || options?.expectedVersion != null ? [orderRead(target)] : [];
  return oneAtATime(target, options, async () => {
    const { base, failures, isChanged } = await runParts(ctx, scope, {
      mutation: 'orderUpdate',
      input: withoutPerson(input),
      options,
      nodeId: input.id,
      parts,
      before: async () => {
        if (readsBefore.length === 0) return [];
        order = await present(target);
        if (order === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
        requireVersion(options, order);
        return stopped(order.record);
      },
      readsBefore: () => readsBefore,
      readsAfter: () => [orderRead(target)],
      reconcile: scope.deps.reconcile.orderUpdate,
    });
    const payload = { ...base, userErrors: [...base.userErrors, ...failures] };
    return isChanged ? { ...payload, order: await presentOrFailing(target) } : { ...payload, order: null };
  });
}

/**
 * `orderAddressChangeDecide`: the platform tells nowhere whether a buyer waits for a decision, so an outcome that is not known
 * stays so. A repeat does no harm: what was decided is refused.
 */
export async function decideAddressChange(
  input: OrderAddressChangeDecideInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const path = ['input', 'orderId'];
  const target = await atPath(path, writeTarget(input.orderId, 'Order', ctx));
  const { scope, nativeId } = target;
  const write = addressDecisionWrite(nativeId, input.isAccepted);
  return oneAtATime(target, options, async () => {
    const { value, base } = await runWrite<'done'>(ctx, scope.deps.writes, {
      mutation: 'orderAddressChangeDecide',
      shopKey: scope.shop.key,
      input,
      options,
      plan: () => [
        ...(options?.expectedVersion == null ? [] : [orderRead(target)]),
        planned(scope, write.method, write.parameters),
        orderRead(target),
      ],
      intent: { id: nativeId, isSandbox: scope.shop.isSandbox, isAccepted: input.isAccepted },
      isSandbox: scope.shop.isSandbox,
      send: async (beforeFirstByte) => {
        await atPath(
          path,
          checkVersion(options, () => present(target)),
        );
        const paths = { order: path, state: path };
        await refusedAs(ADDRESS_DECISION_REFUSALS, paths, sendWrite(scope.client, write, beforeFirstByte));
        return 'done';
      },
      encode: (done) => JSON.stringify(done),
      decode: () => 'done',
    });
    return { ...base, order: value === null ? null : await presentOrFailing(target) };
  });
}

/** Another repeat has to name the same person, who is not kept: a digest stands for them. */
function withoutPerson({ address, recipientName, recipientPhone, ...rest }: OrderUpdateInput): object {
  const person = { address: address == null ? null : { ...address }, recipientName, recipientPhone };
  const isNamed = address != null || recipientName != null || recipientPhone != null;
  return { ...rest, ...(isNamed ? { recipient: hash('sha256', canonicalJson(person)) } : {}) };
}

/** The order as it is now. */
function present({ scope, nativeId }: WriteTarget): Promise<Order | null> {
  scope.orders.clear(nativeId);
  scope.once.clear();
  return scope.orders.load(nativeId);
}

async function presentOrFailing(target: WriteTarget): Promise<unknown> {
  const { record, failure } = await readBack(() => present(target));
  return failure === null ? record : failing(failure);
}

const orderRead = ({ scope }: WriteTarget): PlannedCall => plannedRead(scope, METHODS.orderDetail);

/** The same failure about an argument of another name. */
async function atPath<T>(path: readonly string[], work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof AppError && error.detail.path?.[1] === 'id' ? error.with({ path }) : error;
  }
}
