import { type DocumentNode, OperationTypeNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationPlan } from './execution/operation-plan.js';

/** Operations kept, and characters of their documents: what a caller sends is bounded (reliability R33). */
const MAX_OPERATIONS = 1000;
const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * The plans of queries that the engine has parsed, validated and let in before, by their text. Whoever asks the same again
 * meets the same behaviours, but no parser, no validation and no negotiation. It holds nothing of any caller: neither
 * variables nor answers.
 */
export class PlanCache {
  private readonly plans = new LRUCache<string, OperationPlan>({
    max: MAX_OPERATIONS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_plan, key) => key.length,
  });

  /** @param planOf makes the plan of a document; a text says why there is none */
  constructor(
    private readonly planOf: (document: DocumentNode, operationName: string | undefined) => OperationPlan | string,
  ) {}

  /** The plan of an operation seen before. */
  find(query: string, operationName: string | undefined): OperationPlan | undefined {
    return this.plans.get(keyOf(query, operationName));
  }

  /** Keeps the plan of a document that was validated. Mutations, subscriptions and what has no plan are left to the engine. */
  remember(query: string, operationName: string | undefined, document: DocumentNode): void {
    const key = keyOf(query, operationName);
    if (this.plans.has(key)) return;
    const plan = this.planOf(document, operationName);
    if (typeof plan !== 'string' && plan.operation.operation === OperationTypeNode.QUERY) this.plans.set(key, plan);
  }
}

/** With the name's length in front: no two pairs make one key. */
const keyOf = (query: string, operationName = ''): string => `${operationName.length}:${operationName}${query}`;
