import { isDeepStrictEqual } from 'node:util';
import type { Target } from '../load.js';
import type { Workload } from '../workloads/workload.js';

/**
 * Asks every target once: who answered something else would be no measure.
 * @throws Error when an answer holds an error, is not whole, or differs from the first one's
 */
export async function requireWholeAnswers(workload: Workload, targets: readonly Target[]): Promise<void> {
  const answers = await Promise.all(
    targets.map(async ({ name, url, requests: [request] }) => {
      const response = await fetch(url, { method: 'POST', ...request });
      const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
      if (errors !== undefined) throw new Error(`${name}: ${workload.name}: ${JSON.stringify(errors).slice(0, 500)}`);
      if (data == null || !workload.isWhole(data))
        throw new Error(`${name}: ${workload.name}: the answer is not whole`);
      return { name, data: withNativeIds(data) };
    }),
  );
  const [first] = answers;
  for (const { name, data } of answers)
    if (!isDeepStrictEqual(data, first?.data)) throw new Error(`${name}: ${workload.name}: the answer is another`);
}

/**
 * Ids without what a server puts before the platform's own: two servers give one shop two keys, and a peer that is
 * configured and not written may give the platform's ids as they are. A shop's own id is its key and says nothing.
 */
function withNativeIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNativeIds);
  if (typeof value === 'string') return value.replace(/^gid:\/\/v1\/Shop\/.*$/, 'shop').replace(/^gid:.*\//, '');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withNativeIds(part)]));
}
