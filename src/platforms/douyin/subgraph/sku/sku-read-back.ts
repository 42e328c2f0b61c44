import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import type { BatchResult } from '../../../../subgraph/batch-write.js';
import { isSelected } from '../../../../subgraph/selection.js';
import { expectedFailures, toUserError } from '../../../../subgraph/user-errors.js';
import { RowStatus } from '../../../../subgraph/vocabulary/row-outcome.type.js';
import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import type { ShopScope } from '../context.js';
import { plannedRead } from '../planned.js';
import { byProduct } from './by-product.js';
import type { ProductSku } from './product-sku.type.js';
import { readSkuId, type SkuId } from './sku-id.js';

/**
 * The payload of a batch of SKUs. Those that were done are read back where they are selected, a call for each product. One that cannot
 * be read is left out and told as an error of the whole, since its row was done all the same.
 */
export async function skuBatchPayload(
  scope: ShopScope,
  { ends, rows, base }: BatchResult,
  info: GraphQLResolveInfo,
): Promise<object> {
  forget(scope, skuIdsOf(ends.map(({ nodeId }) => nodeId)));
  const done = isSelected(info, 'skus') ? ends.filter(({ status }) => status === RowStatus.SUCCEEDED) : [];
  const ids = skuIdsOf(done.map(({ nodeId }) => nodeId));
  const found = await inTime(scope.request.deadlineAt, ids, (id) => scope.skus.of(id));
  const skus: ProductSku[] = [];
  const failures = new Map<string, ReturnType<typeof toUserError>>();
  for (const result of found) {
    if (result.status === 'fulfilled') {
      if (result.value !== null) skus.push(result.value);
      continue;
    }
    const expected = expectedFailures(result.reason);
    if (expected === null) throw result.reason;
    for (const error of expected) failures.set(error.code, toUserError(error));
  }
  const isDone = failures.size > 0 ? { auditOutcome: 'OK' } : {};
  return { ...base, ...isDone, userErrors: [...base.userErrors, ...failures.values()], rows, skus };
}

/** What is kept of the request's time, so that the outcome of the rows is told in it. */
const RESERVE_MS = 250;

/** Reads as many as there is time for: rows that were done are not to become unknown by reading them back. */
async function inTime<K, V>(
  deadlineAt: number,
  keys: readonly K[],
  read: (key: K) => Promise<V>,
): Promise<PromiseSettledResult<V>[]> {
  if (keys.length === 0) return [];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new AppError('DEADLINE_EXCEEDED', 'There was no time to read back all that was done.');
    timer = setTimeout(() => reject(error), Math.max(0, deadlineAt - RESERVE_MS - performance.now()));
  });
  try {
    return await Promise.allSettled(keys.map((key) => Promise.race([read(key), late])));
  } finally {
    clearTimeout(timer);
  }
}

/** Nothing that was read before the write may answer a later read of this request. */
function forget(scope: ShopScope, ids: readonly SkuId[]): void {
  scope.skus.forget();
  scope.once.clear();
  for (const { productId } of ids) {
    if (productId === null) continue;
    scope.products.clear(productId);
    scope.productDetails.clear(productId);
  }
}

/** The reads after a batch, as a plan shows them. */
export function plannedReadBack(
  scope: ShopScope,
  nodeIds: readonly (string | null)[],
  info: GraphQLResolveInfo,
): PlannedCall[] {
  if (!isSelected(info, 'skus')) return [];
  return byProduct(skuIdsOf(nodeIds)).map((ids) =>
    plannedRead(scope, ids.length > 1 ? METHODS.skuList : METHODS.skuDetail),
  );
}

/** The SKUs that these global ids name, each once. */
function skuIdsOf(nodeIds: readonly (string | null)[]): SkuId[] {
  const natives = nodeIds.map((id) => (id === null ? null : (decodeGlobalId(id)?.nativeId ?? null)));
  return [...new Set(natives)]
    .map((native) => (native === null ? null : readSkuId(native)))
    .filter((id) => id !== null);
}
