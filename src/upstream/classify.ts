import type { ErrorCode } from '../errors/codes.js';

/** What went wrong with one attempt, told apart as far as anything depends on it. */
export type FailureKind =
  | 'egress-denied'
  | 'unreachable'
  | 'broken'
  | 'server-error'
  | 'try-over'
  | 'deadline'
  | 'caller-left'
  | 'cut'
  | 'malformed'
  | 'throttled'
  | 'queue-full'
  | 'circuit-open'
  | 'prevented'
  | 'refused'
  | 'missing'
  | 'unauthorized';

interface FailureFacts {
  /** What a read, or a write that was not sent, answers. */
  readonly code: ErrorCode;
  /** Whether a write that was sent may have been carried out all the same: it answers OUTCOME_UNKNOWN. */
  readonly isOutcomeOpen: boolean;
  /** Whether the breaker counts it: the transport failed, as opposed to a refusal or a throttle. */
  readonly isTransport: boolean;
  /** Whether a read is tried again. */
  readonly isRepeated: boolean;
}

const facts = (
  code: ErrorCode,
  isOutcomeOpen: boolean,
  isTransport: boolean,
  isRepeated: boolean,
): Readonly<FailureFacts> => ({ code, isOutcomeOpen, isTransport, isRepeated });

/** The table of reliability section 3, one row per kind. */
export const FAILURES: Readonly<Record<FailureKind, FailureFacts>> = {
  //                                                     open   transport repeated
  'egress-denied': facts('EGRESS_DENIED', /*        */ false, false, false),
  unreachable: facts('UPSTREAM_UNAVAILABLE', /*     */ true, true, true),
  broken: facts('UPSTREAM_UNAVAILABLE', /*          */ true, true, true),
  'server-error': facts('UPSTREAM_UNAVAILABLE', /*  */ true, true, true),
  'try-over': facts('UPSTREAM_TIMEOUT', /*          */ true, true, true),
  deadline: facts('DEADLINE_EXCEEDED', /*           */ true, false, false),
  'caller-left': facts('DEADLINE_EXCEEDED', /*      */ true, false, false),
  cut: facts('UPSTREAM_MALFORMED', /*               */ true, true, true),
  malformed: facts('UPSTREAM_MALFORMED', /*         */ true, false, false),
  throttled: facts('RATE_LIMITED', /*               */ false, false, true),
  'queue-full': facts('RATE_LIMITED', /*            */ false, false, false),
  'circuit-open': facts('CIRCUIT_OPEN', /*          */ false, false, false),
  prevented: facts('STORAGE_UNAVAILABLE', /*        */ false, false, false),
  refused: facts('UPSTREAM_REJECTED', /*            */ false, false, false),
  missing: facts('NOT_FOUND', /*                    */ false, false, false),
  unauthorized: facts('SHOP_AUTH_EXPIRED', /*       */ false, false, false),
};

/** How far an attempt had come when its transport failed. */
export interface TransportPhase {
  /** Whether a byte of the request may have left. */
  readonly hasStarted: boolean;
  /** Whether the head of the answer had come. */
  readonly hasHeaders: boolean;
}

/** Marks the end of one try's own time. */
export class TryOver extends Error {}

/** Marks the end of the request's deadline. */
export class DeadlineOver extends Error {}

/** Refusal of an address by the egress rules (reliability R27). */
export class EgressDenied extends Error {}

const TIMEOUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const OVERSIZE = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW']);

/** Sorts a transport's failure, once, by table: what ended it first, then how far it had come. */
export function classifyTransport(error: unknown, phase: TransportPhase): FailureKind {
  if (error instanceof TryOver) return 'try-over';
  if (error instanceof DeadlineOver) return 'deadline';
  if (error instanceof EgressDenied) return 'egress-denied';
  const code = codeOf(error);
  if (!phase.hasStarted) return 'unreachable';
  if (TIMEOUTS.has(code)) return 'try-over';
  if (OVERSIZE.has(code) || code.startsWith('HPE_')) return 'malformed';
  if (phase.hasHeaders && code !== 'ECONNRESET') return 'cut';
  return 'broken';
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
