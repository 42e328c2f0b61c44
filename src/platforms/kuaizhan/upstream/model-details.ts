import { isUtf8 } from 'node:buffer';
import { yuanFromFen } from './encode.js';

/** One chosen option: its name and its value. */
export type OptionPair = readonly [name: string, value: string];

/** A unit of a commodity as it is written. */
export interface VariantToWrite {
  readonly pairs: readonly OptionPair[];
  readonly priceFen: number;
  readonly amount: number;
}

/** JSON texts of the two request fields `models` and `model_details` (the platform's page, section 4.4). */
export interface WrittenVariants {
  readonly models: string;
  readonly modelDetails: string;
}

/** What is wrong with a list of variants. */
export interface VariantProblem {
  /** Index of the variant. */
  readonly index: number;
  readonly problem: 'no options' | 'option named twice' | 'other options than the first' | 'same options as another';
}

const byName = (a: OptionPair, b: OptionPair): number => compare(a[0], b[0]) || compare(a[1], b[1]);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The pairs in an order that does not depend on how they came: by name, then value, as UTF-16 units. */
export const canonicalPairs = (pairs: readonly OptionPair[]): OptionPair[] => [...pairs].sort(byName);

/** One text for one set of options, in whatever order they come; variants are matched by it, never by position. */
export const variantKey = (pairs: readonly OptionPair[]): string => JSON.stringify(canonicalPairs(pairs));

/** What keeps variants from being written; empty when nothing does. */
export function variantProblems(variants: readonly VariantToWrite[]): VariantProblem[] {
  const namesOf = (variant: VariantToWrite): string =>
    JSON.stringify(canonicalPairs(variant.pairs).map(([name]) => name));
  const [first] = variants;
  const seen = new Set<string>();
  return variants.flatMap((variant, index): VariantProblem[] => {
    const key = variantKey(variant.pairs);
    const isRepeated = seen.has(key);
    seen.add(key);
    const names = variant.pairs.map(([name]) => name);
    if (names.length === 0) return [{ index, problem: 'no options' }];
    if (new Set(names).size < names.length) return [{ index, problem: 'option named twice' }];
    if (first !== undefined && namesOf(variant) !== namesOf(first))
      return [{ index, problem: 'other options than the first' }];
    return isRepeated ? [{ index, problem: 'same options as another' }] : [];
  });
}

/** Both fields as `{}`: this clears the options of a commodity. */
export const NO_VARIANTS: WrittenVariants = { models: '{}', modelDetails: '{}' };

/** An option with its values, in the order that buyers see. */
export interface OptionValues {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Writes variants. Options and values keep the order in which they first appear, since buyers see it; the pairs of a
 * variant follow the order of the options, so the same variants always give the same text.
 * @param known options and values whose order is known
 * @throws RangeError when `variantProblems` finds something
 */
export function writeVariants(
  variants: readonly VariantToWrite[],
  known: readonly OptionValues[] = [],
): WrittenVariants {
  const [problem] = variantProblems(variants);
  if (problem !== undefined) throw new RangeError(`variant ${problem.index}: ${problem.problem}`);
  const options = new Map(known.map(({ name, values }) => [name, new Set(values)]));
  for (const [name, value] of variants.flatMap(({ pairs }) => pairs)) {
    options.set(name, (options.get(name) ?? new Set()).add(value));
  }
  const names = [...options.keys()];
  const details = variants.map(({ pairs, priceFen, amount }): [string, unknown] => {
    const ordered = [...pairs].sort((a, b) => names.indexOf(a[0]) - names.indexOf(b[0]));
    return [JSON.stringify(ordered), { price: yuanFromFen(priceFen), amount }];
  });
  return {
    models: objectText([...options].map(([name, values]) => [name, [...values]])),
    modelDetails: objectText(details),
  };
}

/** An object's text from its entries: an object would move keys that look like numbers to the front. */
const objectText = (entries: readonly (readonly [string, unknown])[]): string =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;

/**
 * Reads the `name` of an answered variant: base64, of either alphabet and with or without padding, of the JSON text of
 * its pairs.
 * @returns null for anything else; the raw name is kept by the caller
 */
export function readVariantName(name: string): OptionPair[] | null {
  const digits = name.replace(/\s+/g, '').replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (!/^[A-Za-z0-9+/]+$/.test(digits) || digits.length % 4 === 1) return null;
  const bytes = Buffer.from(digits, 'base64');
  if (!isUtf8(bytes)) return null;
  try {
    return pairsOf(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}

function pairsOf(value: unknown): OptionPair[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const pairs: OptionPair[] = [];
  for (const pair of value) {
    if (!Array.isArray(pair) || pair.length !== 2) return null;
    const [name, chosen]: unknown[] = pair;
    if (typeof name !== 'string' || (typeof chosen !== 'string' && typeof chosen !== 'number')) return null;
    pairs.push([name, String(chosen)]);
  }
  return pairs;
}
