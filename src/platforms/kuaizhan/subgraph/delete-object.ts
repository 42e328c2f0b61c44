import { AppError } from '../../../errors/app-error.js';
import { Shop } from '../../../registry/shop/shop.type.js';
import { atId } from '../../../subgraph/object-write.js';
import type { RequestContext } from '../../../subgraph/request-context.js';
import type { WriteOptions } from '../../../subgraph/vocabulary/write-options.input.js';
import { type Reconcile, runWrite } from '../../../subgraph/write.js';
import { certainlyNotSent } from '../../../upstream/upstream-error.js';
import type { PlannedWrite } from '../upstream/planned-call.js';
import { checkBeforeWrite, needsReadBefore, oneAtATime, type WriteTarget } from './object-write.js';
import { planned, plannedRead } from './planned.js';

/** A deletion as data. */
export interface Deletion {
  readonly target: WriteTarget;
  readonly mutation: string;
  /** Its `id` is the answer's `deletedId`. */
  readonly input: { readonly id: string };
  readonly options: WriteOptions | null | undefined;
  /** Name of the call that reads the object. */
  readonly read: string;
  /** Reads the object now; null when it is missing or of another shop. */
  readonly present: () => Promise<{ id: string; version: string } | null>;
  readonly write: PlannedWrite;
  readonly send: (beforeFirstByte: () => Promise<void>) => Promise<void>;
  /** Drops what this request remembers of the object. */
  readonly forget: () => void;
  readonly intent: unknown;
  readonly reconcile: Reconcile;
}

/** Deletes one object of a shop and answers the payload: the deleted id, and the shop to refetch lists. */
export function deleteObject(ctx: RequestContext, deletion: Deletion): Promise<object> {
  const { target, input, options } = deletion;
  const { scope } = target;
  return oneAtATime(target, async () => {
    const { value, base } = await runWrite<string>(ctx, scope.deps.writes, {
      mutation: deletion.mutation,
      shopKey: scope.shop.key,
      input,
      options,
      plan: () => [
        ...(needsReadBefore(target, options) ? [plannedRead(scope, deletion.read)] : []),
        planned(scope, deletion.write),
      ],
      intent: deletion.intent,
      send: async (beforeFirstByte) => {
        await checkBeforeWrite(target, options, deletion.present);
        await atId(deleteSurely(deletion.send, beforeFirstByte));
        deletion.forget();
        return input.id;
      },
      encode: (deletedId) => JSON.stringify(deletedId),
      decode: (text) => String(JSON.parse(text)),
      reconcile: deletion.reconcile,
    });
    return { ...base, deletedId: value, shop: value === null ? null : Shop.of(scope.shop) };
  });
}

/** Codes after which a delete may have happened or not; as a delete is idempotent, it is sent once more (section 4). */
const AMBIGUOUS: ReadonlySet<string> = new Set([
  'OUTCOME_UNKNOWN',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_MALFORMED',
]);

/**
 * Sends a delete, once more after an ambiguous answer; "not found" the second time is success. One that certainly was not
 * sent is not ambiguous: it leaves its idempotency key free.
 */
async function deleteSurely(
  send: (beforeFirstByte: () => Promise<void>) => Promise<void>,
  beforeFirstByte: () => Promise<void>,
): Promise<void> {
  try {
    await send(beforeFirstByte);
  } catch (error) {
    if (!(error instanceof AppError) || !AMBIGUOUS.has(error.code) || certainlyNotSent(error)) throw error;
    try {
      await send(beforeFirstByte);
    } catch (second) {
      if (!(second instanceof AppError) || second.code !== 'NOT_FOUND') throw error;
    }
  }
}
