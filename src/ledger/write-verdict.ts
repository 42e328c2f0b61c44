import { AppError, InputErrors } from '../errors/app-error.js';
import type { ErrorCode } from '../errors/codes.js';

/** What a failed write came to (reliability section 4). */
export type WriteVerdict =
  /** Nothing reached the platform, or it did not take it: the idempotency key is free again. */
  | { readonly kind: 'unsent' }
  /** The platform said no: stored, and answered again to a repeat. */
  | { readonly kind: 'refused'; readonly error: AppError | InputErrors }
  /** Sent, and nobody knows: settled later. */
  | { readonly kind: 'unknown'; readonly error: AppError };

/** Errors after which it is certain that the platform did not do it. Every other one leaves a sent write unknown. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'UPSTREAM_REJECTED',
  'SHOP_AUTH_EXPIRED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'CONFLICT',
  'STATE_FORBIDS',
  'INVALID_INPUT',
  'UNSUPPORTED_COMBINATION',
  'NOT_SUPPORTED_UPSTREAM',
  'PERMISSION_DENIED',
  'WRONG_PLATFORM',
]);

/** The platform turned the call away for now; a repeat with the same key is what the error asks for. */
const THROTTLES: ReadonlySet<ErrorCode> = new Set(['RATE_LIMITED', 'QUOTA_EXHAUSTED']);

/** A refusal that says of itself that it may pass is one of these too, whatever its code. */
const isForNow = ({ code, detail }: AppError): boolean =>
  THROTTLES.has(code) || (code === 'UPSTREAM_REJECTED' && detail.retryable === true);

/**
 * Sorts a failure of `send`.
 * @param calls how many calls of the write had come to their first byte; with more than one, the earlier ones were done,
 * so that a throttled or unsent last one must not free the key
 */
export function verdictOf(error: unknown, calls: number): WriteVerdict {
  if (calls === 0) return { kind: 'unsent' };
  if (error instanceof InputErrors) return { kind: 'refused', error };
  if (!(error instanceof AppError)) return { kind: 'unknown', error: unknownOutcome({ cause: error }) };
  if (isCertainlyNotSent(error) || isForNow(error)) {
    return calls === 1 ? { kind: 'unsent' } : { kind: 'refused', error };
  }
  return REFUSALS.has(error.code)
    ? { kind: 'refused', error }
    : { kind: 'unknown', error: unknownOutcome({ ...error.detail, cause: error }) };
}

function unknownOutcome(detail: AppError['detail']): AppError {
  const { retryAfterMs: _, ...rest } = detail;
  return new AppError('OUTCOME_UNKNOWN', undefined, { ...rest, retryable: false });
}

/** The upstream pipe marks whether any byte may have left, in the outermost of its own errors that has a word on it. */
function isCertainlyNotSent(error: AppError): boolean {
  let cause: unknown = error;
  for (let depth = 0; depth < 8 && typeof cause === 'object' && cause !== null; depth += 1) {
    const link = cause as { certainlyNotSent?: unknown; cause?: unknown };
    if (typeof link.certainlyNotSent === 'boolean') return link.certainlyNotSent;
    cause = link.cause;
  }
  return false;
}
