import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { RequiresScopes } from '../../../../subgraph/access.js';
import { ForwardPageArgs } from '../../../../subgraph/page.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { scopeOfShop } from '../context.js';
import { EMPTY_PAGE } from '../empty-page.js';
import { FORWARD_PAGE_SIZE } from '../page-size.js';
import { orderPage } from './order.page.js';
import { Order } from './order.type.js';
import { OrderConnection } from './order-connection.type.js';
import { OrderFilter } from './order-filter.input.js';
import { OrderSort } from './order-sort.input.js';

/** Orders of a shop. On a shop of another platform the list is empty and the order null. */
@Resolver(() => Shop)
export class OrderShopResolver {
  @RequiresScopes('orders:read')
  @Upstream('DOUYIN POST order/searchList', { batch: 100, per: 'parent' })
  @Directive(FORWARD_PAGE_SIZE)
  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description:
      'Orders of the shop. Empty for other platforms. Cursors follow the sort time, so they stay exact while orders change.',
  })
  async orders(
    @Root() shop: Shop,
    @Args(() => ForwardPageArgs) page: ForwardPageArgs,
    @Arg('filter', () => OrderFilter, { nullable: true, description: 'Which ones; all conditions must hold.' })
    filter: OrderFilter | null | undefined,
    @Arg('sort', () => OrderSort, { nullable: true, description: 'In which order.' })
    sort: OrderSort | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    const scope = scopeOfShop(shop, ctx);
    return scope === null ? EMPTY_PAGE : orderPage(scope, filter ?? null, sort ?? null, page, info);
  }

  @RequiresScopes('orders:read')
  @Upstream('DOUYIN POST order/orderDetail')
  @FieldResolver(() => Order, {
    nullable: true,
    description: 'One order by its native id. The platform reads orders one at a time.',
  })
  async order(
    @Root() shop: Shop,
    @Arg('nativeId', () => String, { description: 'Id on the platform.' }) nativeId: string,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Order | null> {
    const scope = scopeOfShop(shop, ctx);
    if (scope === null) return null;
    ctx.trace.noteUnbatched(fieldPath(info));
    return scope.orders.load(nativeId);
  }
}
