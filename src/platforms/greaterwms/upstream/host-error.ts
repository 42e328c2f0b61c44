import { AppError } from '../../../errors/app-error.js';
import type { ErrorCode } from '../../../errors/codes.js';
import { FAILURES } from '../../../upstream/classify.js';
import { failureOf } from '../../../upstream/upstream-error.js';

const WORDS: Readonly<Partial<Record<ErrorCode, string>>> = {
  RATE_LIMITED: 'It takes no more calls for now.',
  UPSTREAM_UNAVAILABLE: 'It cannot be reached, or is in trouble.',
  CIRCUIT_OPEN: 'It could not be reached just now.',
  UPSTREAM_TIMEOUT: 'It did not answer in time.',
  UPSTREAM_MALFORMED: 'It answered with something other than documented.',
  EGRESS_DENIED: 'Its address is not one this service may connect to.',
};

/**
 * A failure of the pipe in words that fit a mirror. A switch is set to a value, so it does not matter whether a call that
 * failed was carried out: there is no unknown outcome, only a host to be told again.
 * @returns AppError whose `retryable` is true; what is no failure of the pipe comes back as it is
 */
export function hostError(error: unknown): unknown {
  const failure = failureOf(error);
  if (failure === null || !(error instanceof AppError)) return error;
  const detail = { ...error.detail, retryable: true };
  if (failure.kind === 'unauthorized')
    return new AppError('UPSTREAM_REJECTED', 'It does not know the token it was called with.', detail);
  const code = failure.kind === 'deadline' ? 'UPSTREAM_TIMEOUT' : FAILURES[failure.kind].code;
  if (code !== 'UPSTREAM_REJECTED') return new AppError(code, WORDS[code] ?? error.message, detail);
  const said = error.detail.fault?.message ?? null;
  return new AppError(code, said === null ? error.message : `It refused: ${said}`, detail);
}

/** Whether the host itself said no to this switch of this shop, as opposed to a host that could not be asked. */
export const isHostRefusal = (error: unknown): boolean => failureOf(error)?.kind === 'refused';
