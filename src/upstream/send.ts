import { AppError } from '../errors/app-error.js';
import { classifyTransport, DeadlineOver, type TransportPhase, TryOver } from './classify.js';
import type { Clock } from './clock.js';
import type { WireAnswer, WireRequest } from './dispatchers.js';
import { Ending } from './ending.js';
import { type JsonReading, readJson } from './read-json.js';
import type { EndpointFacts, Send, UpstreamRequest } from './request.js';
import { turns } from './turns.js';
import { type Failure, UpstreamFailure, upstreamError } from './upstream-error.js';

/** An answer before anybody judged it. */
export interface Answer {
  readonly status: number;
  /** What the platform asks to wait, 0 to 60 000 ms; null when it says nothing. */
  readonly retryAfterMs: number | null;
  /** When the platform answered, by its own clock, as it said in the header `date`; null when it did not. */
  readonly date: string | null;
  readonly json: JsonReading;
}

/** A platform's reading of an answer: null for a success. */
export type Judge = (answer: Answer, endpoint: EndpointFacts) => Failure | null;

/** What the last step needs. */
export interface SendOptions {
  readonly exchange: (request: WireRequest) => Promise<WireAnswer>;
  readonly judge: Judge;
  /** Path of the base URL, put before an endpoint's; empty for none. */
  readonly basePath: string;
  readonly headers: RequestHeaders;
  /** Total milliseconds of one try, connecting and reading included. */
  readonly tryMs: number;
  readonly clock: Clock;
}

/** Headers of the three kinds of request, in lower case. */
export interface RequestHeaders {
  readonly get: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly json: Readonly<Record<string, string>>;
}

/** The headers of every call, with those a platform wants besides. Made once: a spread for each call would cost. */
export function requestHeaders(more: Readonly<Record<string, string>> = {}): RequestHeaders {
  const get = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'shopgraph', ...more };
  return {
    get,
    form: { ...get, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    json: { ...get, 'content-type': 'application/json;charset=UTF-8' },
  };
}

const MAX_RETRY_AFTER_MS = 60_000;
/** From so many bytes on, reading an answer, and what it sets off, takes a good part of a turn. */
const LARGE_BODY = 16 * 1024;

/** What a status means when the body holds no verdict of the platform (reliability section 3). */
export function judgeStatus({ status, retryAfterMs, json }: Answer): Failure | null {
  const httpStatus = status;
  if (status === 429) return { kind: 'throttled', httpStatus, retryAfterMs: retryAfterMs ?? 1000 };
  if (status >= 500) return { kind: 'server-error', httpStatus };
  if (status >= 400) return { kind: 'refused', httpStatus };
  if (status >= 300) return { kind: 'malformed', httpStatus, detail: 'a redirect' };
  return json.ok ? null : { kind: 'malformed', httpStatus, detail: json.reason };
}

/** Makes the last step of the pipe: one attempt over the wire, read and judged. It alone knows whether a byte left. */
export const sendOver =
  (options: SendOptions): Send =>
  async (request) => {
    if (request.signal.aborted) throw aborted(request);
    if (request.attempt === 1 && request.beforeFirstByte !== undefined) await runBeforeFirstByte(request);
    const attempt = new Attempt(request, options);
    let answer: WireAnswer;
    try {
      request.onAttempt?.();
      answer = await options.exchange(attempt);
    } catch (error) {
      const kind = request.signal.aborted && error === request.signal.reason ? reasonKind(error) : null;
      const failure = { kind: kind ?? classifyTransport(error, attempt), cause: error };
      throw upstreamError(request, failure, attempt.hasStarted);
    } finally {
      attempt.release();
    }
    const answeredAt = options.clock.now();
    if (answer.body.byteLength >= LARGE_BODY) {
      await turns.room('answer');
      // Nobody waits for it any more. What a write answered is read all the same.
      if (request.signal.aborted && request.endpoint.kind === 'read')
        throw upstreamError(request, { kind: reasonKind(request.signal.reason) }, true);
    }
    const json = readBody(answer, request.endpoint);
    const { date } = answer.headers;
    const verdict = options.judge(
      {
        status: answer.status,
        retryAfterMs: retryAfter(answer, options.clock),
        date: typeof date === 'string' ? date : null,
        json,
      },
      request.endpoint,
    );
    if (verdict !== null) throw upstreamError(request, { httpStatus: answer.status, ...verdict }, true);
    return {
      status: answer.status,
      body: json.ok ? json.value : undefined,
      receivedAt: options.clock.wall(),
      answeredAt,
      bytes: answer.body.byteLength,
      attempts: request.attempt,
      source: 'LIVE',
    };
  };

const reasonKind = (reason: unknown): 'deadline' | 'caller-left' =>
  reason instanceof DeadlineOver ? 'deadline' : 'caller-left';

const aborted = (request: UpstreamRequest): AppError =>
  upstreamError(request, { kind: reasonKind(request.signal.reason) }, false);

/** A step that fails before the first byte, such as the journal, keeps its own code and says that nothing was sent. */
async function runBeforeFirstByte(request: UpstreamRequest): Promise<void> {
  try {
    await request.beforeFirstByte?.();
  } catch (error) {
    if (!(error instanceof AppError)) throw upstreamError(request, { kind: 'prevented', cause: error }, false);
    throw error.with({ cause: new UpstreamFailure('prevented', false, error) });
  }
  if (request.signal.aborted) throw aborted(request);
}

/**
 * One attempt: its bytes, how far it has come, and its end, which is that of its own time or of the request. A write that
 * was sent is detached from the request (R26).
 */
class Attempt implements WireRequest, TransportPhase {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal = new Ending();
  hasStarted = false;
  hasHeaders = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly request: UpstreamRequest,
    { basePath, tryMs, headers }: SendOptions,
  ) {
    const { endpoint, query, form, json, signal } = request;
    const search = encodePairs(query);
    this.method = endpoint.method;
    this.path = search === '' ? basePath + endpoint.path : `${basePath}${endpoint.path}?${search}`;
    if (endpoint.method === 'GET') {
      this.headers = headers.get;
      this.body = null;
    } else {
      this.headers = json === undefined ? headers.form : headers.json;
      this.body = json ?? encodePairs(form);
    }
    this.timer = setTimeout(() => this.signal.abort(new TryOver('the time of one try is over')), tryMs);
    signal.addEventListener('abort', this.follow, { once: true });
  }

  onStart(): void {
    this.hasStarted = true;
    if (this.request.endpoint.kind === 'write') this.detach();
  }

  onHeaders(): void {
    this.hasHeaders = true;
  }

  release(): void {
    clearTimeout(this.timer);
    this.detach();
  }

  private readonly follow = (): void => this.signal.abort(this.request.signal.reason);

  private detach(): void {
    this.request.signal.removeEventListener('abort', this.follow);
  }
}

const encodePairs = (pairs: UpstreamRequest['query']): string =>
  new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();

function readBody(answer: WireAnswer, { repeats }: EndpointFacts): JsonReading {
  const encoding = answer.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity' && encoding !== '') return { ok: false, reason: 'not JSON' };
  return readJson(answer.body, { repeats });
}

function retryAfter(answer: WireAnswer, clock: Clock): number | null {
  const header = answer.headers['retry-after'];
  if (typeof header !== 'string') return null;
  const text = header.trim();
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - clock.wall();
  return Number.isNaN(ms) ? null : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms));
}
