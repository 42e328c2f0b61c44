import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { OrderInterceptInput } from './intercept.input.js';
import { OrderInterceptPayload } from './intercept.result.js';
import { interceptOrder } from './intercept.write.js';

/** Stopping orders. */
@Resolver()
export class InterceptResolver {
  @Access({ scopes: ['fulfilment:write'], shop: 'input.orderId' })
  @Upstream('DOUYIN POST afterSale/applyLogisticsIntercept')
  @Upstream('DOUYIN POST afterSale/CancelSendGoodsSuccess')
  @Upstream('DOUYIN POST crossborder/OrderInterception')
  @Mutation(() => OrderInterceptPayload, {
    description: 'Stop an order: refuse to send what has not left, call back what is on its way.',
  })
  orderIntercept(
    @Arg('input', () => OrderInterceptInput, { description: 'What to do.' }) input: OrderInterceptInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return interceptOrder(input, options, ctx, info);
  }
}
