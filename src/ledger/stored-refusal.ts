import { AppError, InputErrors } from '../errors/app-error.js';
import type { ErrorCode } from '../errors/codes.js';
import { fromStoredError, type StoredError, toStoredError } from '../errors/stored-error.js';

const replayed = new WeakSet<object>();

/** Whether an error is the stored answer to an idempotency key used before: the payload's `replayed` is true then. */
export const isReplayed = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && replayed.has(error);

function asReplayed<E extends Error>(error: E): E {
  replayed.add(error);
  return error;
}

/** The journal's text of a refusal. */
export function encodeRefusal(error: AppError | InputErrors): string {
  const errors = error instanceof InputErrors ? error.errors : [error];
  return JSON.stringify({ refused: errors.map(toStoredError) });
}

/** Whether a stored outcome is a refusal; another one is the answer of a write, whole or in parts. */
export const isRefusal = (outcome: string | null): boolean => outcome === null || outcome.startsWith('{"refused":');

/** The refusal that `encodeRefusal` wrote, marked as replayed; `fallback` for a row that holds none. */
export function decodeRefusal(outcome: string | null, fallback: ErrorCode): AppError | InputErrors {
  const { refused } = outcome === null ? {} : (JSON.parse(outcome) as { refused?: readonly StoredError[] });
  const errors = (refused ?? []).map(fromStoredError);
  const [first] = errors;
  if (first === undefined) return asReplayed(new AppError(fallback, undefined, { retryable: false }));
  return asReplayed(errors.length === 1 ? first : new InputErrors(errors));
}
