import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { AppError } from '../../errors/app-error.js';
import { Shop } from '../../registry/shop/shop.type.js';
import { Access } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { Upstream } from '../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { inventoryOf } from '../context.js';
import { Listing } from '../listing/listing.type.js';
import { StockSyncInput } from './stock-sync.input.js';
import { StockSyncPayload, StockSyncResult } from './stock-sync.result.js';
import { syncStock } from './stock-sync.write.js';

/** The stock of items in all their shops. */
@Resolver(() => StockSyncResult)
export class StockSyncResolver {
  @Access({ scopes: ['stock:write'], shop: 'tenant' })
  @Upstream('DOUYIN POST sku/syncStockBatchMultiProducts', { batch: 50 })
  @Upstream('KUAIZHAN POST /v2/ec/commodity/update')
  @Mutation(() => StockSyncPayload, {
    description: `Write the stock of one item, or many, to every linked shop: Kuaizhan and Douyin alike,
each shop at its own rate, with an answer per shop. Above 200 writes it goes on as a job.`,
  })
  stockSync(
    @Arg('input', () => StockSyncInput, { description: 'What to do.' }) input: StockSyncInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return syncStock(input, options, ctx);
  }

  @FieldResolver(() => Shop, { description: 'The shop.' })
  async shop(@Root() { record }: StockSyncResult, @Ctx() ctx: RequestContext): Promise<Shop> {
    const shop = await ctx.shops.visible(record.shopKey);
    if (shop === null) throw new AppError('NOT_FOUND');
    return Shop.of(shop);
  }

  // One that was unlinked since is shown as it was.
  @FieldResolver(() => Listing, { description: 'The listing.' })
  async listing(@Root() { record }: StockSyncResult, @Ctx() ctx: RequestContext): Promise<Listing> {
    return new Listing((await inventoryOf(ctx).listings.load(record.id)) ?? record);
  }
}
