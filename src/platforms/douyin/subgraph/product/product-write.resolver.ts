import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { deleteProduct, setProductOnline } from './product.write.js';
import { ProductCreateInput, ProductUpdateInput } from './product-content.input.js';
import { createProduct } from './product-create.write.js';
import { uploadsOf } from './product-pictures.js';
import { updateProduct } from './product-update.write.js';
import { ProductDeleteInput, ProductOnlineSetInput } from './product-write.input.js';
import { ProductCreatePayload, ProductDeletePayload, ProductUpdatePayload } from './product-write.result.js';

const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/**
 * The write and what is read after it, the properties of the category, and each picture that comes from elsewhere. How often one under
 * audit is looked at is not known before.
 */
function contentCalls({ input }: Readonly<Record<string, unknown>>): number {
  const content = input as ProductCreateInput | ProductUpdateInput | undefined;
  if (content === undefined) return 1;
  return 2 + ((content.attributes?.length ?? 0) > 0 ? 1 : 0) + uploadsOf(content);
}

/** Writes to products. */
@Resolver()
export class ProductWriteResolver {
  @Access({ scopes: ['catalog:write'], shop: 'input.shopId' })
  @Upstream('DOUYIN POST product/addV2', { per: 'parent', lists: contentCalls })
  @Mutation(() => ProductCreatePayload, { description: 'Publish a product.' })
  productCreate(
    @Arg('input', () => ProductCreateInput, { description: 'What to do.' }) input: ProductCreateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return createProduct(input, options, ctx);
  }

  @Access({ scopes: ['catalog:write'], shop: 'input.id' })
  @Upstream('DOUYIN POST product/editV2', { per: 'parent', lists: contentCalls })
  @Mutation(() => ProductUpdatePayload, { description: 'Change a product. It goes under review again.' })
  productUpdate(
    @Arg('input', () => ProductUpdateInput, { description: 'What to do.' }) input: ProductUpdateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return updateProduct(input, options, ctx);
  }

  @Access({ scopes: ['catalog:write'], shop: 'input.id' })
  @Upstream('DOUYIN POST product/setOnline')
  @Upstream('DOUYIN POST product/setOffline')
  @Mutation(() => ProductUpdatePayload, { description: 'Put a product on or off the shelf.' })
  productOnlineSet(
    @Arg('input', () => ProductOnlineSetInput, { description: 'What to do.' }) input: ProductOnlineSetInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return setProductOnline(input, options, ctx);
  }

  @Access({ scopes: ['catalog:write'], shop: 'input.id' })
  @Upstream('DOUYIN POST product/del')
  @Mutation(() => ProductDeletePayload, { description: 'Delete a product.' })
  productDelete(
    @Arg('input', () => ProductDeleteInput, { description: 'What to do.' }) input: ProductDeleteInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return deleteProduct(input, options, ctx);
  }
}
