import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { StockItemSetInput } from './stock-item-set.input.js';
import { StockItemPayload } from './stock-item-set.result.js';
import { setStockItem } from './stock-item-set.write.js';

/** Stock items and their links, as the merchant keeps them. */
@Resolver()
export class StockItemSetResolver {
  @Access({ scopes: ['stock:write'], shop: 'tenant' })
  @Mutation(() => StockItemPayload, { description: 'Create or change a stock item and its links to units in shops.' })
  stockItemSet(
    @Arg('input', () => StockItemSetInput, { description: 'What to do.' }) input: StockItemSetInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return setStockItem(input, options, ctx);
  }
}
