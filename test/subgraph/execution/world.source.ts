import { inspect } from 'node:util';
import {
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { AppError } from '../../../src/errors/app-error.js';

/** How a world behaves. */
export interface WorldOptions {
  readonly seed: number;
  /** Per cent of values that fail, are missing or of the wrong kind. */
  readonly trouble: number;
  /** Per cent of values that have to be waited for. */
  readonly delay: number;
  /** Whether resolvers do what they had better not: change their arguments, throw errors that name another place. */
  readonly isWild: boolean;
}

/** What resolvers get as their context. */
export interface WorldContext {
  readonly world: World;
  readonly trace: { objects: number };
}

type Dice = (sides: number) => number;

/**
 * Values and behaviours without end: what is at a place follows from the seed and the place alone, so that two executions
 * meet the same. Every call is written down. Waiting is counted in turns of the microtask queue, never in time: the order
 * of two failures is then a rule that both executions have to keep.
 */
export class World {
  readonly calls: { readonly path: string; readonly text: string }[] = [];
  private hooks = 0;

  constructor(
    readonly schema: GraphQLSchema,
    private readonly options: WorldOptions,
  ) {}

  /** A resolver, or a property that is a function. */
  resolve(args: Record<string, unknown>, info: GraphQLResolveInfo, place = `/${keysOf(info).join('/')}`): unknown {
    this.note('field', args, info);
    if (this.options.isWild && this.dice(place, 'change')(3) === 0) change(args);
    return this.give(info.returnType, place);
  }

  isOfType(value: unknown, name: string, info: GraphQLResolveInfo, isSlow: boolean): boolean | Promise<boolean> {
    this.note(`is ${name}`, {}, info);
    const isIt = value instanceof Source && value.typeName === name;
    const dice = this.dice(value instanceof Source ? value.place : 'none', name);
    return this.perhapsFailing(dice, isSlow && this.options.delay > 0, () => (this.isTrouble(dice) ? !isIt : isIt)) as
      | boolean
      | Promise<boolean>;
  }

  typeOf(value: unknown, info: GraphQLResolveInfo): unknown {
    this.note('type', {}, info);
    const dice = this.dice(value instanceof Source ? value.place : 'none', 'type');
    return this.perhapsFailing(dice, this.isSlow(dice), () => {
      const wrong = ['Nothing', 'Color', 'Query', undefined, 7, this.schema.getType('Dog')];
      return this.isTrouble(dice) ? wrong[dice(wrong.length)] : value instanceof Source ? value.typeName : 'Rock';
    });
  }

  /** A field that is asked for ahead: it answers at once, later, never well, or fails. */
  hook(field: string, objects: readonly object[]): unknown {
    this.hooks += 1;
    if (objects.length === 0 || objects.some((one) => one instanceof Error || Symbol.iterator in one))
      throw new Error('asked ahead for what is no object');
    const dice = this.dice(field, String(this.hooks));
    const kind = dice(4);
    if (kind === 0) throw new Error('a hook that throws');
    return [undefined, later(dice(5), () => objects), failing(dice(5), new Error('a hook that fails'))][kind - 1];
  }

  get wasAsked(): boolean {
    return this.hooks > 0;
  }

  /** A value of a type as it is delivered: at once, later, as an Error, or thrown. */
  give(type: GraphQLOutputType, place: string, mayBeThrown = true, mayWait = true): unknown {
    const dice = this.dice(place, 'give');
    const isSlow = mayWait && this.isSlow(dice);
    if (!this.isTrouble(dice)) {
      const value = this.value(type, place);
      return isSlow ? later(dice(4), () => value, dice(4) === 0) : value;
    }
    const kind = dice(4);
    if (kind === 0) return isSlow ? later(dice(4), () => null) : undefined;
    if (kind === 1) {
      const wrong = this.wrong(type, dice);
      return isSlow ? later(dice(4), () => wrong) : wrong;
    }
    const error = troubleOf(dice, this.options.isWild);
    if (isSlow) return failing(dice(4), error);
    if (mayBeThrown && kind === 2) throw error;
    return error instanceof Error ? error : new Error('told');
  }

  private value(type: GraphQLOutputType, place: string): unknown {
    if (isNonNullType(type)) return this.value(type.ofType as GraphQLOutputType, place);
    if (isListType(type)) return this.list(type.ofType as GraphQLOutputType, place);
    const dice = this.dice(place, 'value');
    if (isLeafType(type)) return leaf(type.name, dice);
    if (isObjectType(type)) return new Source(this, type, place);
    if (!isAbstractType(type)) throw new Error(`no value for ${String(type)}`);
    const possible = this.schema.getPossibleTypes(type);
    const actual = possible[dice(possible.length)] as GraphQLObjectType;
    return new Source(this, actual, place, dice(3) === 0);
  }

  /**
   * graphql-js leaves a rejection unhandled when an element fails at once after one that fails later and neither may be
   * null. It would end the test, so such lists are either of things that are there, or all to be waited for; the test has
   * an example of the mixed one for the compiled path alone.
   */
  private list(itemType: GraphQLOutputType, place: string): unknown {
    const dice = this.dice(place, 'list');
    const isRisky = isNonNullType(itemType) && this.options.delay > 0;
    const isLeaf = isLeafType(getNamedType(itemType)) && !isListType((itemType as { ofType?: unknown }).ofType);
    const isPlain = isRisky && isLeaf && dice(2) === 0;
    const items = Array.from({ length: dice(4) }, (_, index) => {
      const value = this.give(itemType, `${place}/${index}`, false, !isPlain);
      return isRisky && !isPlain ? later(0, () => value) : value;
    });
    const kind = dice(12);
    if (kind === 0) return new Set(items);
    if (kind === 1) return new Map(items.entries()).values();
    if (kind === 2 && !isRisky && this.isTrouble(dice)) return breaking(items);
    return items;
  }

  private wrong(type: GraphQLOutputType, dice: Dice): unknown {
    const values = ['text', 7, { some: 'object' }, Number.NaN, '', 3, [], true];
    const value = values[dice(values.length)];
    // A text is iterable and no list.
    return isListType(type) && dice(2) === 0 ? 'text' : value;
  }

  private perhapsFailing(dice: Dice, isSlow: boolean, answer: () => unknown): unknown {
    if (this.isTrouble(dice) && dice(2) === 0) {
      const error = troubleOf(dice, this.options.isWild);
      if (isSlow) return failing(dice(3), error);
      throw error;
    }
    const value = answer();
    return isSlow ? later(dice(3), () => value) : value;
  }

  private isTrouble = (dice: Dice): boolean => dice(100) < this.options.trouble;
  private isSlow = (dice: Dice): boolean => dice(100) < this.options.delay;

  private note(what: string, args: object, info: GraphQLResolveInfo): void {
    const { fieldName, fieldNodes, returnType, parentType, path, operation, variableValues, fragments, rootValue } =
      info;
    const facts = [what, fieldName, `${returnType}`, parentType.name, path.typename, operation.name?.value, rootValue];
    const nodes = fieldNodes.map(({ loc }) => loc?.start);
    const text = inspect([...facts, nodes, args, variableValues, Object.keys(fragments)], {
      depth: 9,
      breakLength: 999,
    });
    this.calls.push({ path: keysOf(info).join('.'), text: `${keysOf(info).join('.')} ${text}` });
  }

  dice(place: string, about: string): Dice {
    let state = this.options.seed | 0;
    const name = `${place} ${about}`;
    for (let at = 0; at < name.length; at += 1) state = Math.imul(state ^ name.charCodeAt(at), 0x01000193);
    return (sides) => {
      // Mulberry32.
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
    };
  }
}

/** An object of the world; its properties are made when they are read: values, functions, promises, or they throw. */
export class Source {
  /** The value inside of a member of the enum. */
  static readonly BLUE = { rgb: 255 };
  private readonly read = new Map<string, unknown>();
  readonly typeName: string;
  declare readonly __typename?: string;

  constructor(
    readonly world: World,
    type: GraphQLObjectType,
    readonly place: string,
    tellsType = false,
  ) {
    this.typeName = type.name;
    if (tellsType) this.__typename = type.name;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve !== undefined) continue;
      const get = (): unknown => this.property(field.name, field.type, field.args.length > 0);
      Object.defineProperty(this, field.name, { get });
    }
  }

  private property(name: string, type: GraphQLOutputType, isFunction: boolean): unknown {
    if (this.read.has(name)) return this.read.get(name);
    const place = `${this.place}/${name}`;
    const dice = this.world.dice(place, 'function');
    const call = (args: Record<string, unknown>, _context: unknown, info: GraphQLResolveInfo) =>
      this.world.resolve(args, info, place);
    const value = dice(isFunction ? 2 : 6) === 0 ? call : this.world.give(type, place);
    this.read.set(name, value);
    return value;
  }
}

