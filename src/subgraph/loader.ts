import DataLoader from 'dataloader';

/** A loader whose answers are matched by key: missing is null, foreign is dropped and counted, doubles are harmless. */
export interface KeyedLoader<V> {
  /** One value; loads of the same tick share the fewest calls. Rejects only when the call for this key failed. */
  load(key: string): Promise<V | null>;
  /** The same for many, in the order asked; a failed one rejects the whole. */
  loadMany(keys: readonly string[]): Promise<(V | null)[]>;
  /** Remembers values that came along with another call. */
  prime(values: readonly V[]): void;
  /** Forgets a value; a write does so before it reads back. */
  clear(key: string): void;
}

/** How to load, and how answers say which key they are for. */
export interface KeyedLoaderOptions<V> {
  /** One call for several keys; may answer in any order, with rows missing, doubled or foreign, and single keys failed. */
  readonly fetch: (keys: readonly string[]) => Promise<readonly (V | FailedKey)[]>;
  /** One call for a single key, where that call tells more; null for missing. */
  readonly fetchOne?: (key: string) => Promise<V | null>;
  /** Which key a value is for. */
  readonly key: (value: V) => string;
  /** Most keys a call takes. */
  readonly chunk: number;
  /** Told of rows nobody asked for: a drift of the platform, never a value for the caller. */
  readonly onForeign?: (count: number) => void;
}

/** A key whose own follow-up call failed: neither found nor missing, so its load rejects while the others go on. */
export class FailedKey {
  constructor(
    readonly key: string,
    readonly error: Error,
  ) {}
}

/**
 * Makes a loader for one request and shop (conventions 3.4). One failed chunk fails only its own keys; a failure is not
 * remembered, so a later load in the same request may succeed (reliability R2).
 */
export function keyedLoader<V extends object>(options: KeyedLoaderOptions<V>): KeyedLoader<V> {
  const loader = new DataLoader<string, V | null>((keys) => loadBatch(options, keys), { maxBatchSize: options.chunk });
  // What came along is looked at when a key is asked for: most requests that list ask for none.
  const primed = new Map<string, V>();
  let unread: (readonly V[])[] = [];
  const known = (): Map<string, V> => {
    for (const value of unread.flat()) if (!primed.has(options.key(value))) primed.set(options.key(value), value);
    unread = [];
    return primed;
  };
  const clear = (key: string): void => {
    known().delete(key);
    loader.clear(key);
  };
  const load = async (key: string): Promise<V | null> => {
    const value = known().get(key);
    if (value !== undefined) loader.prime(key, value);
    try {
      return await loader.load(key);
    } catch (error) {
      clear(key);
      throw error;
    }
  };
  return {
    load,
    loadMany: (keys) => Promise.all(keys.map(load)),
    prime: (values) => void unread.push(values),
    clear,
  };
}

async function loadBatch<V>(options: KeyedLoaderOptions<V>, keys: readonly string[]): Promise<(V | null | Error)[]> {
  try {
    const [only] = keys;
    if (options.fetchOne !== undefined && keys.length === 1 && only !== undefined) {
      const value = await options.fetchOne(only);
      if (value === null || options.key(value) === only) return [value];
      options.onForeign?.(1);
      return [null];
    }
    const wanted = new Set(keys);
    const found = new Map<string, V | Error>();
    let foreign = 0;
    for (const value of await options.fetch(keys)) {
      const key = value instanceof FailedKey ? value.key : options.key(value);
      if (!wanted.has(key)) foreign += 1;
      else if (!found.has(key)) found.set(key, value instanceof FailedKey ? value.error : value);
    }
    if (foreign > 0) options.onForeign?.(foreign);
    return keys.map((key) => found.get(key) ?? null);
  } catch (error) {
    return keys.map(() => asError(error));
  }
}

/** What was thrown, as an error. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('load failed', { cause: thrown });

/** Runs each distinct question once per request: identical pages, counts and single reads share one call. */
export class OncePerRequest {
  private readonly running = new Map<string, Promise<unknown>>();

  /** The answer to `key`, asked at most once; a failed one is forgotten. */
  run<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.running.get(key);
    if (known !== undefined) return known as Promise<T>;
    const answer = ask();
    this.running.set(key, answer);
    answer.catch(() => this.running.delete(key));
    return answer;
  }

  /** Forgets everything; a write does so before it reads back. */
  clear(): void {
    this.running.clear();
  }
}

/** Runs one call for each value, at most `width` at a time, answers in the order asked. For calls without a batch form. */
export async function boundedParallel<K, V>(
  keys: readonly K[],
  width: number,
  run: (key: K) => Promise<V>,
): Promise<PromiseSettledResult<V>[]> {
  const results: PromiseSettledResult<V>[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < keys.length) {
      const index = next++;
      const [result] = await Promise.allSettled([run(keys[index] as K)]);
      results[index] = result;
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, keys.length) }, worker));
  return results;
}
