import { AppError, type ErrorDetail } from '../errors/app-error.js';
import { ERROR_CODES, type ErrorCode } from '../errors/codes.js';
import { FAILURES, type FailureKind } from './classify.js';
import { safeText } from './redaction.js';
import type { UpstreamRequest } from './request.js';

/** A failure of one attempt as data: its kind, and what the platform said. */
export interface Failure {
  readonly kind: FailureKind;
  readonly httpStatus?: number;
  /** The platform's main code, e.g. its `ret`. */
  readonly code?: string;
  readonly subCode?: string;
  /** The platform's text, not yet redacted. */
  readonly message?: string;
  readonly logId?: string;
  readonly retryAfterMs?: number;
  /** Our own words on what is wrong, e.g. `/data/3/price: Expected number`; never a value. */
  readonly detail?: string;
  readonly cause?: unknown;
}

/** The cause inside every error of the pipe: what a journal and the policies decide by. Not public. */
export class UpstreamFailure extends Error {
  readonly kind: FailureKind;
  /** Whether a byte of the call may have left. */
  readonly wasSent: boolean;

  constructor(kind: FailureKind, wasSent: boolean, cause: unknown) {
    super(`upstream ${kind}`, cause === undefined ? undefined : { cause });
    this.name = 'UpstreamFailure';
    this.kind = kind;
    this.wasSent = wasSent;
  }

  /** Whether nothing can have reached the platform, so that the call may be repeated freely. */
  get certainlyNotSent(): boolean {
    return !this.wasSent;
  }
}

/**
 * Makes the public error of a failed call. A write that was sent and may have been carried out becomes
 * OUTCOME_UNKNOWN. Texts of the platform lose the call's secrets.
 */
export function upstreamError(
  request: Pick<UpstreamRequest, 'endpoint' | 'secrets'>,
  failure: Failure,
  wasSent: boolean,
): AppError {
  const { endpoint, secrets = [] } = request;
  const row = FAILURES[failure.kind];
  const code = endpoint.kind === 'write' && wasSent && row.isOutcomeOpen ? 'OUTCOME_UNKNOWN' : row.code;
  const said = safeText(failure.message ?? null, secrets);
  return new AppError(code, sentence(code, failure, said), {
    platform: endpoint.platform,
    fault: {
      platform: endpoint.platform,
      endpoint: endpoint.name,
      httpStatus: failure.httpStatus ?? null,
      code: safeText(failure.code ?? null, secrets),
      subCode: safeText(failure.subCode ?? null, secrets),
      message: said,
      logId: safeText(failure.logId ?? null, secrets),
    },
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
    ...(failure.kind === 'busy' ? { retryable: true } : {}),
    cause: new UpstreamFailure(failure.kind, wasSent, failure.cause),
  } satisfies ErrorDetail);
}

function sentence(code: ErrorCode, failure: Failure, said: string | null): string {
  const { meaning } = ERROR_CODES[code];
  const more = code === 'UPSTREAM_REJECTED' ? said : (failure.detail ?? null);
  if (more === null) return meaning;
  const text = `${meaning.replace(/\.$/, '')}: ${more}`;
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}

/** The pipe's failure inside an error, however often it was wrapped; null for an error from elsewhere. */
export function failureOf(error: unknown): UpstreamFailure | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if (at instanceof UpstreamFailure) return at;
  }
  return null;
}

/**
 * Whether an error of a call proves that nothing reached the platform: connect-phase failure, refusal before sending,
 * breaker, throttle, or the end of the request before the first byte. False for an error that is not of the pipe.
 */
export const certainlyNotSent = (error: unknown): boolean => failureOf(error)?.certainlyNotSent ?? false;
