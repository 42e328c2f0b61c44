import { createHash } from 'node:crypto';
import { invalid } from './envelope.js';
import type { Params } from './params.js';
import { type Pair, unitName } from './unit-name.encoding.js';

/** One combination of options with its price (yuan) and stock. */
export interface SpecUnit {
  /** In the order of the options. */
  readonly pairs: readonly Pair[];
  readonly price: number;
  readonly amount: number;
}

/** Options with their values, and a unit for each combination. */
export interface Specs {
  readonly models: readonly (readonly [option: string, values: readonly string[]])[];
  readonly units: readonly SpecUnit[];
}

export const NO_SPECS: Specs = { models: [], units: [] };
const DISAGREE = 'models and model_details disagree';

/**
 * Reads `models` and `model_details` of a write (specification 4.4).
 * @param strict refuse when only one is given or they disagree; otherwise both are ignored then
 * @returns undefined when there is nothing to do, {@link NO_SPECS} when both are `{}`
 */
export function readSpecs(params: Params, strict: boolean): Specs | undefined {
  const models = params.object('models');
  const details = params.object('model_details');
  if (models === undefined && details === undefined) return undefined;
  try {
    if (models === undefined || details === undefined) throw invalid(DISAGREE);
    const options = Object.entries(models).map(([option, values]) => [option, readValues(values)] as const);
    const units = Object.entries(details).map(([key, unit]) => readUnit(key, unit, options));
    if (options.length === 0 && units.length === 0) return NO_SPECS;
    const combinations = options.reduce((count, [, values]) => count * values.length, options.length === 0 ? 0 : 1);
    const different = new Set(units.map((unit) => JSON.stringify(unit.pairs))).size;
    if (different !== units.length || units.length !== combinations) throw invalid(DISAGREE);
    return { models: options, units };
  } catch (error) {
    if (strict) throw error;
    return undefined;
  }
}

function readValues(values: unknown): string[] {
  const texts = Array.isArray(values) ? values.filter((value) => typeof value === 'string' && value !== '') : [];
  if (!Array.isArray(values) || texts.length === 0 || texts.length !== values.length) throw invalid('models');
  if (new Set(texts).size !== texts.length) throw invalid('models');
  return texts;
}

function readUnit(key: string, unit: unknown, options: Specs['models']): SpecUnit {
  const given = readPairs(key);
  const { price, amount } = (typeof unit === 'object' && unit !== null ? unit : {}) as Record<string, unknown>;
  if (typeof price !== 'number' || typeof amount !== 'number' || !Number.isInteger(amount) || amount < 0) {
    throw invalid('model_details');
  }
  if (price < 0.01) throw invalid('price must be >= 0.01');
  const pairs = options.map(([option, values]): Pair => {
    const value = given.get(option);
    if (value === undefined || !values.includes(value)) throw invalid(DISAGREE);
    return [option, value];
  });
  if (pairs.length !== given.size) throw invalid(DISAGREE);
  return { pairs, price, amount };
}

/** The key of a unit is itself JSON text: `[["颜色","红"],["尺码","XL"]]`, pairs in any order. */
function readPairs(key: string): Map<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(key);
  } catch {
    throw invalid('model_details');
  }
  if (!Array.isArray(parsed)) throw invalid('model_details');
  const pairs = new Map<string, string>();
  for (const pair of parsed as unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2) throw invalid('model_details');
    const [option, value] = pair as unknown[];
    if (typeof option !== 'string' || typeof value !== 'string' || pairs.has(option)) throw invalid('model_details');
    pairs.set(option, value);
  }
  return pairs;
}

/** Price and stock of a commodity with these specs: the lowest price, the sum of stocks. */
export const specTotals = (specs: Specs): { price: number; amount: number } => ({
  price: Math.min(...specs.units.map((unit) => unit.price)),
  amount: specs.units.reduce((sum, unit) => sum + unit.amount, 0),
});

/** `model_details` of an answer: in an order that is surely not the one of `models`, and `{}` when there are none. */
export function detailsRow(specs: Specs): unknown {
  if (specs.units.length === 0) return {};
  const named = specs.units.map(({ pairs, price, amount }) => ({ price, amount, name: unitName(pairs) }));
  const shuffled = named
    .map((unit) => ({ unit, rank: createHash('sha256').update(unit.name).digest('hex') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ unit }) => unit);
  return shuffled.every((unit, index) => unit === named[index]) ? shuffled.reverse() : shuffled;
}
