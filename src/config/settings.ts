import type { ProblemList } from './config-problems.js';
import type { Environment } from './env.js';

/** Longest accepted list, so that a pasted file does not become configuration. */
const MAX_LIST = 100;

/** Reads single settings; each method notes a problem and goes on with the default. */
export class Settings {
  constructor(
    private readonly env: Environment,
    private readonly problems: ProblemList,
  ) {}

  /** The trimmed text, or undefined when not set. */
  text(name: string): string | undefined {
    return this.env[name]?.trim();
  }

  /** A whole number within bounds, both included. */
  integer(name: string, bounds: { min: number; max: number; default: number }): number {
    const text = this.text(name);
    if (text === undefined) return bounds.default;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.min && value <= bounds.max) return value;
    return this.problems.add(name, `must be a whole number from ${bounds.min} to ${bounds.max}`, bounds.default);
  }

  /** `true` or `false`. */
  flag(name: string, fallback: boolean): boolean {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (text === 'true' || text === 'false') return text === 'true';
    return this.problems.add(name, 'must be true or false', fallback);
  }

  /** One of a closed list. */
  choice<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const found = choices.find((choice) => choice === text);
    return found ?? this.problems.add(name, `must be one of ${choices.join(', ')}`, fallback);
  }

  /** A comma-separated list; every item must satisfy the test. Empty when not set. */
  list(name: string, isGood: (item: string) => boolean, expectation: string): readonly string[] {
    const text = this.text(name);
    if (text === undefined) return [];
    const items = text.split(',').map((item) => item.trim());
    if (items.length <= MAX_LIST && items.every(isGood)) return [...new Set(items)];
    return this.problems.add(name, expectation, []);
  }

  /** An http(s) base address without user, query and fragment. */
  baseUrl(name: string, fallback: string): URL {
    const text = this.text(name) ?? fallback;
    const url = URL.canParse(text) ? new URL(text) : null;
    const isPlain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
    if (isPlain && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
    return this.problems.add(
      name,
      'must be an http or https address without user, query and fragment',
      new URL(fallback),
    );
  }
}
