import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { PageArgs } from '../../../../subgraph/page.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { listBrands, listCategories } from '../../upstream/endpoints/shop-read.js';
import { scopeOfShop } from '../context.js';
import { EMPTY_PAGE } from '../empty-page.js';
import { isNativeId } from '../one-by-one.js';
import { PAGE_SIZE } from '../page-size.js';
import { productPage } from '../product/product.page.js';
import { Product } from '../product/product.type.js';
import { ProductConnection } from '../product/product-connection.type.js';
import { Brand, ProductCategory } from '../product/product-facts.type.js';
import { ProductFilter } from '../product/product-filter.input.js';

/** What Douyin adds to a shop. On a shop of another platform lists are empty and all else is null. */
@Resolver(() => Shop)
export class DouyinShopResolver {
  @Upstream('DOUYIN POST product/listV2', { batch: 100, per: 'parent' })
  @Directive(PAGE_SIZE)
  @FieldResolver(() => ProductConnection, {
    nullable: true,
    description: 'Products of the shop. Empty for other platforms.',
  })
  async products(
    @Root() shop: Shop,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ProductFilter, { nullable: true, description: 'Which ones; all conditions must hold.' })
    filter: ProductFilter | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    const scope = scopeOfShop(shop, ctx);
    return scope === null ? EMPTY_PAGE : productPage(scope, filter ?? null, page, info);
  }

  @Upstream('DOUYIN POST product/listV2', { batch: 100 })
  @Upstream('DOUYIN POST product/detail')
  @FieldResolver(() => Product, { nullable: true, description: 'One product by its native id.' })
  async product(
    @Root() shop: Shop,
    @Arg('nativeId', () => String, { description: 'Id on the platform.' }) nativeId: string,
    @Ctx() ctx: RequestContext,
  ): Promise<Product | null> {
    return scopeOfShop(shop, ctx)?.products.load(nativeId) ?? null;
  }

  @Upstream('DOUYIN POST shop/getShopCategory')
  @Directive('@listSize(assumedSize: 100)')
  @FieldResolver(() => [ProductCategory], { nullable: true, description: 'Categories the shop may publish in.' })
  async productCategories(
    @Root() shop: Shop,
    @Arg('parentNativeId', () => String, { nullable: true, description: 'Parent category; absent: the roots.' })
    parentNativeId: string | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<ProductCategory[] | null> {
    const scope = scopeOfShop(shop, ctx);
    const parent = parentNativeId ?? '0';
    if (scope === null) return null;
    if (parent !== '0' && !isNativeId(parent)) return [];
    const found = await scope.once.run(`categories ${parent}`, () => listCategories(scope.client, parent));
    return found.map(({ id, name, isLeaf }) => ({ nativeId: id, name, isLeaf }));
  }

  @Upstream('DOUYIN POST shop/brandList')
  @Directive('@listSize(assumedSize: 50)')
  @FieldResolver(() => [Brand], { nullable: true, description: 'Brands the shop is authorized for.' })
  async brands(@Root() shop: Shop, @Ctx() ctx: RequestContext): Promise<Brand[] | null> {
    const scope = scopeOfShop(shop, ctx);
    if (scope === null) return null;
    const found = await scope.once.run('brands', () => listBrands(scope.client));
    return found.map(({ id, name }) => ({ nativeId: id, name }));
  }
}
