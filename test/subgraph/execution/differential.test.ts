import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DocumentNode, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { createExecutor } from '../../../src/subgraph/execution/executor.js';
import type { RequestContext } from '../../../src/subgraph/request-context.js';
import { type Execution, objectsIn, outcomeOf, placesNulledFromBelow, wholeOf } from './answer.comparison.js';
import { questionToZoo, type Request } from './operation.arbitrary.js';
import { World, type WorldContext, type WorldOptions } from './world.source.js';
import { zooSchema } from './zoo.schema.js';

const options: fc.Arbitrary<WorldOptions> = fc.record({
  seed: fc.integer(),
  trouble: fc.constantFrom(0, 3, 10, 30),
  delay: fc.constantFrom(0, 20, 60),
  isWild: fc.boolean(),
});

/** After all turns of the microtask queue: what still fails below a nulled place has failed by then. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs a request by graphql-js and by the compiled path, each in a world of its own that is the same. */
type Run = (document: DocumentNode, request: Request, world: WorldOptions) => Promise<readonly [Execution, Execution]>;

function runsOf(schema: GraphQLSchema): Run {
  const executor = createExecutor(schema);
  return async (document, { operationName, variables }, worldOptions) => {
    const context = (): WorldContext => ({ world: new World(schema, worldOptions), trace: { objects: 0 } });
    const [theirs, ours] = [context(), context()];
    const expected = await execute({
      ...{ schema, document, contextValue: theirs, variableValues: variables },
      ...(operationName === undefined ? {} : { operationName }),
      options: { maxCoercionErrors: 4 },
    });
    // The executor hands the context on and reads nothing of it but the trace.
    const request = { document, operationName, variables, context: ours as unknown as RequestContext };
    const actual = await executor.execute(request);
    const told = actual.errors?.length;
    await settled();
    if (actual.errors?.length !== told) throw new Error('an error was added to an answer that was out');
    if (actual.errors === undefined && ours.trace.objects !== objectsIn(expected.data))
      throw new Error('objects miscounted');
    return [
      { result: expected, world: theirs.world },
      { result: actual, world: ours.world },
    ];
  };
}

/** Each request of a question is made in each of them, one after the other on one document: its plan is made once. */
const worlds = fc.array(options, { minLength: 2, maxLength: 3 });

/** As `expect` does, but for the stack trace that it makes each time it is called. */
function expectEqual(actual: object, expected: object): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

/** One seed unless told, so that a run that passed passes again; another one looks at other operations. */
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 20_261_122);

describe('the compiled path', () => {
  // Thousands of errors are made; each trace would be looked up in the source maps.
  const limit = Error.stackTraceLimit;
  beforeAll(() => {
    Error.stackTraceLimit = 0;
  });
  afterAll(() => {
    Error.stackTraceLimit = limit;
  });

  it('answers, fails and calls as graphql-js does', async () => {
    const schema = zooSchema(false);
    const run = runsOf(schema);
    const seen = { operations: 0, calls: 0, errors: 0, nulled: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(questionToZoo(schema), worlds, async ({ text, requests }, worldOptions) => {
        const document = parse(text);
        fc.pre(validate(schema, document).length === 0);
        for (const world of worldOptions)
          for (const request of requests) {
            const [theirs, ours] = await run(document, request, world);
            expectEqual(wholeOf(ours), wholeOf(theirs));
            seen.operations += 1;
            seen.calls += theirs.world.calls.length;
            seen.errors += theirs.result.errors?.length ?? 0;
            seen.nulled += placesNulledFromBelow(theirs).length;
            if (theirs.result.data === undefined) seen.refused += 1;
          }
      }),
      { numRuns: 450, seed: SEED },
    );
    // Questions that ask nothing would prove nothing.
    const { operations, ...rest } = seen;
    expect(operations).toBeGreaterThan(2_000);
    for (const [what, count] of Object.entries(rest)) expect([what, count > operations / 50]).toEqual([what, true]);
  }, 120_000);

  it('answers the same where fields are asked for ahead, whatever becomes of the asking', async () => {
    const schema = zooSchema(true);
    const run = runsOf(schema);
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(questionToZoo(schema), worlds, async ({ text, requests }, worldOptions) => {
        const document = parse(text);
        fc.pre(validate(schema, document).length === 0);
        for (const world of worldOptions)
          for (const request of requests) {
            // The order of two calls may differ, and so would what one of them changes for the other.
            const [theirs, ours] = await run(document, request, { ...world, isWild: false });
            const open = new Set([...placesNulledFromBelow(theirs), ...placesNulledFromBelow(ours)]);
            const isOpen = (place: string): boolean => open.has(place);
            expectEqual(outcomeOf(ours, isOpen), outcomeOf(theirs, isOpen));
            if (ours.world.wasAsked) asked += 1;
          }
      }),
      { numRuns: 200, seed: SEED },
    );
    expect(asked).toBeGreaterThan(50);
  }, 120_000);
});
