import { AppError, InputErrors } from '../errors/app-error.js';
import type { ErrorCode } from '../errors/codes.js';
import {
  AccessError,
  InputError,
  StateError,
  ThrottleError,
  UpstreamError,
  type UserError,
} from './vocabulary/user-error.type.js';

const ACCESS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'SHOP_SUSPENDED',
  'SHOP_AUTH_EXPIRED',
]);
const STATE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'CONFLICT',
  'STATE_FORBIDS',
  'WRONG_PLATFORM',
  'IDEMPOTENCY_IN_PROGRESS',
]);
const THROTTLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['RATE_LIMITED', 'QUOTA_EXHAUSTED']);

/** Codes that are a bug or a fault of this service: thrown and masked, never told as the caller's business. */
const THROWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['INTERNAL', 'OVERLOADED', 'SHUTTING_DOWN']);

/** Longest message that leaves the process (reliability R15). */
export const MAX_MESSAGE = 300;

/** The expected failures inside an error, or null when it is none of the caller's business (a fault: throw it). */
export function expectedFailures(error: unknown): readonly AppError[] | null {
  if (error instanceof InputErrors) return error.errors;
  return error instanceof AppError && !THROWN.has(error.code) ? [error] : null;
}

/** An expected failure as the graph's typed error (conventions C6). */
export function toUserError(error: AppError): UserError {
  const { detail } = error;
  const base = {
    code: error.code,
    message: error.message.slice(0, MAX_MESSAGE),
    path: detail.path === undefined ? null : [...detail.path],
    shopId: detail.shopId ?? null,
    retryable: error.retryable,
  };
  // Before the fault: whoever throttles, what a client needs is how long to wait.
  if (THROTTLE.has(error.code))
    return Object.assign(new ThrottleError(), base, { retryAfterMs: detail.retryAfterMs ?? 1000 });
  if (detail.fault !== undefined) return Object.assign(new UpstreamError(), base, { fault: detail.fault });
  if (ACCESS.has(error.code))
    return Object.assign(new AccessError(), base, { requiredScopes: [...(detail.requiredScopes ?? [])] });
  if (STATE.has(error.code)) {
    const state = { nodeId: detail.nodeId ?? null, currentVersion: detail.currentVersion ?? null };
    return Object.assign(new StateError(), base, state);
  }
  return Object.assign(new InputError(), base, { constraint: detail.constraint ?? null });
}
