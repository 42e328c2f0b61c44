import { createHash } from 'node:crypto';

/**
 * JSON text that is the same for equal values: object keys in order of their code units, absent fields left out, `null`
 * kept (an absent field and a null one mean different things in a write).
 * @throws TypeError for what JSON cannot hold, such as functions, big integers and secrets
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item ?? null)).join(',')}]`;
  // A `toJSON` hides what it stands for (a secret would equal every other secret).
  if (typeof value !== 'object' || 'toJSON' in value) throw new TypeError('not a value of JSON');
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}

/** SHA-256 (hex) of the canonical text. */
export const canonicalHash = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');
