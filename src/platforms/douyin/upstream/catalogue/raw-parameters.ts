import { AppError, InputErrors } from '../../../../errors/app-error.js';
import { isPlainObject, type JsonValue, MAX_DEPTH, readInt64 } from '../canonical-json.js';
import type { CataloguedMethod } from './catalogue.js';
import type { Parameter, Shape } from './parameter.js';

/** Most values of one call, and most characters of its names and texts: those of a whole request (reliability section 2). */
const MAX_VALUES = 5_000;
const MAX_CHARACTERS = 256 * 1024;
const MAX_PROBLEMS = 20;
const PATH = ['input', 'parameters'];
/** Keys that could reach into a prototype (reliability R32). */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
/** Other keys are the caller's text, which no error repeats. */
const SHOWN = /^\w{1,64}$/;

const INT64 = 'an integer of 64 bits, its digits as a string from 2^53 on';
const LOST_DIGITS = 'no integer from 2^53 on as a number, for it has lost digits: its digits as a string';

/**
 * Reads the parameters of a raw call by the method's catalogue row: required ones are there, types fit, and digits become
 * integers where the platform wants these. What the catalogue does not know is passed on as it is, since the platform has
 * grown since, within the same limits.
 * @returns what `canonicalJson` takes; 64-bit integers that a number cannot hold are big integers
 * @throws InputErrors with paths into the arguments, at most twenty; no value is echoed
 */
export function readRawParameters(method: CataloguedMethod, parameters: unknown): Record<string, JsonValue> {
  const reader = new RawReader();
  return reader.parameters(method.parameters, parameters);
}

type Json = Record<string, JsonValue>;

class RawReader {
  private readonly problems: AppError[] = [];
  private readonly path = [...PATH];
  private values = 0;
  private characters = 0;

  parameters(known: readonly Parameter[], value: unknown): Json {
    const read = isPlainObject(value) ? this.fields(known, value) : {};
    if (!isPlainObject(value)) this.problem('an object');
    if (this.problems.length > 0) throw new InputErrors(this.problems);
    return read;
  }

  private shaped(value: unknown, shape: Shape): JsonValue {
    switch (shape.type) {
      case 'string':
        return typeof value === 'string' ? this.text(value) : this.problem('a string');
      case 'int64':
        return this.integer(value);
      case 'float':
        return typeof value === 'number' ? this.number(value) : this.problem('a number');
      case 'bool':
        return typeof value === 'boolean' ? value : this.problem('true or false');
      case 'any':
        return this.any(value);
      case 'array':
        return Array.isArray(value) ? this.list(value, shape.item) : this.problem('a list');
      case 'map':
        return isPlainObject(value) ? this.map(value, shape.key, shape.item) : this.problem('an object');
      case 'object':
        return isPlainObject(value) ? this.nested(() => this.fields(shape.fields, value)) : this.problem('an object');
    }
  }

  private any(value: unknown): JsonValue {
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return this.number(value);
    if (typeof value === 'bigint') return this.integer(value);
    if (Array.isArray(value)) return this.list(value, { type: 'any' });
    if (isPlainObject(value)) return this.map(value, 'string', { type: 'any' });
    return this.problem('a value of JSON');
  }

  private fields(known: readonly Parameter[], value: Readonly<Record<string, unknown>>): Json {
    const shapes = new Map(known.map((parameter) => [parameter.name, parameter]));
    for (const { name, isRequired } of known)
      if (isRequired && value[name] == null) this.at(name, () => this.problem('given: it is required'));
    return this.entries(value, (name, field) => {
      const shape = shapes.get(name);
      if (shape === undefined) return this.any(field);
      return field === null ? null : this.shaped(field, shape);
    });
  }

  private map(value: Readonly<Record<string, unknown>>, key: 'string' | 'int64', item: Shape): JsonValue {
    return this.nested(() =>
      this.entries(value, (name, element) =>
        key === 'int64' && readInt64(name) === null
          ? this.problem('under a key of digits')
          : this.shaped(element, item),
      ),
    );
  }

  private list(value: readonly unknown[], item: Shape): JsonValue {
    return this.nested(() =>
      Array.from(value, (element, index) => this.at(String(index), () => this.shaped(element, item))),
    );
  }

  /** Undefined fields are left out, as JSON has none. */
  private entries(value: Readonly<Record<string, unknown>>, read: (name: string, field: unknown) => JsonValue): Json {
    const entries: [string, JsonValue][] = [];
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue;
      this.characters += name.length;
      const named = () =>
        FORBIDDEN.has(name) ? this.problem('absent: no parameter has this name') : read(name, field);
      entries.push([name, this.at(name, named)]);
    }
    return Object.fromEntries(entries);
  }

  private nested<T extends JsonValue>(read: () => T): T | null {
    // Names of the arguments lead to the parameters, which are the first level.
    return this.path.length - PATH.length < MAX_DEPTH ? read() : this.problem(`at most ${MAX_DEPTH} levels deep`);
  }

  private at<T>(step: string, read: () => T): T {
    this.values += 1;
    if (this.values > MAX_VALUES) this.stop(`at most ${MAX_VALUES} values`);
    this.path.push(step);
    const value = read();
    this.path.pop();
    return value;
  }

  private text(value: string): string {
    this.characters += value.length;
    if (this.characters > MAX_CHARACTERS) this.stop(`at most ${MAX_CHARACTERS} characters`);
    return value;
  }

  private number(value: number): JsonValue {
    if (!Number.isFinite(value)) return this.problem('a number');
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? this.problem(LOST_DIGITS) : value;
  }

  private integer(value: unknown): JsonValue {
    if (Number.isSafeInteger(value)) return value as number;
    const digits = typeof value === 'bigint' || typeof value === 'string' ? readInt64(String(value)) : null;
    if (digits === null) return this.problem(INT64);
    const number = Number(digits);
    return Number.isSafeInteger(number) ? number : digits;
  }

  /** @returns what stands in the value's place until all that is wrong is thrown */
  private problem(constraint: string): null {
    this.problems.push(problemAt(this.path, constraint));
    if (this.problems.length >= MAX_PROBLEMS) throw new InputErrors(this.problems);
    return null;
  }

  /** Of the whole call: nothing more is read. */
  private stop(constraint: string): never {
    throw new InputErrors([...this.problems, problemAt(PATH, constraint)]);
  }
}

/** Says where without the caller's own text: the path ends before a key that is no name. */
function problemAt(path: readonly string[], constraint: string): AppError {
  const strange = path.findIndex((step) => !SHOWN.test(step));
  const shown = strange === -1 ? path : path.slice(0, strange);
  const name = shown.findLast((step) => !/^\d+$/.test(step)) ?? '';
  return new AppError('INVALID_INPUT', `${name} must be ${constraint}.`, { path: [...shown], constraint });
}
