import type { Answer, Dialect } from './answer.js';
import type { FaultRule } from './fault-rule.js';

/** More than the 8 MiB that a client of a platform may read. */
const HUGE_BYTES = 9 * 1024 * 1024;
const DEEP_LEVELS = 20_000;
const HTML = '<!DOCTYPE html><html><head><title>502</title></head><body><h1>系统繁忙，请稍后再试</h1></body></html>';
const POLLUTION = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},';

/**
 * The answer that a fault sends in place of the right one. Faults that are about time or the connection
 * (`slow_drip`, `truncate`, pauses and cuts) leave it as it is.
 */
export function faultAnswer(rule: FaultRule, right: Answer, dialect: Dialect): Answer {
  const withBody = (body: string | Buffer, result = right.result): Answer => ({
    ...right,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    result,
  });
  const text = () => right.body.toString('utf8');
  switch (rule.fault) {
    case 'html_200':
      return { contentType: 'text/html; charset=utf-8', body: Buffer.from(HTML), result: null };
    case 'http_status':
      return {
        status: rule.status ?? 500,
        contentType: 'text/html; charset=utf-8',
        headers: rule.retryAfter === undefined ? {} : { 'retry-after': String(rule.retryAfter) },
        body: Buffer.from(HTML),
        result: null,
      };
    case 'redirect':
      return {
        status: 302,
        contentType: 'text/html; charset=utf-8',
        headers: { location: rule.location ?? '/elsewhere' },
        body: Buffer.alloc(0),
        result: null,
      };
    case 'business_code':
      return dialect.refusal(rule.code ?? 1, rule.message ?? 'refused by a fault rule');
    case 'empty':
      return withBody('', null);
    case 'null':
      return withBody('null', null);
    case 'malformed':
      return withBody(`${text().slice(0, -1)},,`, null);
    case 'bom':
      return withBody(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), right.body]));
    case 'invalid_utf8':
      return withBody(brokenUtf8(right.body));
    default:
      // What is left works on an envelope, and a bare 404 has none.
      return right.result === null ? right : { ...right, body: Buffer.from(changedEnvelope(rule, text(), dialect)) };
  }
}

function changedEnvelope(rule: FaultRule, text: string, dialect: Dialect): string {
  switch (rule.fault) {
    case 'deep':
      return withData(text, dialect, '@deep@').replace('"@deep@"', '['.repeat(DEEP_LEVELS) + ']'.repeat(DEEP_LEVELS));
    case 'proto':
      return polluted(text, dialect.dataKey);
    case 'huge':
      return text.replace('{', `{${' '.repeat(HUGE_BYTES)}`);
    case 'missing_data':
      return withData(text, dialect, undefined);
    case 'wrong_types':
      return wrongTypes(text, dialect, rule.rows);
    case 'rows_missing':
    case 'rows_doubled':
    case 'rows_reordered':
    case 'rows_foreign':
      return changedRows(text, rule, dialect);
    default:
      return text;
  }
}

const PLAIN = { parse: (text: string): unknown => JSON.parse(text), print: (value: unknown) => JSON.stringify(value) };

function withData(text: string, dialect: Dialect, data: unknown): string {
  const { parse, print } = dialect.json ?? PLAIN;
  return print({ ...(parse(text) as object), [dialect.dataKey]: data });
}

/** A lone continuation and an overlong start, inside the first string. */
function brokenUtf8(body: Buffer): Buffer {
  const at = body.indexOf('"') + 1;
  return Buffer.concat([body.subarray(0, at), Buffer.from([0xc3, 0x28, 0xff, 0xc0, 0xaf]), body.subarray(at)]);
}

/** Keys are put in as text: an object literal could not hold `__proto__` as a plain key. */
function polluted(text: string, dataKey: string): string {
  const inEnvelope = text.replace('{', `{${POLLUTION}`);
  return inEnvelope.replace(new RegExp(`("${dataKey}":\\[?\\{)`), `$1${POLLUTION}`);
}

function wrongTypes(text: string, dialect: Dialect, count: number | undefined): string {
  const { parse, print } = dialect.json ?? PLAIN;
  const answer = parse(text) as Record<string, unknown>;
  const rows = dialect.rows(answer);
  if (rows !== null) {
    const last = Math.min(count ?? rows.length, rows.length);
    for (let index = 0; index < last; index += 1) rows[index] = swapFields(rows[index]);
  } else {
    answer[dialect.dataKey] = swapFields(answer[dialect.dataKey]);
  }
  return print(answer);
}

function swapFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return swap(value);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, swap(field)]));
}

function swap(value: unknown): unknown {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'number') return [value];
  if (typeof value === 'boolean') return 'yes';
  return 7;
}

function changedRows(text: string, rule: FaultRule, dialect: Dialect): string {
  const { parse, print } = dialect.json ?? PLAIN;
  const answer = parse(text);
  const rows = dialect.rows(answer);
  if (rows === null) return text;
  const count = rule.rows ?? 1;
  if (rule.fault === 'rows_missing') rows.splice(0, count);
  if (rule.fault === 'rows_doubled') rows.unshift(...rows.slice(0, count));
  if (rule.fault === 'rows_reordered') rows.reverse();
  if (rule.fault === 'rows_foreign') rows.unshift(...rows.slice(0, count).map(dialect.foreignRow));
  return print(answer);
}
