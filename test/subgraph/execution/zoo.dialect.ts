import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Dialect } from './selection.writer.js';

/** A variable: how it is declared, values that fit, with `undefined` for none, and values that do not. */
type Variable = readonly [declaration: string, fitting: readonly unknown[], not: readonly unknown[]];

/** The variables of questions to the zoo. */
export const ZOO_VARIABLES: Readonly<Record<string, Variable>> = {
  i: ['Int', [1, null, undefined, 7], ['one', 1.5]],
  iDefault: ['Int = 4', [2, undefined, null], [{}]],
  iMust: ['Int!', [3, 0], [null, undefined, 'x']],
  yes: ['Boolean!', [true, false], [null, 'true']],
  yesDefault: ['Boolean = true', [true, false, undefined, null], [1]],
  yesMustDefault: ['Boolean! = false', [true, undefined], [null]],
  text: ['String', ['', 'text', null, undefined], [7, ['x']]],
  color: ['Color = GREEN', ['RED', 'BLUE', undefined, null], ['PINK', 7]],
  colors: ['[Color!]', [['RED', 'BLUE'], 'GREEN', [], null, undefined], [['PINK'], [null]]],
  filter: [
    'Filter',
    [{ need: 1 }, { need: 2, nested: { need: 3, even: 4 } }, null, undefined],
    [{}, { need: 1, even: 3 }],
  ],
  filterMust: ['Filter!', [{ need: 5, stamp: 'now', flags: [[true, null], null] }], [{ need: 1, other: 2 }, null]],
  ints: ['[Int!]', [[1, 2], 3, null, undefined], [[1, null], 'x']],
  ids: ['[ID!]', [['a', 1], 'b', undefined, null], [[true]]],
  even: ['Even', [2, 4, null, undefined], [3, 'x']],
  stamp: ['Stamp', ['now', { any: 'thing' }, null, undefined], []],
};

const LITERALS: Readonly<Record<string, readonly string[]>> = {
  Int: ['1', '-7'],
  Float: ['1.5', '2'],
  Boolean: ['true', 'false'],
  Color: ['RED', 'BLUE'],
  Even: ['2', '40'],
  Stamp: ['"then"', '12'],
};

/** Any arguments the zoo's fields take: literals, nulls, lists, objects, with variables anywhere inside, or none. */
export const zooDialect: Dialect = {
  variables: Object.fromEntries(Object.entries(ZOO_VARIABLES).map(([name, [declaration]]) => [name, declaration])),
  args(_type, field, variant, use) {
    const written = field.args.flatMap((arg, index) => given(arg, variant * 7 + index * 3, use));
    return written.length === 0 ? '' : `(${written.join(', ')})`;
  },
};

type Use = (variable: string) => void;

function given(input: GraphQLArgument | GraphQLInputField, dice: number, use: Use): string[] {
  const isNeeded = isNonNullType(input.type) && input.defaultValue === undefined;
  if (!isNeeded && dice % 3 === 0) return [];
  return [`${input.name}: ${inputOf(input.type, dice, use, input.defaultValue !== undefined)}`];
}

function inputOf(type: GraphQLInputType, dice: number, use: Use, hasDefault = false): string {
  const variable = dice % 2 === 0 ? variableFor(type, dice, hasDefault) : undefined;
  if (variable !== undefined) {
    use(variable);
    return `$${variable}`;
  }
  if (isNonNullType(type)) return literalOf(type.ofType, dice, use);
  return dice % 5 === 1 ? 'null' : literalOf(type, dice, use);
}

function literalOf(type: GraphQLInputType, dice: number, use: Use): string {
  if (isListType(type)) {
    const inner = inputOf(type.ofType, dice + 1, use);
    // A single value stands for a list of it.
    if (dice % 4 === 1 && !/[$[]/.test(inner)) return inner;
    return `[${inner}, ${inputOf(type.ofType, dice + 2, use)}]`;
  }
  if (isInputObjectType(type)) {
    // Each level asks for less, so that it ends.
    const fields = Object.values(type.getFields()).filter(({ name }) => name !== 'nested' || dice > 20);
    return `{ ${fields.flatMap((field, index) => given(field, Math.floor(dice / 2) + index, use)).join(', ')} }`;
  }
  return LITERALS[getNamedType(type).name]?.[dice % 2] ?? '"a text"';
}

/** One whose type fits the place, by the rules of the specification, section 5.8.5. */
function variableFor(type: GraphQLInputType, dice: number, hasDefault: boolean): string | undefined {
  const bare = (isNonNullType(type) ? type.ofType : type).toString();
  const names = Object.entries(ZOO_VARIABLES).flatMap(([name, [declaration]]) => {
    const [declared = '', preset] = declaration.split(' = ');
    const isSure = declared.endsWith('!') || preset !== undefined || hasDefault || !isNonNullType(type);
    return declared.replace(/!$/, '') === bare && isSure ? [name] : [];
  });
  return names[dice % Math.max(1, names.length)];
}
