import { AppError } from '../errors/app-error.js';
import { classifyTransport, DeadlineOver, TryOver } from './classify.js';
import type { Clock } from './clock.js';
import type { WireAnswer, WireRequest } from './dispatchers.js';
import { type JsonReading, readJson } from './read-json.js';
import type { EndpointFacts, Send, UpstreamRequest } from './request.js';
import { type Failure, UpstreamFailure, upstreamError } from './upstream-error.js';

/** An answer before anybody judged it. */
export interface Answer {
  readonly status: number;
  /** What the platform asks to wait, 0 to 60 000 ms; null when it says nothing. */
  readonly retryAfterMs: number | null;
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
  /** Total milliseconds of one try, connecting and reading included. */
  readonly tryMs: number;
  readonly clock: Clock;
}

const MAX_RETRY_AFTER_MS = 60_000;

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
    if (request.attempt === 1) await runBeforeFirstByte(request);
    const phase = { hasStarted: false, hasHeaders: false };
    const ending = endingOf(request, options.tryMs);
    let answer: WireAnswer;
    try {
      if (ending.signal.aborted) throw ending.signal.reason;
      request.onAttempt?.();
      answer = await options.exchange({
        ...wireForm(request, options.basePath),
        signal: ending.signal,
        onStart: () => {
          phase.hasStarted = true;
          if (request.endpoint.kind === 'write') ending.detach();
        },
        onHeaders: () => {
          phase.hasHeaders = true;
        },
      });
    } catch (error) {
      const kind = request.signal.aborted && error === request.signal.reason ? reasonKind(error) : null;
      throw upstreamError(request, { kind: kind ?? classifyTransport(error, phase), cause: error }, phase.hasStarted);
    } finally {
      ending.release();
    }
    const json = readBody(answer);
    const verdict = options.judge(
      { status: answer.status, retryAfterMs: retryAfter(answer, options.clock), json },
      request.endpoint,
    );
    if (verdict !== null) throw upstreamError(request, { httpStatus: answer.status, ...verdict }, true);
    return {
      status: answer.status,
      body: json.ok ? json.value : undefined,
      receivedAt: options.clock.wall(),
      attempts: request.attempt,
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

/** Ends an attempt with its own time, or with the request; a sent write is detached from the request (R26). */
function endingOf(request: UpstreamRequest, tryMs: number): { signal: AbortSignal; detach(): void; release(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new TryOver('the time of one try is over')), tryMs);
  const follow = (): void => controller.abort(request.signal.reason);
  request.signal.addEventListener('abort', follow, { once: true });
  const detach = (): void => request.signal.removeEventListener('abort', follow);
  return {
    signal: controller.signal,
    detach,
    release: () => {
      clearTimeout(timer);
      detach();
    },
  };
}

function wireForm(
  request: UpstreamRequest,
  basePath: string,
): Pick<WireRequest, 'method' | 'path' | 'headers' | 'body'> {
  const { endpoint, query, form } = request;
  const search = encodePairs(query);
  const headers = { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'shopgraph' };
  const isPost = endpoint.method === 'POST';
  return {
    method: endpoint.method,
    path: `${basePath}${endpoint.path}${search === '' ? '' : `?${search}`}`,
    headers: isPost ? { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } : headers,
    body: isPost ? encodePairs(form) : null,
  };
}

const encodePairs = (pairs: UpstreamRequest['query']): string =>
  new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();

function readBody(answer: WireAnswer): JsonReading {
  const encoding = answer.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity' && encoding !== '') return { ok: false, reason: 'not JSON' };
  return readJson(answer.body);
}

function retryAfter(answer: WireAnswer, clock: Clock): number | null {
  const header = answer.headers['retry-after'];
  if (typeof header !== 'string') return null;
  const text = header.trim();
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - clock.wall();
  return Number.isNaN(ms) ? null : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms));
}
