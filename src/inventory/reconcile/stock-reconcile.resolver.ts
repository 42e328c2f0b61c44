import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { Upstream } from '../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { inventoryOf } from '../context.js';
import { Listing } from '../listing/listing.type.js';
import { StockReconcileInput } from './stock-reconcile.input.js';
import { StockDrift, StockReconcilePayload } from './stock-reconcile.result.js';
import { reconcileStock } from './stock-reconcile.write.js';

/** What shops show against what they are to show. */
@Resolver(() => StockDrift)
export class StockReconcileResolver {
  @Access({ scopes: ['stock:write'], shop: 'tenant' })
  @Upstream('DOUYIN POST sku/stockNum')
  @Upstream('KUAIZHAN GET /v2/ec/commodity/list', { batch: 100 })
  @Mutation(() => StockReconcilePayload, {
    description: 'Read the stock of every linked unit and say where it differs from what was last written.',
  })
  stockReconcile(
    @Arg('input', () => StockReconcileInput, { description: 'What to do.' }) input: StockReconcileInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return reconcileStock(input, options, ctx);
  }

  // One that was unlinked since is shown as it was.
  @FieldResolver(() => Listing, { description: 'The listing.' })
  async listing(@Root() { record }: StockDrift, @Ctx() ctx: RequestContext): Promise<Listing> {
    return new Listing((await inventoryOf(ctx).listings.load(record.id)) ?? record);
  }
}
