import type { Static, TSchema } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';

/** A value that does not fit: where, and what was expected there. Never what was found (reliability R15). */
export class Misfit extends Error {
  /** JSON Pointer into the decoded value; empty for the value itself. */
  readonly path: string;
  readonly expected: string;

  constructor(path: string, expected: string) {
    super(`${path === '' ? '/' : path}: ${expected}`);
    this.name = 'Misfit';
    this.path = path;
    this.expected = expected;
  }

  /** The same misfit seen from further out. */
  below(prefix: string): Misfit {
    return new Misfit(`${prefix}${this.path}`, this.expected);
  }
}

/** Turns `unknown` into a typed value, or throws a `Misfit`. */
export type Decoder<T> = (value: unknown) => T;

/**
 * Makes a decoder of a schema. Unknown properties are let pass. The check is compiled at the first use, so that making
 * a decoder costs nothing.
 */
export function decoder<T extends TSchema>(schema: T): Decoder<Static<T>> {
  let compiled: TypeCheck<T> | undefined;
  return (value) => {
    compiled ??= TypeCompiler.Compile(schema);
    if (compiled.Check(value)) return value;
    const first = compiled.Errors(value).First();
    throw new Misfit(first?.path ?? '', first?.message ?? 'Expected another shape');
  };
}

/** Elements of a list that could not be read. */
export interface BadRows {
  readonly count: number;
  /** The first few misfits, each with its path; no values. */
  readonly paths: readonly string[];
}

/** What could be read of a list. */
export interface TolerantList<T> {
  readonly rows: T[];
  /** Place of each row in the list as it came. */
  readonly indices: number[];
  readonly badRows: BadRows;
}

const MAX_PATHS = 10;

/**
 * Reads a list element by element: one bad element does not lose the others (reliability R19).
 * @throws Misfit when the value is no array, or when not one of its elements could be read
 */
export function decodeList<T>(value: unknown, element: Decoder<T>): TolerantList<T> {
  if (!Array.isArray(value)) throw new Misfit('', 'Expected array');
  const rows: T[] = [];
  const indices: number[] = [];
  const misfits: Misfit[] = [];
  for (let index = 0; index < value.length; index += 1) {
    try {
      rows.push(element(value[index]));
      indices.push(index);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      misfits.push(error.below(`/${index}`));
    }
  }
  const [first] = misfits;
  if (first !== undefined && rows.length === 0) throw first;
  return {
    rows,
    indices,
    badRows: { count: misfits.length, paths: misfits.slice(0, MAX_PATHS).map((misfit) => misfit.message) },
  };
}
