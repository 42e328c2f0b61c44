import type { FailureKind } from '../../../upstream/classify.js';
import type { EndpointFacts } from '../../../upstream/request.js';
import { ENDPOINTS, ONE_BY_ID } from './endpoints.js';

/** Text patterns by which refusals are told apart: the platform has no error codes (its page, section 2). */
export interface RejectionMatchers {
  /** The object of the call does not exist. */
  readonly missing: RegExp;
  /** The token may not do this, though it is good; looked for before `token`. */
  readonly forbidden: RegExp;
  /** The token is missing, wrong or expired. */
  readonly token: RegExp;
}

/** Guesses, since the platform's texts are not documented. */
export const DEFAULT_MATCHERS: RejectionMatchers = {
  missing: /不存在|not ?found/i,
  forbidden: /not accessible|forbidden|无权|没有权限/i,
  token: /access_?token|授权|登录/i,
};

/** Calls that name one object by its id alone. */
const NAMES_ONE_OBJECT: ReadonlySet<EndpointFacts> = new Set<EndpointFacts>([
  ...ONE_BY_ID,
  ENDPOINTS.commodityUpdate,
  ENDPOINTS.commodityDelete,
  ENDPOINTS.categoryUpdate,
  ENDPOINTS.categoryDelete,
]);

/** Longest text that is matched (reliability R32). */
const MAX_MATCHED = 500;

/**
 * What a refusal is. "Not found" is told apart only where it can mean nothing else than the object of the call: in
 * writes, and in the reads of one object by its id.
 */
export function rejectionKind(
  message: string,
  endpoint: EndpointFacts,
  matchers: RejectionMatchers,
): Extract<FailureKind, 'refused' | 'missing' | 'unauthorized'> {
  const text = message.slice(0, MAX_MATCHED);
  // An object this token may not see is answered like one that is not there (reliability R3).
  if (matchers.forbidden.test(text)) return NAMES_ONE_OBJECT.has(endpoint) ? 'missing' : 'refused';
  if (matchers.token.test(text)) return 'unauthorized';
  const canBeMissing = endpoint.kind === 'write' || ONE_BY_ID.has(endpoint);
  return canBeMissing && matchers.missing.test(text) ? 'missing' : 'refused';
}
