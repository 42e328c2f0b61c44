import { type GraphQLResolveInfo, locatedError } from 'graphql';
import { keysOf } from './execution/path.js';
import type { RequestContext } from './request-context.js';

/**
 * Tells in `errors` that a part of a list could not be had, beside the rest of the list: one shop that fails takes nothing from the
 * others (conventions C7), and nobody takes the rest for the whole.
 */
export function noteMissing(ctx: RequestContext, info: GraphQLResolveInfo, error: unknown): void {
  ctx.trace.missing ??= [];
  ctx.trace.missing.push(locatedError(error, info.fieldNodes, keysOf(info.path)));
}
