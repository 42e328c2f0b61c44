import { type Judge, judgeStatus } from '../../../upstream/send.js';
import type { Failure } from '../../../upstream/upstream-error.js';

/** What the host says of a token it does not take (its page, section 2); documented texts, in English. */
const BAD_TOKEN: ReadonlySet<unknown> = new Set(['Please Add Token To Your Request Headers', 'User Does Not Exists']);

/** The host counts calls over one second. */
const THROTTLED_MS = 1_000;

/**
 * Reads the host's verdict (its page, sections 1.1 and 12): HTTP status, JSON, then the error envelope, which comes with HTTP
 * 200, then the success. Real errors of the host are HTML with status 500, and count as a host in trouble; an envelope with
 * `status_code` 500 is its ordinary refusal.
 */
export const judgeEnvelope: Judge = (answer, endpoint) => {
  const byStatus = judgeStatus(answer);
  if (byStatus !== null) return byStatus;
  const body = answer.json.ok ? answer.json.value : null;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return malformed('no object');
  const { detail, status_code: code, result, results } = body as Readonly<Record<string, unknown>>;
  if (typeof code === 'number' || detail !== undefined) return refusal(code, detail);
  if (endpoint.kind === 'write') return result === 'success' ? null : malformed('no result');
  return Array.isArray(results) ? null : malformed('no results');
};

/** The rows of an answer of the list that was judged a success. */
export const resultsOf = (body: unknown): unknown => (body as { results: unknown }).results;

const malformed = (detail: string): Failure => ({ kind: 'malformed', detail });

function refusal(code: unknown, detail: unknown): Failure {
  if (code === 429) return { kind: 'throttled', retryAfterMs: THROTTLED_MS };
  return {
    kind: BAD_TOKEN.has(detail) ? 'unauthorized' : 'refused',
    ...(typeof code === 'number' ? { code: String(code) } : {}),
    // Errors of filters are keyed by field, and have no text of their own.
    ...(typeof detail === 'string' ? { message: detail } : {}),
  };
}
