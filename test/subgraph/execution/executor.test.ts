import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, type ExecutionResult, execute, GraphQLObjectType, type GraphQLResolveInfo, parse } from 'graphql';
import { createExecutor } from '../../../src/subgraph/execution/executor.js';
import type { RequestContext } from '../../../src/subgraph/request-context.js';

type Resolve = (args: Record<string, unknown>, info: GraphQLResolveInfo) => unknown;

const SDL = `
  type Query { row: Row rows: [Row!] list: [Row] many: [Int!] }
  type Row { id: ID! slow: Int! name: String row: Row }
  type Mutation { add: Int }
  type Subscription { added: Int }
`;

/** An executor of the schema above, with these resolvers by `Type.field`. */
function executorWith(resolvers: Readonly<Record<string, Resolve>>) {
  const schema = buildSchema(SDL);
  for (const [name, resolve] of Object.entries(resolvers)) {
    const [typeName = '', fieldName = ''] = name.split('.');
    const type = schema.getType(typeName);
    const field = type instanceof GraphQLObjectType ? type.getFields()[fieldName] : undefined;
    if (field !== undefined) field.resolve = (_source, args, _context, info) => resolve(args, info);
  }
  const interpreted: string[] = [];
  const executor = createExecutor(schema, { onInterpreted: (why) => interpreted.push(why) });
  const ask = async (document: ReturnType<typeof parse>, variables = {}, operationName?: string) => {
    // All that the executor reads of it.
    const context = { trace: { objects: 0 } } as unknown as RequestContext;
    const ours = await executor.execute({ document, operationName, variables, context });
    const theirs = await execute({
      ...{ schema, document, variableValues: variables },
      ...(operationName === undefined ? {} : { operationName }),
    });
    return { ours, theirs, same: formOf(ours) === formOf(theirs) };
  };
  return { ask, interpreted };
}

const formOf = (result: ExecutionResult): string => JSON.stringify(result);

describe('an execution', () => {
  it('tells nothing of what fails below a place after an error made it null, not even later', async () => {
    const { ask } = executorWith({
      'Query.row': () => ({}),
      'Row.id': () => Promise.reject(new Error('first')),
      'Row.slow': () => sleep(5).then(() => Promise.reject(new Error('second'))),
      'Row.name': () => sleep(5).then(() => Promise.reject(new Error('third'))),
    });
    const { ours, same } = await ask(parse('{ row { id slow name } }'));
    expect(same).toBe(true);
    await sleep(25);
    expect(JSON.parse(formOf(ours))).toMatchObject({ data: { row: null }, errors: [{ message: 'first' }] });
    expect(ours.errors).toHaveLength(1);
  });

  it('keeps apart a directive that is false and one whose variable is null, whichever came first', async () => {
    const { ask } = executorWith({ 'Query.row': () => ({ name: 'a row' }) });
    const text = 'query ($yes: Boolean = true) { row { name @include(if: $yes) } }';
    const refusal = { data: { row: null }, errors: [{ path: ['row'] }] };
    for (const order of [
      [false, null, true],
      [null, false, null],
      [true, null, false],
    ]) {
      const document = parse(text);
      for (const yes of order) {
        const { ours, same } = await ask(document, { yes });
        expect([yes, same]).toEqual([yes, true]);
        if (yes === null) expect(JSON.parse(formOf(ours))).toMatchObject(refusal);
      }
    }
  });

  it('survives an element that fails later, after another one failed at once and took the list with it', async () => {
    // graphql-js leaves the first rejection to the process, which ends by it; so it is asked nothing here.
    const schema = buildSchema(SDL);
    // All that the executor reads of it.
    const context = { trace: { objects: 0 } } as unknown as RequestContext;
    const field = schema.getQueryType()?.getFields()['many'];
    if (field === undefined) throw new Error('no such field');
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    field.resolve = () => [sleep(1).then(() => Promise.reject(new Error('late'))), new Error('at once')];
    const answer = await createExecutor(schema).execute({
      ...{ document: parse('{ many }'), operationName: undefined, variables: {}, context },
    });
    await sleep(20);
    process.off('unhandledRejection', note);
    expect(JSON.parse(formOf(answer))).toMatchObject({ data: { many: null }, errors: [{ path: ['many', 1] }] });
    expect([unhandled, answer.errors?.length]).toEqual([[], 1]);
  });

  it('asks an iterable that breaks off no further, and tells what failed before', async () => {
    const elements = function* () {
      yield new Error('an element');
      throw new Error('the list');
    };
    const { ask } = executorWith({ 'Query.list': () => elements() });
    const { ours, same } = await ask(parse('{ list { name } }'));
    expect(same).toBe(true);
    expect(ours.errors?.map(({ path }) => path)).toEqual([['list', 0], ['list']]);
  });
});

describe('an operation without a plan', () => {
  it.each([
    ['introspection', '{ __schema { queryType { name } } }', undefined],
    ['introspection', '{ __type(name: "Row") { name } row { id } }', undefined],
    ['prototype name', '{ row { __proto__: id } }', undefined],
    ['subscription', 'subscription { added }', undefined],
    ['no operation', 'query A { row { id } } query B { row { id } }', undefined],
    ['no operation', 'query A { row { id } }', 'B'],
    ['no operation', 'fragment A on Row { id }', undefined],
  ])('is executed by graphql-js, with %s as the reason: %s', async (why, text, operationName) => {
    const { ask, interpreted } = executorWith({ 'Query.row': () => ({ id: 1 }) });
    expect((await ask(parse(text), {}, operationName)).same).toBe(true);
    expect(interpreted).toEqual([why]);
  });

  it('is rare: any other one has a plan', async () => {
    const { ask, interpreted } = executorWith({ 'Query.row': () => ({ id: 1 }), 'Mutation.add': () => 7 });
    for (const [text, name] of [
      ['{ row { id constructor: name toString: name } }'],
      ['mutation { add }'],
      ['query A { row { id } } mutation B { add }', 'B'],
      ['{ row { ...F } } fragment F on Row { row { id } __typename }'],
    ] as const)
      expect([text, (await ask(parse(text), {}, name)).same]).toEqual([text, true]);
    expect(interpreted).toEqual([]);
  });
});
