import { canonical } from './canonical.js';
import { invalid, missing, type Refusal } from './refusal.js';
import { isList, isObject, type Json, type JsonObject, NumberText } from './wire-json.js';

/**
 * Business parameters. Numbers may come as digits in a string and the other way round, as the platform takes them
 * (specification f.3); every reader throws a Refusal for a value that it cannot take, with the number of its method.
 */
export class Params {
  /**
   * @param wrong number of the 40004 for a value of the wrong form
   * @param absent number of the 40002 for a value that must be there
   */
  constructor(
    readonly fields: JsonObject,
    private readonly wrong: number,
    private readonly absent = wrong,
  ) {}

  /** Given and not null. */
  has(name: string): boolean {
    return this.fields[name] !== undefined && this.fields[name] !== null;
  }

  /** A text, or a number as its digits. */
  text(name: string): string | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    throw this.cannotTake(name);
  }

  /** A text that must be there and not empty. */
  required(name: string, absent = this.absent): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw missing(absent, `${name}不能为空`);
    return value;
  }

  /** An id: decimal digits as text. Empty and `0` count as not given, as they do for optional int64 fields. */
  id(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined || value === '' || value === '0') return undefined;
    if (!/^\d{1,20}$/.test(value)) throw this.cannotTake(name);
    return value;
  }

  requiredId(name: string, absent = this.absent): string {
    const value = this.id(name);
    if (value === undefined) throw missing(absent, `${name}不能为空`);
    return value;
  }

  /** An integer that a JavaScript number holds. */
  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined || value === '') return undefined;
    const number = /^-?\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    if (!Number.isSafeInteger(number)) throw this.cannotTake(name);
    return number;
  }

  requiredInteger(name: string, absent = this.absent): number {
    const value = this.integer(name);
    if (value === undefined) throw missing(absent, `${name}不能为空`);
    return value;
  }

  /** A number with or without a fraction. */
  decimal(name: string): number | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    const number = value instanceof NumberText ? Number(value.text) : Number(this.text(name));
    if (!Number.isFinite(number)) throw this.cannotTake(name);
    return number;
  }

  /** A boolean, or its two words, or 0 and 1. */
  flag(name: string): boolean | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (value === true || value === 'true' || value === 1 || value === '1') return true;
    if (value === false || value === 'false' || value === 0 || value === '0') return false;
    throw this.cannotTake(name);
  }

  /** A list of texts or numbers, all as text. */
  texts(name: string): string[] | undefined {
    return this.list(name)?.map((item) => {
      if (typeof item === 'string') return item;
      if (typeof item === 'number' || typeof item === 'bigint') return String(item);
      throw this.cannotTake(name);
    });
  }

  /** A list of integers. */
  integers(name: string): number[] | undefined {
    return this.texts(name)?.map((text) => {
      if (!/^-?\d{1,15}$/.test(text)) throw this.cannotTake(name);
      return Number(text);
    });
  }

  /** A list of objects, each with the readers of this class. */
  objects(name: string): Params[] | undefined {
    return this.list(name)?.map((item) => {
      if (!isObject(item)) throw this.cannotTake(name);
      return new Params(item, this.wrong, this.absent);
    });
  }

  requiredObjects(name: string, absent = this.absent): Params[] {
    const items = this.objects(name);
    if (items === undefined || items.length === 0) throw missing(absent, `${name}不能为空`);
    return items;
  }

  /** An object with the readers of this class. */
  object(name: string): Params | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (!isObject(value)) throw this.cannotTake(name);
    return new Params(value, this.wrong, this.absent);
  }

  requiredObject(name: string, absent = this.absent): Params {
    const value = this.object(name);
    if (value === undefined) throw missing(absent, `${name}不能为空`);
    return value;
  }

  /** A value in any form, as canonical text; for what the stand-in only keeps. */
  kept(name: string): string | undefined {
    const value: Json | undefined = this.fields[name];
    return value === undefined || value === null ? undefined : canonical(value);
  }

  private list(name: string): readonly Json[] | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (!isList(value)) throw this.cannotTake(name);
    return value;
  }

  /** The refusal of a value of the wrong form. */
  cannotTake(name: string): Refusal {
    return invalid(this.wrong, `${name}参数不合法`);
  }
}
