import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { AppError } from '../../../../errors/app-error.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { SelectedOption } from '../../../../subgraph/vocabulary/selected-option.type.js';
import { douyinOf } from '../context.js';
import { Product } from '../product/product.type.js';
import { WarehouseStock } from '../warehouse/warehouse-stock.type.js';
import { ProductSku } from './product-sku.type.js';

/** What a SKU is related to. */
@Resolver(() => ProductSku)
export class ProductSkuResolver {
  @Upstream('DOUYIN POST product/listV2', { batch: 100 })
  @FieldResolver(() => Product, { nullable: true, description: 'The product.' })
  product(@Root() sku: ProductSku, @Ctx() ctx: RequestContext): Promise<Product | null> {
    return douyinOf(ctx).of(sku.shopRecord).products.load(sku.record.productId);
  }

  // Where it is selected, the detail takes the place of the list of SKUs: one call for a product all the same.
  @Upstream('DOUYIN POST product/detail', { embedded: true })
  @FieldResolver(() => [SelectedOption], {
    description: 'Chosen options. Their names stand in the detail of the product, one more call unless that is there.',
  })
  async selectedOptions(
    @Root() { record, shopRecord }: ProductSku,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly SelectedOption[]> {
    if (record.options !== null) return record.options;
    ctx.trace.noteUnbatched(fieldPath(info));
    const detail = await douyinOf(ctx).of(shopRecord).productDetails.load(record.productId);
    const told = detail?.skus.find(({ id }) => id === record.id);
    if (told === undefined) throw new AppError('NOT_FOUND', 'The product has no such SKU any more.');
    return told.options;
  }

  @FieldResolver(() => [WarehouseStock], { description: 'Quantity per regional warehouse.' })
  warehouseStocks(@Root() { record, shopRecord }: ProductSku): WarehouseStock[] {
    return record.stocks.map((stock) => new WarehouseStock(stock, shopRecord));
  }
}
