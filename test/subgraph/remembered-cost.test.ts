import { describe, expect, it } from '@jest/globals';
import { buildSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { remembered } from '../../src/subgraph/remembered-cost.js';

const schema = buildSchema('type Query { list(first: Int): [Int] }');
const document = parse('query A($first: Int) { list(first: $first) } query B($first: Int) { list(first: $first) }');
const [a, b] = document.definitions.filter(
  (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
) as [OperationDefinitionNode, OperationDefinitionNode];

describe('the estimate of a cost', () => {
  it('is made once for an operation and its variables', () => {
    const asked: unknown[] = [];
    const estimate = remembered((_schema, _document, operation, variables) => asked.push([operation, variables]));
    const all: [OperationDefinitionNode, Record<string, unknown>][] = [
      [a, {}],
      [b, {}],
      [a, { first: null }],
      [a, { first: 1 }],
      [a, { first: 10 }],
    ];
    const first = all.map(([operation, variables]) => estimate(schema, document, operation, variables));
    const again = all.map(([operation, variables]) => estimate(schema, document, operation, variables));
    expect(asked).toEqual(all);
    expect(again).toEqual(first);
    expect(new Set(first).size).toBe(all.length);
  });

  it('that failed, or is for very long variables, is made anew', () => {
    let times = 0;
    const failing = remembered(() => {
      times += 1;
      throw new Error('no');
    });
    for (let time = 0; time < 2; time += 1) expect(() => failing(schema, document, a, {})).toThrow('no');
    const counting = remembered(() => (times += 1));
    for (let time = 0; time < 2; time += 1) counting(schema, document, a, { text: 'x'.repeat(1000) });
    expect(times).toBe(4);
  });
});
