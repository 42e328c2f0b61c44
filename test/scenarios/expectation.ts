import type { JournalEntry } from '../../src/emulator/journal.js';

/**
 * What keeps an answer from being the one on the page; empty when nothing does. The page may write `"<time>"`, `"<text>"`,
 * `"<number>"` for values that differ at every run, and end a list with `"<98 more>"`.
 */
export function differences(expected: unknown, actual: unknown, path = ''): string[] {
  if (typeof expected === 'string' && /^<(time|text|number)>$/.test(expected))
    return fits(expected, actual) ? [] : [`${path}: ${JSON.stringify(actual)} is no ${expected}`];
  if (Array.isArray(expected) && Array.isArray(actual)) return listDifferences(expected, actual, path);
  if (!isObject(expected) || !isObject(actual))
    return Object.is(expected, actual)
      ? []
      : [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names].flatMap((name) => differences(expected[name], actual[name], `${path}/${name}`));
}

/** The same for an object of which the page tells only a part: of `extensions`, and of errors. */
export function missingFrom(expected: unknown, actual: unknown, path: string): string[] {
  if (!isObject(expected) || !isObject(actual)) return differences(expected, actual, path);
  return Object.keys(expected).flatMap((name) => missingFrom(expected[name], actual[name], `${path}/${name}`));
}

function listDifferences(expected: readonly unknown[], actual: readonly unknown[], path: string): string[] {
  const more = /^<(\d+) more>$/.exec(String(expected.at(-1)))?.[1];
  const shown = more === undefined ? expected : expected.slice(0, -1);
  const length = shown.length + Number(more ?? 0);
  if (actual.length !== length) return [`${path}: expected ${length} elements, got ${actual.length}`];
  return shown.flatMap((element, index) => differences(element, actual[index], `${path}/${index}`));
}

function fits(marker: string, actual: unknown): boolean {
  if (marker === '<number>') return typeof actual === 'number';
  if (typeof actual !== 'string' || actual === '') return false;
  return marker === '<text>' || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(actual);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What keeps the journal from being the one on the page. A line is `tea: GET /v2/... name=value`, in order; the caller's
 * name and the parameters are optional, those given must be there. Lines that begin with `+` come in any order with the
 * line before them: their calls go out at the same time.
 */
export function callDifferences(lines: readonly string[], entries: readonly JournalEntry[]): string[] {
  const shown = entries.map((entry) => `${entry.caller.label}: ${entry.operation} ${JSON.stringify(entry.params)}`);
  if (lines.length !== entries.length)
    return [`expected ${lines.length} calls, the stand-in saw ${entries.length}:\n${shown.join('\n')}`];
  const left = [...entries];
  return lines.flatMap((line, index) => {
    let last = index;
    while (lines[last + 1]?.startsWith('+') === true) last += 1;
    const window = left.slice(0, last - index + 1);
    const at = window.findIndex((entry) => isCall(line.replace(/^\+\s*/, ''), entry));
    if (at < 0) return [`call ${index + 1}: expected ${line}, the stand-in saw:\n${shown.join('\n')}`];
    left.splice(at, 1);
    return [];
  });
}

function isCall(line: string, entry: JournalEntry): boolean {
  const [, label, operation = '', params = ''] = /^(?:(\w+): )?((?:GET|POST) \S+)(.*)$/.exec(line) ?? [];
  if (entry.operation !== operation || (label !== undefined && entry.caller.label !== label)) return false;
  return params
    .split(' ')
    .filter((pair) => pair !== '')
    .every((pair) => {
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      return value === '-' ? !(name in entry.params) : entry.params[name] === value;
    });
}
