import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { type Dialect, formsIn, type Pick, SelectionWriter } from './selection.writer.js';
import { ZOO_VARIABLES, zooDialect } from './zoo.dialect.js';

/** What a caller says beside the document. */
export interface Request {
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What to ask: a document's text, and the requests that are made with it. */
export interface Question {
  readonly text: string;
  readonly requests: readonly Request[];
}

const pick: fc.Arbitrary<Pick> = fc.letrec<{ pick: Pick; picks: Pick[] }>((tie) => ({
  pick: fc.record({
    form: fc.constantFrom('field', 'field', 'field', 'field', 'field', 'field', 'inline', 'spread'),
    at: fc.nat(999),
    args: fc.nat(99_999),
    when: fc.nat(99),
    below: tie('picks'),
  }),
  picks: fc.oneof({ maxDepth: 4, withCrossShrink: true }, fc.constant<Pick[]>([]), {
    weight: 2,
    arbitrary: fc.array(tie('pick'), { minLength: 1, maxLength: 3 }),
  }),
})).pick;
const picks = fc.array(pick, { minLength: 1, maxLength: 3 });
const fragments = fc.array(fc.record({ on: fc.nat(99), picks }), { minLength: 3, maxLength: 3 });

const variables = fc
  .record(
    Object.fromEntries(
      Object.entries(ZOO_VARIABLES).map(([name, [, fitting, not]]) => [
        name,
        fc.oneof(
          { weight: 150, arbitrary: fc.constantFrom(...fitting) },
          ...not.map((value) => ({ weight: 1, arbitrary: fc.constant(value) })),
        ),
      ]),
    ),
  )
  // As JSON brings them: what is undefined is absent.
  .map((values) => JSON.parse(JSON.stringify(values)) as Record<string, unknown>);

/** Questions to the zoo: valid but for rare clashes of fields, which the test leaves out. */
export function questionToZoo(schema: GraphQLSchema): fc.Arbitrary<Question> {
  const types = formsIn(schema, zooDialect);
  return fc
    .record({
      first: picks,
      second: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, picks),
      kinds: fc.tuple(fc.constantFrom('query', 'query', 'query', 'mutation'), fc.constantFrom('query', 'mutation')),
      fragments,
      asked: fc.nat(39),
      requests: fc.array(variables, { minLength: 2, maxLength: 3 }),
    })
    .map(({ first, second, kinds, fragments, asked, requests }) => {
      const writer = new SelectionWriter(schema, zooDialect, types, fragments);
      const texts = [writer.operation(kinds[0], second === null && asked % 2 === 0 ? '' : 'A', first)];
      if (second !== null) texts.push(writer.operation(kinds[1], 'B', second));
      const names = second === null ? [undefined] : ['A', 'B', 'A', 'B', 'A', 'B', undefined];
      const operationName = asked === 39 ? 'Nobody' : asked === 38 ? '' : names[asked % names.length];
      return {
        text: textOf(texts, writer),
        requests: requests.map((values) => ({ operationName, variables: values })),
      };
    });
}

/** Texts of one query each. */
export function queryTo(schema: GraphQLSchema, dialect: Dialect): fc.Arbitrary<string> {
  const types = formsIn(schema, dialect);
  // Without anything below, a root has nothing to say but its name.
  const first = fc.array(
    pick.filter(({ below }) => below.length > 0),
    { minLength: 1, maxLength: 3 },
  );
  return fc.record({ first, fragments }).map(({ first, fragments }) => {
    const writer = new SelectionWriter(schema, dialect, types, fragments);
    return textOf([writer.operation('query', 'Generated', first)], writer);
  });
}

const textOf = (operations: readonly string[], { fragments }: SelectionWriter): string =>
  [...operations, ...[...fragments.values()].map(({ text }) => text)].join('\n');
