import {
  buildSchema,
  type GraphQLEnumType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  type GraphQLUnionType,
  isObjectType,
} from 'graphql';
import { Source, type WorldContext } from './world.source.js';

/**
 * Every form a field can have: each wrapping of lists and nulls, interfaces and unions that know their types and ones that
 * ask them, scalars that refuse, arguments of every kind. `@resolved` fields have a resolver, the others are properties;
 * `@ahead` fields want to be asked for ahead.
 */
const SDL = `
  directive @resolved on FIELD_DEFINITION
  directive @ahead on FIELD_DEFINITION
  "Odd numbers are refused, on the way in and out."
  scalar Even
  "Serializes empty texts to nothing."
  scalar Hole
  "An object inside."
  scalar Stamp
  enum Color { RED GREEN BLUE }
  input Range { from: Int! = 0, to: Int = 9 }
  input Filter {
    need: Int!, text: String = "any", min: Int, colors: [Color!], nested: Filter, even: Even, stamp: Stamp,
    flags: [[Boolean]], range: Range = { from: 1 }
  }
  interface Named {
    name: String
    nick(style: Color = BLUE): String!
    friend: Named
    friends(first: Int! = 3): [Named]
  }
  interface Heavy implements Named {
    name: String
    nick(style: Color = BLUE): String!
    friend: Named
    friends(first: Int! = 3): [Named]
    weight: Float
  }
  type Dog implements Named & Heavy {
    name: String
    nick(style: Color = BLUE): String!
    friend: Named
    friends(first: Int! = 3): [Named] @resolved @ahead
    weight: Float @resolved @ahead
    bark(times: Int! = 1, how: Filter): String @resolved
    pups: [Dog!] @resolved @ahead
    home: Box
    owner: Box @resolved @ahead
  }
  type Cat implements Named & Heavy {
    name: String @resolved @ahead
    nick(style: Color = BLUE): String! @resolved
    friend: Named @resolved @ahead
    friends(first: Int! = 3): [Named]
    weight: Float
    lives: Int!
    boxes: [[Box!]!]
    nap(at: Stamp, even: Even = 2): Even!
  }
  type Rock implements Named {
    name: String
    nick(style: Color = BLUE): String! @resolved
    friend: Named
    friends(first: Int! = 3): [Named]
    hole: Hole
    color: Color
  }
  type Box {
    id: ID!
    lid: String @resolved @ahead
    size(range: Range, list: [Int!], deep: [[Color]] = [[RED], null]): Int
    colors: [Color!]!
    holes: [Hole!]
    inner: Box
    must: Box! @resolved @ahead
    things: [Thing!]! @resolved @ahead
    guess: Guess
    evens: [Even]! @resolved @ahead
    boxes: [Box] @ahead @resolved
  }
  union Thing = Dog | Cat | Rock
  union Guess = Dog | Cat | Box
  type Query {
    box: Box @resolved
    boxes(filter: Filter = { need: 1, colors: [RED] }): [Box] @resolved
    musts: [Box!]! @resolved
    dog: Dog @resolved
    mustDog: Dog! @resolved
    cats: [Cat!] @resolved
    named: Named @resolved
    heavies(first: Int, colors: [Color!]): [Heavy]! @resolved
    thing: Thing @resolved
    grid: [[Thing]!] @resolved
    guess: Guess! @resolved
    guesses: [Guess!] @resolved
    count(filter: Filter!, ids: [ID!] = ["1"], float: Float): Int @resolved
    plain: String
    stamp(at: Stamp, list: [Stamp]): String @resolved
  }
  type Mutation {
    box(filter: Filter): Box @resolved
    boxes: [Box!] @resolved
    step(by: Int = 1): Int @resolved
    mustStep(by: Int!): Int! @resolved
    thing: Thing @resolved
    cat: Cat @resolved
  }
  type Subscription { tick: Int }
`;

/** Makes the schema. Its resolvers do as the world in the context says; `hasAhead`: fields are asked for ahead as well. */
export function zooSchema(hasAhead: boolean): GraphQLSchema {
  const schema = buildSchema(SDL);
  const typed = <T>(name: string) => schema.getType(name) as T;
  tameScalars(typed);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const marks = field.astNode?.directives?.map(({ name }) => name.value) ?? [];
      if (marks.includes('resolved'))
        field.resolve = (_source, args, { world }: WorldContext, info) => world.resolve(args, info);
      if (hasAhead && marks.includes('ahead'))
        field.extensions = { ahead: (objects: object[], { world }: WorldContext) => world.hook(field.name, objects) };
    }
  }
  typed<GraphQLObjectType>('Dog').isTypeOf = (value, { world }: WorldContext, info) =>
    world.isOfType(value, 'Dog', info, false);
  typed<GraphQLObjectType>('Cat').isTypeOf = (value, { world }: WorldContext, info) =>
    world.isOfType(value, 'Cat', info, true);
  typed<GraphQLUnionType>('Thing').resolveType = (value, { world }: WorldContext, info) =>
    world.typeOf(value, info) as string;
  typed<GraphQLInterfaceType>('Heavy').resolveType = (value, { world }: WorldContext, info) =>
    world.typeOf(value, info) as string;
  return schema;
}

function tameScalars(typed: <T>(name: string) => T): void {
  const even = (value: unknown): unknown => {
    if (typeof value !== 'number' || value % 2 !== 0) throw new TypeError(`not even: ${String(value)}`);
    return value;
  };
  Object.assign(typed<GraphQLScalarType>('Even'), { serialize: even, parseValue: even });
  typed<GraphQLScalarType>('Hole').serialize = (value) => (value === '' ? undefined : value);
  const stamp = typed<GraphQLScalarType>('Stamp');
  stamp.parseValue = (value) => ({ at: value });
  stamp.parseLiteral = (node) => ({ at: 'value' in node ? node.value : null });
  // A value inside that is an object.
  const blue = typed<GraphQLEnumType>('Color').getValue('BLUE');
  if (blue != null) blue.value = Source.BLUE;
}
