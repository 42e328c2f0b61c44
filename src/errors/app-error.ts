import { ERROR_CODES, type ErrorCode } from './codes.js';

/** What a platform said when a call failed. Safe to show to the merchant: secrets are removed before it is made. */
export interface Fault {
  readonly platform: string;
  /** As `@upstream` writes it without the platform, e.g. `POST /v2/ec/commodity/update`. */
  readonly endpoint: string;
  readonly httpStatus: number | null;
  readonly code: string | null;
  readonly subCode: string | null;
  readonly message: string | null;
  readonly logId: string | null;
}

/** What an error may tell beside its code and message. */
export interface ErrorDetail {
  /** Path into the arguments, e.g. `['input', 'variants', '0', 'price']`. */
  readonly path?: readonly string[];
  /** Global id of the shop concerned. */
  readonly shopId?: string;
  readonly platform?: string;
  readonly fault?: Fault;
  /** Overrides the code's own answer to "may the same call succeed later?". */
  readonly retryable?: boolean;
  /** Milliseconds to wait before a repeat. */
  readonly retryAfterMs?: number;
  /** Scopes, any one of which would have been enough. */
  readonly requiredScopes?: readonly string[];
  /** Global id of the object whose state or version forbids the write. */
  readonly nodeId?: string;
  /** The object's present version, for a retry after CONFLICT. */
  readonly currentVersion?: string;
  /** The constraint in words, e.g. `>= 0.01`. */
  readonly constraint?: string;
  readonly cause?: unknown;
}

/**
 * The one error base. Its message is public: it never holds a value the caller sent, a host, a path of the machine
 * or a secret (reliability R15, R16).
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, message: string = ERROR_CODES[code].meaning, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
  }

  /** Whether the same call may succeed later without change. */
  get retryable(): boolean {
    return this.detail.retryable ?? ERROR_CODES[this.code].retryable;
  }

  /** The same error with more known about it, e.g. the shop it happened to. */
  with(detail: ErrorDetail): AppError {
    const copy = new AppError(this.code, this.message, { cause: this, ...this.detail, ...detail });
    if (this.stack !== undefined) copy.stack = this.stack;
    return copy;
  }
}

/** Several refusals of one input at once, each with its own path; a form shows all of them. */
export class InputErrors extends Error {
  readonly errors: readonly AppError[];

  constructor(errors: readonly AppError[]) {
    super(errors.map((error) => error.message).join(' '));
    this.name = 'InputErrors';
    this.errors = errors;
  }
}
