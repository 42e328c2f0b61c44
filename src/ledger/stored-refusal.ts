import { AppError, type ErrorDetail, InputErrors } from '../errors/app-error.js';
import { ERROR_CODES, type ErrorCode } from '../errors/codes.js';

/** An error as the journal keeps it; messages and details of an AppError are public, so nothing secret is in it. */
interface StoredError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail: ErrorDetail;
}

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
  const refused: StoredError[] = errors.map(({ code, message, detail: { cause: _, ...detail } }) => ({
    code,
    message,
    detail,
  }));
  return JSON.stringify({ refused });
}

/** The refusal that `encodeRefusal` wrote, marked as replayed; `fallback` for a row that holds none. */
export function decodeRefusal(outcome: string | null, fallback: ErrorCode): AppError | InputErrors {
  const { refused } = outcome === null ? {} : (JSON.parse(outcome) as { refused?: readonly StoredError[] });
  const errors = (refused ?? []).map(
    ({ code, message, detail }) => new AppError(code in ERROR_CODES ? code : 'INTERNAL', message, detail),
  );
  const [first] = errors;
  if (first === undefined) return asReplayed(new AppError(fallback, undefined, { retryable: false }));
  return asReplayed(errors.length === 1 ? first : new InputErrors(errors));
}
