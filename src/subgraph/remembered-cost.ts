import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { EstimateCost } from './behaviours/answer-extensions.js';

/** Costs remembered of a document, and the longest variables they are remembered for, as JSON. */
const MAX_COSTS = 100;
const MAX_VARIABLES = 1000;

/**
 * The same estimate, walked once for an operation and its variables: it depends on nothing else. Of a document it lasts as
 * long as the document does.
 */
export function remembered(estimate: EstimateCost): EstimateCost {
  const costs = new WeakMap<DocumentNode, LRUCache<string, number>>();
  return (schema, document, operation, variables) => {
    const text = JSON.stringify(variables);
    if (text.length > MAX_VARIABLES) return estimate(schema, document, operation, variables);
    const ofDocument = costs.get(document) ?? new LRUCache<string, number>({ max: MAX_COSTS });
    costs.set(document, ofDocument);
    const key = `${document.definitions.indexOf(operation)} ${text}`;
    const known = ofDocument.get(key);
    if (known !== undefined) return known;
    const cost = estimate(schema, document, operation, variables);
    ofDocument.set(key, cost);
    return cost;
  };
}
