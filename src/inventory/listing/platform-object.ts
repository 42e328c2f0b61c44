import type { GraphQLResolveInfo } from 'graphql';
import { asksMoreThanId, referenceTo } from '../../subgraph/reference.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { decodeGlobalId } from '../../tenants/global-id.js';
import { inventoryOf } from '../context.js';

/**
 * An object of a platform by its global id, found as `node` finds it: its shop is authorised for the caller, and loads of the same
 * tick share calls. No call where only the id is asked, or where the platform's part is served by another process.
 * @returns null for one that is gone
 * @throws AppError what reading it throws
 */
export async function platformObject(
  id: string,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<object | null> {
  const type = decodeGlobalId(id)?.type;
  if (type === undefined) return null;
  const entities = inventoryOf(ctx).deps.entities();
  if (!entities.types.includes(type) || !asksMoreThanId(info, type)) return referenceTo(type, id);
  return entities.find(id, ctx, type);
}
