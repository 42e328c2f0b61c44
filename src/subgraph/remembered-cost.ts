import type { OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { EstimateCost } from './behaviours/answer-extensions.js';

/** Costs remembered at once, and the longest variables they are remembered for, as JSON: at most some megabytes. */
const MAX_COSTS = 2000;
const MAX_VARIABLES = 1000;

/** The same estimate, walked once for an operation and its variables: it depends on nothing else. */
export function remembered(estimate: EstimateCost): EstimateCost {
  const numbers = new WeakMap<OperationDefinitionNode, number>();
  const costs = new LRUCache<string, number>({ max: MAX_COSTS });
  let operations = 0;
  const numberOf = (operation: OperationDefinitionNode): number => {
    const known = numbers.get(operation);
    if (known !== undefined) return known;
    operations += 1;
    numbers.set(operation, operations);
    return operations;
  };
  return (schema, document, operation, variables) => {
    const text = JSON.stringify(variables);
    if (text.length > MAX_VARIABLES) return estimate(schema, document, operation, variables);
    const key = `${numberOf(operation)} ${text}`;
    const known = costs.get(key);
    if (known !== undefined) return known;
    const cost = estimate(schema, document, operation, variables);
    costs.set(key, cost);
    return cost;
  };
}
