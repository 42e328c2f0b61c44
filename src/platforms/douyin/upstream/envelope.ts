import { type Judge, judgeStatus } from '../../../upstream/send.js';
import type { DouyinMethod } from './catalogue/methods.js';
import { numberOf, refusalKind } from './rejections.js';

/** Codes under which `data` is to be read: success, and success of some of several elements. */
const SUCCESS = 10000;
const PARTIAL = 10001;
/** What a throttled call is told to wait: the platform says nothing of it (its page, section d). */
const THROTTLED_MS = 1000;

interface Envelope {
  readonly code: number;
  readonly subCode: string;
  readonly message: string;
  readonly logId: string;
}

/**
 * Reads the platform's verdict (its page, section d). Business failures come with HTTP 200, any other status is the edge's.
 * `code` decides, and where an old answer has none, `err_no`; texts are never read.
 * @param onSkew told the `date` of an answer that refused our time
 */
export const judgeEnvelope =
  (onSkew: (date: string | null) => void): Judge =>
  (answer, endpoint) => {
    const byStatus = judgeStatus(answer);
    if (byStatus !== null) return byStatus;
    const { status, json } = answer;
    const body = json.ok ? json.value : null;
    const envelope = envelopeOf(body);
    if (envelope === null) return { kind: 'malformed', httpStatus: status, detail: 'no code' };
    const { code, subCode, message, logId } = envelope;
    const method = endpoint as DouyinMethod;
    if (code === SUCCESS || (code === PARTIAL && tellsItsParts(method))) return null;
    // Something of it was done, and nothing says what.
    if (code === PARTIAL) return { kind: 'malformed', httpStatus: status, detail: `part of it failed: ${subCode}` };
    if (isDoneBefore(envelope, method) || isPartial(envelope, method, body)) return null;
    const kind = refusalKind(envelope, method);
    if (kind === 'clock-skew') onSkew(answer.date);
    return {
      kind,
      httpStatus: status,
      code: String(code),
      subCode,
      message,
      logId,
      ...(kind === 'throttled' ? { retryAfterMs: THROTTLED_MS } : {}),
    };
  };

/** Whether what was done and what failed can be read in the answer: what a read did not bring is missing in it. */
const tellsItsParts = ({ kind, tellsEach }: DouyinMethod): boolean => kind === 'read' || tellsEach;

/**
 * Whether the platform says that it has done this before under the same idempotency parameter. Ours names one operation
 * alone, so that it was our own earlier attempt (reliability section 4).
 */
const isDoneBefore = ({ subCode }: Envelope, { knowsRepeats, repeated }: DouyinMethod): boolean =>
  knowsRepeats === true && (subCode === 'isv.idempotent-id-existed' || repeated.includes(numberOf(subCode)));

/** Whether the refusal is one of some elements alone, of which `data` tells (the platform's page, section d). */
const isPartial = ({ subCode }: Envelope, { partial }: DouyinMethod, body: unknown): boolean => {
  const data = dataOf(body);
  return typeof data === 'object' && data !== null && partial.includes(numberOf(subCode));
};

/** Whether an answer that was judged a success is "done before", which holds no data; other successes must. */
export function saysDoneBefore(body: unknown): boolean {
  const envelope = envelopeOf(body);
  return envelope !== null && envelope.code !== SUCCESS && envelope.code !== PARTIAL;
}

/** The `data` of an answer that was judged a success; undefined when it has none. */
export const dataOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;

function envelopeOf(body: unknown): Envelope | null {
  if (typeof body !== 'object' || body === null) return null;
  const { code, err_no, sub_code, sub_msg, msg, message, log_id } = body as Record<string, unknown>;
  const number = code === undefined ? legacyCode(err_no) : wholeNumber(code);
  if (number === null) return null;
  return {
    code: number,
    subCode: text(sub_code),
    message: text(sub_msg) || text(msg) || text(message),
    logId: text(log_id),
  };
}

/** Before `code`, `err_no` 0 was success; its other numbers are those of `code` by and large. */
function legacyCode(errNo: unknown): number | null {
  const number = wholeNumber(errNo);
  return number === 0 ? SUCCESS : number;
}

function wholeNumber(value: unknown): number | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : null;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
