import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { RequiresScopes } from '../../../../subgraph/access.js';
import { ForwardPageArgs } from '../../../../subgraph/page.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { scopeOfShop } from '../context.js';
import { EMPTY_PAGE } from '../empty-page.js';
import { FORWARD_PAGE_SIZE } from '../page-size.js';
import { afterSalePage } from './after-sale.page.js';
import { AfterSaleConnection } from './after-sale-connection.type.js';
import { AfterSaleFilter } from './after-sale-filter.input.js';
import { AfterSaleSort } from './after-sale-sort.enum.js';

/** The platform takes one kind at a time; a span of updates is read from its end, which a first call finds. */
const listsOf = (filter: AfterSaleFilter | null | undefined): number =>
  Math.max(1, new Set(filter?.kinds).size) * (filter?.updatedIn == null ? 1 : 2);

/** The after-sale cases of a shop. */
@Resolver(() => Shop)
export class AfterSaleShopResolver {
  @RequiresScopes('orders:read')
  @Upstream('DOUYIN POST afterSale/List', {
    batch: 100,
    per: 'parent',
    lists: ({ filter }) => listsOf(filter as AfterSaleFilter | null | undefined),
  })
  @Directive(FORWARD_PAGE_SIZE)
  @FieldResolver(() => AfterSaleConnection, { nullable: true, description: 'After-sale cases of the shop.' })
  async afterSales(
    @Root() shop: Shop,
    @Args(() => ForwardPageArgs) page: ForwardPageArgs,
    @Arg('filter', () => AfterSaleFilter, { nullable: true, description: 'Which ones; all conditions must hold.' })
    filter: AfterSaleFilter | null | undefined,
    @Arg('sort', () => AfterSaleSort, {
      nullable: true,
      defaultValue: AfterSaleSort.UPDATED_AT_DESC,
      description: 'In which order.',
    })
    sort: AfterSaleSort | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    const scope = scopeOfShop(shop, ctx);
    if (scope === null) return EMPTY_PAGE;
    return afterSalePage(scope, filter ?? null, sort ?? 'UPDATED_AT_DESC', page, info);
  }
}