const keysOf = ({ path }: GraphQLResolveInfo): (string | number)[] => {
  const keys = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = path; at !== undefined; at = at.prev) keys.unshift(at.key);
  return keys;
};

function leaf(type: string, dice: Dice): unknown {
  const number = dice(1000);
  if (type === 'Int' || type === 'Float') return number;
  if (type === 'Even') return number * 2;
  if (type === 'Boolean') return number % 2 === 0;
  if (type === 'Color') return ['RED', 'GREEN', Source.BLUE][number % 3];
  return `text ${number}`;
}

function troubleOf(dice: Dice, isWild: boolean): unknown {
  const troubles: readonly (() => unknown)[] = [
    () => new Error(`broken ${dice(9)}`),
    () => new AppError('NOT_FOUND'),
    () => new AppError('RATE_LIMITED', 'Slow down.'),
    () => new GraphQLError('refused', { extensions: { code: 'REFUSED' } }),
    () => new GraphQLError('located', isWild ? { path: ['elsewhere', 1] } : {}),
    () => new TypeError(`mistaken ${dice(9)}`),
    () => 'a text that was thrown',
    () => undefined,
    () => ({ thrown: 'object' }),
  ];
  return troubles[dice(troubles.length)]?.();
}

/** A value after so many turns; `isForeign`: by something that only has a `then`. */
function later(turns: number, value: () => unknown, isForeign = false): Promise<unknown> {
  let waiting: Promise<unknown> = Promise.resolve();
  for (let turn = 0; turn < turns; turn += 1) waiting = waiting.then();
  const answer = waiting.then(value);
  // What nobody reads does not fail the test.
  answer.catch(() => undefined);
  if (!isForeign) return answer;
  // biome-ignore lint/suspicious/noThenProperty: a thenable is what is wanted
  return { then: answer.then.bind(answer) } as Promise<unknown>;
}

const failing = (turns: number, error: unknown): Promise<unknown> => later(turns, () => Promise.reject(error));

function* breaking(items: readonly unknown[]): Generator<unknown> {
  yield* items;
  throw new Error('a list that breaks off');
}

/** What was made for this call alone: the arguments, and stamps among them. */
function change(args: Record<string, unknown>): void {
  for (const value of Object.values(args)) if (isStamp(value)) Object.assign(value, { changed: true });
  args['changed'] = true;
}

const isStamp = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'at');
