import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { douyinOf } from '../context.js';
import { Order } from './order.type.js';

/** Orders. */
@Resolver(() => Order)
export class OrderResolver {
  @Access({ scopes: ['orders:read'], shop: 'id' })
  @Upstream('DOUYIN POST order/orderDetail')
  @Query(() => Order, { nullable: true, description: 'One order by global id.' })
  async order(
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Order | null> {
    const decoded = decodeGlobalId(id);
    const scope = decoded?.type === 'Order' ? await douyinOf(ctx).ofKey(decoded.shopKey) : null;
    if (scope === null || decoded === null) return null;
    ctx.trace.noteUnbatched(fieldPath(info));
    return scope.orders.load(decoded.nativeId);
  }

  @FieldResolver(() => Shop, { description: 'The shop.' })
  shop(@Root() order: Order): Shop {
    return Shop.of(order.shopRecord);
  }
}
