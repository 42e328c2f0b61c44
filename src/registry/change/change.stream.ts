import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../errors/app-error.js';
import type { ChangeQuery } from '../../push/change-feed.js';
import { followChanges } from '../../push/follow.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { isSelected } from '../../subgraph/selection.js';
import { type RegistryDeps, registryOf } from '../context.js';
import { Shop } from '../shop/shop.type.js';
import { Change } from './change.type.js';
import { changeCursors, positionOf, reachOf } from './change-cursor.js';
import { kindsOf, shopKeysOf } from './change-filter.js';
import type { ChangeKind } from './change-kind.enum.js';

/** Which changes somebody wants to follow. */
export interface ChangesArgs {
  readonly shopIds?: readonly string[] | null;
  readonly kinds?: readonly ChangeKind[] | null;
  readonly after?: string | null;
}

/** Pause before a feed that could not be read is read on. */
const RETRY_MS = 1_000;

/**
 * Opens a stream of changes: what is kept after `after`, then what comes; without it what comes from this moment on. It ends with
 * the context's signal.
 * @throws AppError NOT_FOUND, INVALID_INPUT, INVALID_CURSOR with the argument's path; STORAGE_UNAVAILABLE
 */
export async function openChanges(
  args: ChangesArgs,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<AsyncIterable<Change>> {
  const deps = registryOf(ctx);
  const { tenantId } = ctx.caller;
  const kinds = kindsOf(args.kinds);
  const shopKeys = await shopKeysOf(args.shopIds ?? null, ctx);
  const reach = await reachOf(deps.changeFeed);
  const after = args.after == null ? reach.newest : positionOf(args.after, tenantId, reach);
  // Messages may be large, and a listener who waits holds some of them.
  return visibleChanges(deps, ctx, { tenantId, shopKeys, kinds, withoutRaw: !isSelected(info, 'raw') }, after);
}

/** What was once seen is passed; a feed that cannot be read for a while is waited for, since nothing is lost by it. */
async function* visibleChanges(
  { changeFeed, registry }: RegistryDeps,
  { caller, signal, log }: RequestContext,
  query: Omit<ChangeQuery, 'after' | 'limit'>,
  after: number,
): AsyncGenerator<Change, void, void> {
  const cursors = changeCursors(caller.tenantId);
  let position = after;
  while (!signal.aborted) {
    try {
      for await (const record of followChanges(changeFeed, query, position, signal)) {
        const shop = await registry.shopByKey(record.shopKey);
        // Only now: a change whose shop could not be looked up is read again.
        position = record.position;
        // Unregistered since, or registered anew by another tenant.
        if (shop === null || shop.tenantId !== caller.tenantId) continue;
        yield new Change(record, Shop.of(shop), cursors.encode(record.position));
      }
      return;
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable) throw error;
      log.warn({ err: error }, 'the feed of changes cannot be read now');
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
