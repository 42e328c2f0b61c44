import type { Policy, Send } from './request.js';

/**
 * Joins policies and the last step to one function. The first policy is the outermost. The order of a platform's
 * pipe is written in `line.ts`.
 */
export const pipeline = (policies: readonly Policy[], last: Send): Send =>
  policies.reduceRight<Send>((next, policy) => (request) => policy.send(request, next), last);
