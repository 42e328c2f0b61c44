import { revealSecret } from '../tenants/reveal-secret.js';
import type { Secret } from '../tenants/secret.js';

const REDACTED = '[redacted]';
/** Longest text of a platform that is passed on. */
const MAX_TEXT = 300;
/** A shorter value would also be found in innocent words; nobody issues such tokens. */
const SHORTEST_SECRET = 4;
const MARKUP = /<[!/?a-z]/i;
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * A platform's text as a merchant may see it (reliability R16): secret values removed in every spelling, control
 * characters and length cut to 300 characters, text with markup dropped whole.
 * @returns null for no text, and for markup
 */
export function safeText(text: string | null, secrets: readonly Secret[]): string | null {
  if (text === null || MARKUP.test(text)) return null;
  let clean = text;
  for (const spelling of secrets.flatMap(spellings)) clean = replaceAll(clean, spelling);
  clean = clean.replace(CONTROL, ' ').trim();
  if (clean === '') return null;
  return clean.length <= MAX_TEXT ? clean : `${clean.slice(0, MAX_TEXT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Raw, URL-encoded in both manners, and base64 in both alphabets; longest first, so that none leaves a rest. */
function spellings(secret: Secret): string[] {
  const value = revealSecret(secret);
  if (value.length < SHORTEST_SECRET) return [];
  const base64 = Buffer.from(value, 'utf8').toString('base64');
  const all = [
    value,
    encodeURIComponent(value),
    new URLSearchParams({ v: value }).toString().slice(2),
    base64,
    base64.replaceAll('=', ''),
    Buffer.from(value, 'utf8').toString('base64url'),
    encodeURIComponent(base64),
    JSON.stringify(value).slice(1, -1),
  ];
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}

/** Ignores case, since percent-encoding has two; a secret of another case is no loss to hide as well. */
function replaceAll(text: string, needle: string): string {
  const escaped = needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(escaped, 'gi'), REDACTED);
}
