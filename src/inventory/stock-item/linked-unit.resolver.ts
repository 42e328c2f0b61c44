import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ResolverClass } from '../../subgraph/part.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { decodeGlobalId } from '../../tenants/global-id.js';
import { inventoryOf } from '../context.js';
import { StockItem } from './stock-item.type.js';

/**
 * What the inventory adds to a platform's sellable unit. A function of its class, since the inventory knows no platform and the
 * platform no inventory.
 */
export function linkedUnitResolverFor(unit: new () => { id: string }): ResolverClass {
  @Resolver(() => unit)
  class LinkedUnitResolver {
    @FieldResolver(() => StockItem, { nullable: true, description: 'The stock item it is linked to.' })
    async stockItem(@Root() { id }: { id: string }, @Ctx() ctx: RequestContext): Promise<StockItem | null> {
      // A router that asks this part by itself names units that nobody has authorised.
      const shopKey = decodeGlobalId(id)?.shopKey;
      if (shopKey === undefined || (await ctx.shops.visible(shopKey)) === null) return null;
      const record = await inventoryOf(ctx).itemOfUnit(id);
      return record === null ? null : new StockItem(record);
    }
  }
  return LinkedUnitResolver;
}
