import { isDeepStrictEqual } from 'node:util';
import type { Target } from '../load.js';
import { type LoadRequest, requestMaker } from '../load-request.js';
import type { Workload } from '../workloads/workload.js';

/**
 * Asks every target once: who answered something else would be no measure.
 * @throws Error when an answer holds an error, is not whole, or differs from the first one's
 */
export async function requireWholeAnswers(workload: Workload, targets: readonly Target[]): Promise<void> {
  const comparable = workload.comparable ?? dataOf;
  const answers = await Promise.all(
    targets.map(async ({ name, url, requests: [request] }) => {
      try {
        const compared = comparable(await askOnce(url, request));
        if (compared == null || !workload.isWhole(compared)) throw new Error('the answer is not whole');
        return { name, compared: withNativeIds(compared) };
      } catch (cause) {
        throw new Error(`${name}: ${workload.name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
      }
    }),
  );
  const [first] = answers;
  for (const { name, compared } of answers)
    if (!isDeepStrictEqual(compared, first?.compared))
      throw new Error(`${name}: ${workload.name}: the answer is another`);
}

async function askOnce(url: string, request: LoadRequest | undefined): Promise<unknown> {
  if (request === undefined) throw new Error('nothing is asked');
  const { path = '', headers, body } = requestMaker(request)();
  return (await fetch(new URL(path, url), { method: 'POST', headers, body })).json();
}

function dataOf(answer: unknown): unknown {
  const { data, errors } = answer as { data?: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors).slice(0, 500));
  return data;
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
