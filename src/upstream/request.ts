import type { Secret } from '../tenants/secret.js';

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
  /** The most ids or rows one call takes; 1 for none. */
  readonly batchLimit: number;
}

/** One call as data. Policies pass it on, changed or not; only the last step sends it. */
export interface UpstreamRequest {
  readonly endpoint: EndpointFacts;
  /** Query parameters, in order, unencoded; the token is not among them. */
  readonly query: readonly (readonly [string, string])[];
  /** Form fields of a POST, in order, unencoded. */
  readonly form: readonly (readonly [string, string])[];
  /** Ids or rows in the call. */
  readonly batchSize: number;
  /** Ends a read at any time, and a write until its first byte may have left; a write that was sent is finished. */
  readonly signal: AbortSignal;
  /** Awaited before the first byte of the first attempt; a write journals SENT here, and its failure stops the call. */
  readonly beforeFirstByte?: () => Promise<void>;
  /** Told of each attempt that goes to the network; the trace counts them. */
  readonly onAttempt?: () => void;
  /** Values of this call that must not appear in any text made from its answer; the token policy names its token. */
  readonly secrets?: readonly Secret[];
  /** 1 for the first attempt; set by the retry policy. */
  readonly attempt: number;
}

/** An answer whose body was JSON; its meaning is the platform's to judge. */
export interface UpstreamResponse {
  readonly status: number;
  /** Decoded JSON without loss: integers above 2^53 are strings. */
  readonly body: unknown;
  /** When the answer had been read, epoch milliseconds. */
  readonly receivedAt: number;
  readonly attempts: number;
}

/** Sends a request on. */
export type Send = (request: UpstreamRequest) => Promise<UpstreamResponse>;

/** A name and a function of request and next. */
export interface Policy {
  readonly name: string;
  readonly send: (request: UpstreamRequest, next: Send) => Promise<UpstreamResponse>;
}
