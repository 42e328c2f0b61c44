import type { Secret } from '../tenants/secret.js';
import type { EndSignal } from './ending.js';

/** What is known of an endpoint before any call of it: data, decided once per endpoint, not per HTTP method (R20). */
export interface EndpointFacts {
  /** Platform name, e.g. `KUAIZHAN`. */
  readonly platform: string;
  /** Name in plan, trace, faults and metrics, e.g. `GET /v2/ec/commodity/list` (conventions section 0, item 10). */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly kind: 'read' | 'write';
  /** Whether a call that may have been received can be sent again harmlessly. */
  readonly isRepeatable: boolean;
  /**
   * A write whose every call names an id of ours by which the platform knows a repeat: it is sent again when its outcome is
   * open (reliability section 4). Absent for any other endpoint.
   */
  readonly knowsRepeats?: boolean;
  /** The most ids or rows one call takes; 1 for none. */
  readonly batchLimit: number;
  /**
   * Whether several requests may share an answer, at the same time or one after the other. Never where it may hold
   * personal data, tokens, or secrets of an official account (conventions 3.4).
   */
  readonly mayBeKept: boolean;
  /** The key under which the rows of an answer mostly hold one and the same object, e.g. the shop they all are in. */
  readonly repeats?: string;
}

/** One call as data. Policies pass it on, changed or not; only the last step sends it. */
export interface UpstreamRequest {
  readonly endpoint: EndpointFacts;
  /** Query parameters, in order, unencoded; the token is not among them. */
  readonly query: readonly (readonly [string, string])[];
  /** Form fields of a POST, in order, unencoded. */
  readonly form: readonly (readonly [string, string])[];
  /** Body of a POST as JSON text, sent to the byte, in place of a form. */
  readonly json?: string | undefined;
  /** Ids or rows in the call. */
  readonly batchSize: number;
  /** Ends a read at any time, and a write until its first byte may have left; a write that was sent is finished. */
  readonly signal: EndSignal;
  /** Awaited before the first byte of the first attempt; a write journals SENT here, and its failure stops the call. */
  readonly beforeFirstByte?: (() => Promise<void>) | undefined;
  /** Told of each attempt that goes to the network; the trace counts them. */
  readonly onAttempt?: (() => void) | undefined;
  /** Values of this call that must not appear in any text made from its answer; the token policy names its token. */
  readonly secrets?: readonly Secret[] | undefined;
  /** 1 for the first attempt; set by the retry policy. */
  readonly attempt: number;
}

/**
 * The request with some fields changed. Field by field, since every policy does it for every call: so it takes a tenth of
 * the time of a spread.
 */
export const changed = (request: UpstreamRequest, change: Partial<UpstreamRequest>): UpstreamRequest => ({
  endpoint: change.endpoint ?? request.endpoint,
  query: change.query ?? request.query,
  form: change.form ?? request.form,
  json: change.json ?? request.json,
  batchSize: change.batchSize ?? request.batchSize,
  signal: change.signal ?? request.signal,
  beforeFirstByte: change.beforeFirstByte ?? request.beforeFirstByte,
  onAttempt: change.onAttempt ?? request.onAttempt,
  secrets: change.secrets ?? request.secrets,
  attempt: change.attempt ?? request.attempt,
});

/**
 * Where an answer came from: the platform, while this request waited; an answer of before, within the age the request
 * takes; or one past that age, since the platform could not be reached (the graph's `DataSource`).
 */
export type AnswerSource = 'LIVE' | 'CACHE' | 'STALE_CACHE';

/** An answer whose body was JSON; its meaning is the platform's to judge. */
export interface UpstreamResponse {
  readonly status: number;
  /** Decoded JSON without loss: integers above 2^53 are strings. Others may hold the same object: it is only read. */
  readonly body: unknown;
  /** Length of the body as it came. */
  readonly bytes: number;
  /** When the answer had been read, epoch milliseconds. */
  readonly receivedAt: number;
  /** When its last byte had come, on the monotonic clock; absent for one that did not come now. */
  readonly answeredAt?: number;
  readonly attempts: number;
  readonly source: AnswerSource;
  /** Whether it is the answer to another request's identical call, which this one waited for in place of its own. */
  readonly isJoined?: boolean;
  /** With STALE_CACHE: the failure in whose place it stands. */
  readonly standsInFor?: unknown;
  /**
   * Lets later requests use the answer too. Called by the platform's client once all of it could be read: failed and
   * partial answers are never kept (reliability R6). Absent where the request asked for nothing to be kept.
   */
  readonly keep?: () => void;
}

/** Sends a request on. */
export type Send = (request: UpstreamRequest) => Promise<UpstreamResponse>;

/** A name and a function of request and next. */
export interface Policy {
  readonly name: string;
  readonly send: (request: UpstreamRequest, next: Send) => Promise<UpstreamResponse>;
}
