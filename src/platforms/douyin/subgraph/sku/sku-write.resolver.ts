import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { MAX_PRODUCTS } from '../../upstream/endpoints/product-read.js';
import { MAX_STOCK_ROWS } from '../../upstream/endpoints/sku-write.js';
import { updateSkus } from './sku.write.js';
import { SkuStocksSetInput, SkusUpdateInput } from './sku-write.input.js';
import { SkuBatchPayload } from './sku-write.result.js';
import { setSkuStocks } from './stock.write.js';

const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/** How many calls stand for each of the two methods: one for each thing that a row changes of its SKU. */
const updateCalls = ({ input }: Readonly<Record<string, unknown>>): number =>
  Math.ceil(
    (input as SkusUpdateInput).rows.flatMap(({ price, merchantCode }) =>
      [price, merchantCode].filter((value) => value != null),
    ).length / 2,
  );

/** How many calls stand for each of the three methods: the looks at the products, fifty absolute rows in a call, and each change alone. */
function stockCalls({ input }: Readonly<Record<string, unknown>>): number {
  const { rows } = input as SkuStocksSetInput;
  const changes = rows.filter(({ quantity }) => quantity.changeBy != null).length;
  const calls = Math.ceil(rows.length / MAX_PRODUCTS) + Math.ceil((rows.length - changes) / MAX_STOCK_ROWS) + changes;
  return Math.ceil(calls / 3);
}

/** Writes to SKUs. */
@Resolver()
export class SkuWriteResolver {
  @Access({ scopes: ['catalog:write'], shop: 'input.rows.0.skuId' })
  @Upstream('DOUYIN POST sku/editPrice', { per: 'parent', lists: updateCalls })
  @Upstream('DOUYIN POST sku/editCode')
  @Mutation(() => SkuBatchPayload, { description: 'Set prices or merchant codes of SKUs of one shop.' })
  skusUpdate(
    @Arg('input', () => SkusUpdateInput, { description: 'What to do.' }) input: SkusUpdateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return updateSkus(input, options, ctx, info);
  }

  @Access({ scopes: ['stock:write'], shop: 'input.rows.0.skuId' })
  @Upstream('DOUYIN POST sku/syncStockBatchMultiProducts', { batch: 50, per: 'parent', lists: stockCalls })
  @Upstream('DOUYIN POST sku/syncStockBatch', { batch: 50 })
  @Upstream('DOUYIN POST sku/syncStock')
  @Mutation(() => SkuBatchPayload, {
    description: 'Set or adjust stock of SKUs of one shop. For one item in many shops use `stockSync`.',
  })
  skuStocksSet(
    @Arg('input', () => SkuStocksSetInput, { description: 'What to do.' }) input: SkuStocksSetInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return setSkuStocks(input, options, ctx, info);
  }
}
