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
  | 'busy'
  | 'clock-skew'
  | 'unauthorized'
  | 'authorization-gone';

/**
 * What a failure means for an answer that was kept: it may stand in, since nobody was there to give a newer one
 * (RFC 5861); it is over, since the platform's newer word is another; or nothing.
 */
export type KeptAnswerThen = 'stands-in' | 'is-over' | 'stays';

interface FailureFacts {
  /** What a read, or a write that was not sent, answers. */
  readonly code: ErrorCode;
  /** Whether a write that was sent may have been carried out all the same: it answers OUTCOME_UNKNOWN. */
  readonly isOutcomeOpen: boolean;
  /** Whether the breaker counts it: the transport failed, as opposed to a refusal or a throttle. */
  readonly isTransport: boolean;
  /** Whether a read is tried again. */
  readonly isRepeated: boolean;
  readonly keptAnswer: KeptAnswerThen;
}

const facts = (
  code: ErrorCode,
  isOutcomeOpen: boolean,
  isTransport: boolean,
  isRepeated: boolean,
  keptAnswer: KeptAnswerThen,
): Readonly<FailureFacts> => ({ code, isOutcomeOpen, isTransport, isRepeated, keptAnswer });

/** The table of reliability section 3, one row per kind. */
export const FAILURES: Readonly<Record<FailureKind, FailureFacts>> = {
  //                                                     open   transport repeated kept answer
  'egress-denied': facts('EGRESS_DENIED', /*        */ false, false, false, 'stays'),
  unreachable: facts('UPSTREAM_UNAVAILABLE', /*     */ true, true, true, 'stands-in'),
  broken: facts('UPSTREAM_UNAVAILABLE', /*          */ true, true, true, 'stands-in'),
  'server-error': facts('UPSTREAM_UNAVAILABLE', /*  */ true, true, true, 'stands-in'),
  'try-over': facts('UPSTREAM_TIMEOUT', /*          */ true, true, true, 'stands-in'),
  deadline: facts('DEADLINE_EXCEEDED', /*           */ true, false, false, 'stays'),
  'caller-left': facts('DEADLINE_EXCEEDED', /*      */ true, false, false, 'stays'),
  cut: facts('UPSTREAM_MALFORMED', /*               */ true, true, true, 'stands-in'),
  malformed: facts('UPSTREAM_MALFORMED', /*         */ true, false, false, 'stands-in'),
  throttled: facts('RATE_LIMITED', /*               */ false, false, true, 'stands-in'),
  'queue-full': facts('RATE_LIMITED', /*            */ false, false, false, 'stands-in'),
  'circuit-open': facts('CIRCUIT_OPEN', /*          */ false, false, false, 'stands-in'),
  prevented: facts('STORAGE_UNAVAILABLE', /*        */ false, false, false, 'stays'),
  refused: facts('UPSTREAM_REJECTED', /*            */ false, false, false, 'is-over'),
  missing: facts('NOT_FOUND', /*                    */ false, false, false, 'is-over'),
  // The platform has no time for it now, and has done nothing: its own way to ask for a repeat.
  busy: facts('UPSTREAM_REJECTED', /*               */ false, false, true, 'stands-in'),
  // It was signed with a time that is not the platform's.
  'clock-skew': facts('UPSTREAM_REJECTED', /*       */ false, false, false, 'stays'),
  // The token; another one may do.
  unauthorized: facts('SHOP_AUTH_EXPIRED', /*       */ false, false, false, 'is-over'),
  // The merchant has withdrawn it: no token will do.
  'authorization-gone': facts('SHOP_AUTH_EXPIRED', /* */ false, false, false, 'is-over'),
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
