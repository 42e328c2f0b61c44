import { Shop as ShopType } from '../../registry/shop/shop.type.js';
import { type RefusedRow, type RowEnd, runBatch } from '../../subgraph/batch-write.js';
import { refuseVersion } from '../../subgraph/expected-version.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { toUserError } from '../../subgraph/user-errors.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import type { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { planOf } from '../../subgraph/write.js';
import type { Shop } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import type { ItemToCopy } from './catalog-syndicate.input.js';
import { CatalogSyndicateResult } from './catalog-syndicate.result.js';
import type { CopyIntent, CopyTold } from './copy-settle.js';
import { type CopyTarget, copyTargets } from './copy-targets.js';
import { Copying, copySource, ofShop } from './copying.js';
import { inTime } from './in-time.js';
import { markedUp } from './markup.js';

/**
 * `catalogSyndicate`: the item is read once; then each shop gets its copy beside the others, as a creation of its own in the journal,
 * under a key that is made of this write's. What a shop needs and nobody told fails that shop alone, before anything is sent to it.
 */
export async function syndicate(
  input: ItemToCopy,
  options: WriteOptions | null | undefined,
  ctx: RequestContext,
): Promise<object> {
  refuseVersion(options);
  const price = markedUp(input.priceMarkup);
  const source = await copySource(input.sourceId, ctx);
  const { shops, rows } = await copyTargets(input, source.shop.key, ctx);
  const { deps } = inventoryOf(ctx);
  const copying = new Copying(source, { price, isPublished: input.publish }, ctx);
  const isDryRun = options?.dryRun === true;
  const { ends, base } = await runBatch<CopyTarget>(ctx, deps.writes, {
    mutation: 'catalogSyndicate',
    shopKey: '',
    input,
    options,
    isSandbox: shops.some(({ isSandbox }) => isSandbox),
    rows,
    check: async (targets) => {
      await copying.item();
      return isDryRun ? copying.prepareAll(targets) : [];
    },
    group: (targets) => targets.map((target) => [target]),
    plan: (targets) => targets.flatMap((target) => [...(copying.prepared.get(target.index)?.calls() ?? [])]),
    intent: ([target]) => ({ shopKey: target?.shop.key, platform: target?.shop.platform }) as CopyIntent,
    send: async (targets, { beforeFirstByte, callId, note }) => {
      const [target] = targets;
      if (target === undefined) return [];
      const { index, shop } = target;
      return inTime(ctx, beforeFirstByte, async (begin) => {
        try {
          const copy = await copying.prepare(target);
          const { droppedPaths } = copy;
          note(index, { itemId: null, droppedPaths } satisfies CopyTold);
          const itemId = await copy.create(ctx, deps.writes, { key: callId, beforeFirstByte: begin });
          return [{ index, nodeId: itemId, told: { itemId, droppedPaths } satisfies CopyTold }];
        } catch (error) {
          throw ofShop(error, shop);
        }
      });
    },
    width: rows.length,
    reconcile: deps.settleCopies,
  });
  if (base.plan === null) return { ...base, results: ends.map((end) => resultOf(end, shops)) };
  const isRead = rows.some((row) => !('error' in row));
  const calls = [...(isRead ? copying.plannedRead() : []), ...base.plan.calls];
  return {
    ...base,
    plan: planOf(calls, base.plan.warnings),
    results: rows.map((row) => resultOf(plannedEnd(row, copying), shops)),
  };
}

/** What a dry run tells of a shop: why it cannot get a copy, or what the copy will not have. */
function plannedEnd(row: CopyTarget | RefusedRow, { prepared, failures }: Copying): RowEnd {
  const { index } = row;
  const errors = 'error' in row ? [row.error] : (failures.get(index) ?? []);
  const told: CopyTold = { itemId: null, droppedPaths: prepared.get(index)?.droppedPaths ?? [] };
  return { index, nodeId: null, status: errors.length > 0 ? RowStatus.FAILED : RowStatus.SKIPPED, errors, told };
}

function resultOf({ index, status, errors, told }: RowEnd, shops: readonly Shop[]): CatalogSyndicateResult {
  const { itemId, droppedPaths } = (told as CopyTold | null) ?? { itemId: null, droppedPaths: [] };
  return Object.assign(new CatalogSyndicateResult(), {
    itemId,
    droppedPaths,
    status,
    userErrors: errors.map(toUserError),
    shop: ShopType.of(shops[index] as Shop),
  });
}
