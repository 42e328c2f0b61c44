import type { RequestContext } from '../../subgraph/request-context.js';
import type { GlobalId } from '../../tenants/global-id.js';
import { inventoryOf } from '../context.js';
import { Listing } from './listing.type.js';

/** The listing of a global id; null for a missing one, and for one in a shop that the caller may not see. */
export async function listingEntity({ shopKey, nativeId }: GlobalId, ctx: RequestContext): Promise<Listing | null> {
  const record = await inventoryOf(ctx).listings.load(nativeId);
  if (record?.groupKey !== shopKey) return null;
  return (await ctx.shops.visible(record.shopKey)) === null ? null : new Listing(record);
}
