import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Extensions, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { AppError } from '../../errors/app-error.js';
import { Shop } from '../../registry/shop/shop.type.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { CatalogItem } from '../../subgraph/vocabulary/catalog-item.interface.js';
import { StockUnit } from '../../subgraph/vocabulary/stock-unit.interface.js';
import { Listing } from './listing.type.js';
import { platformObject } from './platform-object.js';

/** Units that one call is assumed to answer: a hundred on one platform, those of a product on another. */
const UNITS_PER_CALL = 10;

/** What a listing stands for in its shop. */
@Resolver(() => Listing)
export class ListingResolver {
  @FieldResolver(() => Shop, { description: 'The shop.' })
  async shop(@Root() { record }: Listing, @Ctx() ctx: RequestContext): Promise<Shop> {
    const shop = await ctx.shops.visible(record.shopKey);
    if (shop === null) throw new AppError('NOT_FOUND');
    return Shop.of(shop);
  }

  @Extensions({ calls: { reference: true, batch: UNITS_PER_CALL } })
  @FieldResolver(() => StockUnit, {
    nullable: true,
    description: 'The unit: a commodity variant or a product SKU. Null when the shop has it no more.',
  })
  unit(
    @Root() { record }: Listing,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    return platformObject(record.unitId, ctx, info);
  }

  @Extensions({ calls: { reference: true, batch: UNITS_PER_CALL } })
  @FieldResolver(() => CatalogItem, {
    nullable: true,
    description: 'The commodity or product it belongs to. Null when the shop has it no more.',
  })
  item(
    @Root() { record }: Listing,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> | null {
    return record.itemId === null ? null : platformObject(record.itemId, ctx, info);
  }
}
