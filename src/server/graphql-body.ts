import { getOperationAST, OperationTypeNode, parse as parseDocument } from 'graphql';
import { HttpRefusal } from './http-refusal.js';

/** The parameters of a GraphQL request. */
export interface GraphqlBody {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** Tokens of a document (reliability section 2). */
export const MAX_TOKENS = 2000;
/** Limits of the variables' JSON (reliability section 2). */
const MAX_DEPTH = 32;
const MAX_NODES = 5000;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const malformed = (message: string): HttpRefusal => new HttpRefusal(400, 'INVALID_INPUT', message);

/**
 * Reads the body of `POST /graphql`: UTF-8 JSON, one object, sound types, no key that names a prototype.
 * @throws HttpRefusal 400
 */
export function readGraphqlBody(bytes: Buffer): GraphqlBody {
  return checkGraphqlBody(parse(bytes));
}

/**
 * The same of JSON that came another way, e.g. in a message.
 * @throws HttpRefusal 400
 */
export function checkGraphqlBody(body: unknown): GraphqlBody {
  if (Array.isArray(body)) throw malformed('Batched requests are not supported; send one operation at a time.');
  if (!isObject(body)) throw malformed('The body must be a JSON object with `query`.');
  refuseForbiddenKeys(body);
  const { query, operationName, variables, extensions } = body;
  if (extensions != null && !isObject(extensions)) throw malformed('`extensions` must be an object.');
  if (isObject(extensions) && 'persistedQuery' in extensions)
    throw malformed('Persisted queries are not supported; send the document.');
  if (typeof query !== 'string' || query.trim() === '') throw malformed('`query` must be a text that is not empty.');
  if (operationName != null && typeof operationName !== 'string') throw malformed('`operationName` must be a text.');
  if (variables != null && !isObject(variables)) throw malformed('`variables` must be an object.');
  if (variables != null) refuseOversized(variables);
  return { query, ...(operationName ? { operationName } : {}), ...(variables == null ? {} : { variables }) };
}

/** Whether the operation is a subscription; false for a document that cannot be read, which the engine refuses. */
export function isSubscription({ query, operationName }: GraphqlBody): boolean {
  // Few documents have the word; only those are read twice.
  if (!/\bsubscription\b/.test(query)) return false;
  try {
    const document = parseDocument(query, { maxTokens: MAX_TOKENS, noLocation: true });
    return getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false;
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw malformed('The body is not JSON in UTF-8.');
  }
}

function refuseForbiddenKeys(body: Record<string, unknown>): void {
  for (const { value } of walk(body))
    if (isObject(value) && Object.keys(value).some((key) => FORBIDDEN_KEYS.has(key)))
      throw malformed('The body holds a key that is not allowed.');
}

function refuseOversized(variables: Record<string, unknown>): void {
  let nodes = 0;
  for (const { depth } of walk(variables)) {
    if (depth > MAX_DEPTH) throw malformed(`Variables may be nested at most ${MAX_DEPTH} levels deep.`);
    if (++nodes > MAX_NODES) throw malformed(`Variables may hold at most ${MAX_NODES} values.`);
  }
}

/** Every value of a JSON tree, without recursion, so that deep nesting is no danger. */
function* walk(root: unknown): Generator<{ value: unknown; depth: number }> {
  const open = [{ value: root, depth: 1 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    yield at;
    const { value, depth } = at;
    if (typeof value !== 'object' || value === null) continue;
    for (const child of Object.values(value)) open.push({ value: child, depth: depth + 1 });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
