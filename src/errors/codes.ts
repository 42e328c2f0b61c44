/** Whose turn it is after an error: the caller mends it, the merchant renews something, time heals it, or we do. */
export type ErrorAudience = 'caller' | 'merchant' | 'time' | 'operator';

interface ErrorFacts {
  /** One sentence; the text a caller sees when nothing more precise is known. */
  readonly meaning: string;
  readonly audience: ErrorAudience;
  /** Whether the same call may succeed later without change. */
  readonly retryable: boolean;
}

/**
 * The closed list of error codes, in `userErrors[].code` and `errors[].extensions.code` alike.
 * The graph's `ErrorCode` enum is made from this table.
 */
export const ERROR_CODES = {
  INVALID_INPUT: {
    meaning: 'A value does not satisfy its documented constraint.',
    audience: 'caller',
    retryable: false,
  },
  UNSUPPORTED_COMBINATION: {
    meaning: 'Two arguments or filters cannot be used together on this platform.',
    audience: 'caller',
    retryable: false,
  },
  PAGINATION_TOO_DEEP: {
    meaning: 'The pagination window goes deeper than the platform allows; narrow the filter.',
    audience: 'caller',
    retryable: false,
  },
  INVALID_CURSOR: {
    meaning: 'A cursor is malformed, from another field, or made with other filters.',
    audience: 'caller',
    retryable: false,
  },
  NOT_FOUND: { meaning: 'No such object, or not visible to this caller.', audience: 'caller', retryable: false },
  ALREADY_EXISTS: { meaning: 'An object with this natural key exists already.', audience: 'caller', retryable: false },
  CONFLICT: { meaning: 'The object changed since the version the caller named.', audience: 'caller', retryable: false },
  STATE_FORBIDS: {
    meaning: "The object's present state forbids the operation.",
    audience: 'caller',
    retryable: false,
  },
  WRONG_PLATFORM: {
    meaning: 'The shop is on another platform than the operation needs.',
    audience: 'caller',
    retryable: false,
  },
  UNAUTHENTICATED: { meaning: 'No or bad caller credentials.', audience: 'caller', retryable: false },
  PERMISSION_DENIED: {
    meaning: 'The caller lacks a scope, or may not act for this shop.',
    audience: 'caller',
    retryable: false,
  },
  SHOP_SUSPENDED: { meaning: 'The shop is suspended in the registry.', audience: 'merchant', retryable: false },
  SHOP_AUTH_EXPIRED: {
    meaning: "The shop's authorization lapsed and must be renewed by the merchant.",
    audience: 'merchant',
    retryable: false,
  },
  RATE_LIMITED: {
    meaning: "This gateway's or the platform's rate limit for the shop is used up for now.",
    audience: 'time',
    retryable: true,
  },
  QUOTA_EXHAUSTED: {
    meaning: 'A platform quota (for example recipient decryption) is used up until it resets.',
    audience: 'time',
    retryable: true,
  },
  COST_LIMIT_EXCEEDED: {
    meaning: "The operation's estimated cost is over the caller's budget.",
    audience: 'caller',
    retryable: false,
  },
  UPSTREAM_REJECTED: {
    meaning: 'The platform understood the call and refused it.',
    audience: 'caller',
    retryable: false,
  },
  UPSTREAM_TIMEOUT: {
    meaning: 'The platform did not answer in time; nothing was changed.',
    audience: 'time',
    retryable: true,
  },
  UPSTREAM_UNAVAILABLE: {
    meaning: 'The platform could not be reached or answered 5xx.',
    audience: 'time',
    retryable: true,
  },
  UPSTREAM_MALFORMED: {
    meaning: 'The platform answered with something outside its documented shape.',
    audience: 'time',
    retryable: true,
  },
  CIRCUIT_OPEN: {
    meaning: 'Calls to this platform for this shop are paused by the circuit breaker.',
    audience: 'time',
    retryable: true,
  },
  OUTCOME_UNKNOWN: {
    meaning: 'A write was sent and its outcome is not known. Do not repeat it without the same idempotency key.',
    audience: 'time',
    retryable: false,
  },
  IDEMPOTENCY_KEY_REUSED: {
    meaning: 'The idempotency key was used before with a different input.',
    audience: 'caller',
    retryable: false,
  },
  DRY_RUN_UNSUPPORTED: {
    meaning: 'The operation cannot be planned without executing it.',
    audience: 'caller',
    retryable: false,
  },
  NOT_SUPPORTED_UPSTREAM: { meaning: 'The platform offers no call for this.', audience: 'caller', retryable: false },
  IDEMPOTENCY_IN_PROGRESS: {
    meaning: 'The same idempotency key is being worked on right now.',
    audience: 'time',
    retryable: true,
  },
  DEADLINE_EXCEEDED: {
    meaning:
      "The request's own deadline passed; nothing more is done for reads, a write that was sent is finished and journalled.",
    audience: 'time',
    retryable: true,
  },
  RESPONSE_TOO_LARGE: {
    meaning: 'The answer would be larger than allowed; ask for less.',
    audience: 'caller',
    retryable: false,
  },
  OVERLOADED: { meaning: 'This service has more work than it can do now.', audience: 'time', retryable: true },
  SHUTTING_DOWN: {
    meaning: 'This process is stopping; ask again, another will answer.',
    audience: 'time',
    retryable: true,
  },
  EGRESS_DENIED: {
    meaning: 'The address is not one this service may connect to.',
    audience: 'caller',
    retryable: false,
  },
  STORAGE_UNAVAILABLE: {
    meaning: 'The local store cannot be written; nothing was sent.',
    audience: 'operator',
    retryable: true,
  },
  INTERNAL: {
    meaning: 'A bug in this gateway. The request id identifies it.',
    audience: 'operator',
    retryable: false,
  },
} as const satisfies Record<string, ErrorFacts>;

/** One of the closed list of codes. */
export type ErrorCode = keyof typeof ERROR_CODES;
