import { AppError } from '../errors/app-error.js';
import type { RequestContext } from '../subgraph/request-context.js';
import type { PlannedCall } from '../subgraph/vocabulary/upstream-plan.type.js';
import type { WriteOptions } from '../subgraph/vocabulary/write-options.input.js';
import { type PayloadBase, runWrite } from '../subgraph/write.js';
import { registryOf } from './context.js';

/** A write to the registry itself: nothing goes upstream, the stored answer is the key of what was written. */
export interface LocalWrite {
  readonly mutation: string;
  readonly input: object;
  readonly options: WriteOptions | null | undefined;
  /** Key of the shop written; empty for what belongs to the tenant. */
  readonly shopKey: string;
  /** The calls that follow it, for a dry run; none unless told. */
  readonly plan?: () => PlannedCall[];
  /** Runs first, unless a stored answer is repeated. @throws AppError when it may not be done */
  readonly check?: () => void;
  /**
   * Does it and returns the key of the object.
   * @param operationId the journal's id of this write
   */
  readonly run: (operationId: string) => Promise<string>;
  /**
   * Whether `run` does once what is run again under an operation id. A process that dies before the journal knows of it is then made
   * good by a repeat, and nothing is made twice; else the key is free.
   */
  readonly isOnce?: boolean;
}

/** The key of what was written, or why it was certainly not. */
type Done = { readonly key: string } | { readonly error: AppError };

/**
 * Carries out a local write under the same rules as one to a platform: dry run, idempotency key, journal.
 * Secrets are left out of what the journal hashes and keeps.
 */
export async function localWrite(
  ctx: RequestContext,
  write: LocalWrite,
): Promise<{ key: string | null; base: PayloadBase }> {
  const encode = (done: Done): string | null => ('key' in done ? JSON.stringify(done.key) : null);
  const once = async (operationId: string): Promise<Done> => ({ key: await write.run(operationId) });
  const { value, base } = await runWrite<Done>(ctx, registryOf(ctx).writes, {
    mutation: write.mutation,
    shopKey: write.shopKey,
    input: write.input,
    options: write.options,
    plan: write.plan ?? (() => []),
    intent: { mutation: write.mutation },
    // Nothing leaves the process: a change that failed was certainly not made, and leaves its key free.
    send: async (beforeFirstByte, operationId) => {
      write.check?.();
      if (write.isOnce !== true) return once(operationId);
      await beforeFirstByte();
      return once(operationId).catch((error: unknown) => {
        if (error instanceof AppError) return { error };
        throw error;
      });
    },
    standing: (done) => ('key' in done ? 'done' : 'unsent'),
    encode,
    decode: (stored) => ({ key: String(JSON.parse(stored)) }),
    ...(write.isOnce === true
      ? { reconcile: async ({ id }) => ({ state: 'SUCCEEDED', outcome: encode(await once(id)) }) }
      : {}),
  });
  if (value !== null && 'error' in value) throw value.error;
  return { key: value?.key ?? null, base };
}

/**
 * The caller's expected version of a registration is its `updatedAt`.
 * @throws AppError CONFLICT with the present version
 */
export function requireVersion(options: WriteOptions | null | undefined, nodeId: string, updatedAt: Date): void {
  const expected = options?.expectedVersion;
  const currentVersion = updatedAt.toISOString();
  if (expected == null || expected === currentVersion) return;
  throw new AppError('CONFLICT', undefined, { path: ['options', 'expectedVersion'], nodeId, currentVersion });
}
