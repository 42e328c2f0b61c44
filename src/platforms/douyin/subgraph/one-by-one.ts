import { asError, boundedParallel, FailedKey } from '../../../subgraph/loader.js';
import { readInt64 } from '../upstream/canonical-json.js';

/** Calls for single objects that run at a time: as many as the platform's page advises for a shop (section d). */
const AT_ONCE = 5;

/** Whether a text can be one of the platform's ids, 64-bit integers above 0; anything else is the id of nothing. */
export const isNativeId = (id: string): boolean => /^[1-9]/.test(id) && readInt64(id) !== null;

/** Values that the platform gives one by one; a failed one fails alone. */
export async function oneByOne<V>(
  ids: readonly string[],
  ask: (id: string) => Promise<V | null>,
): Promise<(V | FailedKey)[]> {
  const asked = ids.filter(isNativeId);
  const answers = await boundedParallel(asked, AT_ONCE, ask);
  return answers.flatMap((answer, at): (V | FailedKey)[] => {
    if (answer.status === 'rejected') return [new FailedKey(asked[at] ?? '', asError(answer.reason))];
    return answer.value === null ? [] : [answer.value];
  });
}
