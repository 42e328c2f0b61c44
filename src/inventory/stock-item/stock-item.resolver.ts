import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { AppError } from '../../errors/app-error.js';
import { ShopGroup } from '../../registry/shop-group/shop-group.type.js';
import { Access } from '../../subgraph/access.js';
import { ForwardPageArgs } from '../../subgraph/page.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { inventoryOf } from '../context.js';
import { Listing } from '../listing/listing.type.js';
import { stockItemPage } from './stock-item.page.js';
import { StockItem } from './stock-item.type.js';
import { findItem } from './stock-item-access.js';
import { StockItemConnection } from './stock-item-connection.type.js';
import { StockItemBy, StockItemFilter } from './stock-item-query.input.js';

/** How long a list of stock items may get, for demand control by gateways. */
const PAGE_SIZE =
  '@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 20)';

/** Stock items of groups. */
@Resolver(() => StockItem)
export class StockItemResolver {
  @Access({ shop: 'tenant' })
  @Query(() => StockItem, {
    nullable: true,
    description: 'One stock item by its merchant code within a group of shops.',
  })
  stockItem(
    @Arg('by', () => StockItemBy, { description: 'Which one; exactly one way to name it.' }) by: StockItemBy,
    @Ctx() ctx: RequestContext,
  ): Promise<StockItem | null> {
    return findItem(by, ctx);
  }

  @Access({ shop: 'tenant' })
  @Directive(PAGE_SIZE)
  @Query(() => StockItemConnection, { description: 'Stock items of a group of shops.' })
  stockItems(
    @Arg('groupId', () => ID, { description: 'The group.' }) groupId: string,
    @Args(() => ForwardPageArgs) page: ForwardPageArgs,
    @Arg('filter', () => StockItemFilter, { nullable: true, description: 'Which ones; all conditions must hold.' })
    filter: StockItemFilter | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return stockItemPage(groupId, page, filter ?? null, ctx, info);
  }

  @FieldResolver(() => ShopGroup, { description: 'The group.' })
  async group(@Root() { record }: StockItem, @Ctx() ctx: RequestContext): Promise<ShopGroup> {
    const group = await inventoryOf(ctx).group(record.groupKey);
    if (group === null) throw new AppError('NOT_FOUND');
    return new ShopGroup(group);
  }

  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [Listing], { description: 'Where it is sold.' })
  async listings(@Root() { record }: StockItem, @Ctx() ctx: RequestContext): Promise<Listing[]> {
    return (await inventoryOf(ctx).listingsOf(record.id)).map((listing) => new Listing(listing));
  }
}
