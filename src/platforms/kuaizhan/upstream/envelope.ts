import { type Judge, judgeStatus } from '../../../upstream/send.js';
import { type RejectionMatchers, rejectionKind } from './rejections.js';

/** `{ret, msg, data}`; a failure has no `data`, and the text of a success says nothing. */
interface Envelope {
  readonly ret: number | string | boolean;
  readonly msg: unknown;
}

/**
 * Reads the platform's verdict (its page, section 2). Only `ret` decides: 0 is a success, any other value a refusal,
 * whatever the HTTP status. Without an envelope the status decides, and a 200 without one is malformed.
 */
export const judgeEnvelope =
  (matchers: RejectionMatchers): Judge =>
  (answer, endpoint) => {
    const { status, json } = answer;
    const isRedirect = status >= 300 && status < 400;
    const envelope = json.ok && status !== 429 && !isRedirect ? envelopeOf(json.value) : null;
    if (envelope === null) {
      const byStatus = judgeStatus(answer);
      return byStatus ?? { kind: 'malformed', httpStatus: status, detail: 'no ret' };
    }
    if (Number(envelope.ret) === 0 && typeof envelope.ret !== 'boolean' && envelope.ret !== '')
      return judgeStatus(answer);
    const message = typeof envelope.msg === 'string' ? envelope.msg : '';
    return {
      kind: rejectionKind(message, endpoint, matchers),
      httpStatus: status,
      code: String(envelope.ret),
      message,
    };
  };

/** The `data` of an answer that was judged a success; undefined when it has none. */
export const dataOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;

function envelopeOf(body: unknown): Envelope | null {
  if (typeof body !== 'object' || body === null || !('ret' in body)) return null;
  const { ret } = body;
  if (typeof ret !== 'number' && typeof ret !== 'string' && typeof ret !== 'boolean') return null;
  return { ret, msg: 'msg' in body ? body.msg : null };
}
