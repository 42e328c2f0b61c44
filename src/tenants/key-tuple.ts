/**
 * Joins parts into one key that no other list of parts gives: every part is preceded by its length (reliability R1).
 * Keys of caches, locks and sealed values are built by it, never by joining strings.
 */
export function tupleKey(parts: readonly string[]): string {
  let key = '';
  for (const part of parts) key += `${part.length}:${part}`;
  return key;
}
