import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { douyinOf } from '../context.js';
import { Order } from '../order/order.type.js';
import { AfterSale } from './after-sale.type.js';

/** The after-sale cases of an order. */
@Resolver(() => Order)
export class AfterSaleOrderResolver {
  @Upstream('DOUYIN POST afterSale/List', { batch: 100, per: 'parent' })
  @Directive('@listSize(assumedSize: 5)')
  @FieldResolver(() => [AfterSale], { nullable: true, description: 'After-sale cases.' })
  async afterSales(
    @Root() { record, shopRecord }: Order,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly AfterSale[]> {
    ctx.trace.noteUnbatched(fieldPath(info));
    return douyinOf(ctx).of(shopRecord).orderCases.of(record.id, record.createdAt);
  }
}
