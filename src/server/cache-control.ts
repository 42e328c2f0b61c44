import type { RequestReads } from '../subgraph/request-context.js';
import { scopeSetText } from '../tenants/scopes.js';
import { HttpRefusal } from './http-refusal.js';

/** Oldest answer that a request may take, and how much older one may stand in for a failure, in seconds. */
const MOST_SECONDS = { 'max-age': 300, 'stale-if-error': 3600 } as const;

const MAX_LENGTH = 1000;
/** A comma inside quotes is none of the list. */
const DIRECTIVES = /(?:[^,"]|"[^"]*")+/g;
const SECONDS = /^(?:\d{1,20}|"\d{1,20}")$/;

/**
 * What a request's `Cache-Control` allows (RFC 9111 section 5.2.1, RFC 5861 section 4): `max-age` and `stale-if-error` in
 * seconds, capped, the smallest when repeated; `no-cache` and `no-store` turn all of it off, joining too. Other
 * directives are ignored.
 * @throws HttpRefusal 400 for `max-age` and `stale-if-error` without a whole number of seconds
 */
export function readCacheControl(header: string | undefined, scopes: ReadonlySet<string>): RequestReads {
  const reads = { scopes: scopeSetText(scopes), maxAgeMs: 0, staleIfErrorMs: 0, mayJoin: true };
  if (header === undefined) return reads;
  const asked = directivesOf(header);
  if (asked.has('no-cache') || asked.has('no-store')) return { ...reads, mayJoin: false };
  return { ...reads, maxAgeMs: msOf('max-age', asked), staleIfErrorMs: msOf('stale-if-error', asked) };
}

/** Values by directive name; a directive without a value has the empty text. */
function directivesOf(header: string): ReadonlyMap<string, readonly string[]> {
  if (header.length > MAX_LENGTH) throw refusal(`\`Cache-Control\` has at most ${MAX_LENGTH} characters.`);
  const found = new Map<string, string[]>();
  for (const directive of header.match(DIRECTIVES) ?? []) {
    const [name = '', ...value] = directive.split('=');
    const key = name.trim().toLowerCase();
    found.set(key, [...(found.get(key) ?? []), value.join('=').trim()]);
  }
  return found;
}

function msOf(name: keyof typeof MOST_SECONDS, asked: ReadonlyMap<string, readonly string[]>): number {
  const seconds = (asked.get(name) ?? ['0']).map((text) => {
    if (!SECONDS.test(text)) throw refusal(`\`${name}\` in \`Cache-Control\` must be a whole number of seconds.`);
    return Number(text.replaceAll('"', ''));
  });
  return Math.min(MOST_SECONDS[name], ...seconds) * 1000;
}

const refusal = (message: string): HttpRefusal => new HttpRefusal(400, 'INVALID_INPUT', message);
