import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { decideAddressChange, updateOrder } from './order.write.js';
import { OrderAddressChangeDecideInput, OrderUpdateInput } from './order-write.input.js';
import { OrderUpdatePayload } from './order-write.result.js';

const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/** Writes to orders. */
@Resolver()
export class OrderWriteResolver {
  @Access({ scopes: ['orders:write'], shop: 'input.id' })
  @Upstream('DOUYIN POST order/addOrderRemark')
  @Upstream('DOUYIN POST order/addressModify')
  @Upstream('DOUYIN POST order/updateOrderAmount')
  @Upstream('DOUYIN POST order/updatePostAmount')
  @Upstream('DOUYIN POST order/addSerialNumber')
  @Mutation(() => OrderUpdatePayload, {
    description: 'Change an order: remark, address, price or postage before payment, serial numbers after shipping.',
  })
  orderUpdate(
    @Arg('input', () => OrderUpdateInput, { description: 'What to do.' }) input: OrderUpdateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return updateOrder(input, options, ctx);
  }

  @Access({ scopes: ['orders:write'], shop: 'input.orderId' })
  @Upstream('DOUYIN POST order/addressConfirm')
  @Mutation(() => OrderUpdatePayload, { description: "Accept or refuse a buyer's change of address." })
  orderAddressChangeDecide(
    @Arg('input', () => OrderAddressChangeDecideInput, { description: 'What to do.' })
    input: OrderAddressChangeDecideInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return decideAddressChange(input, options, ctx);
  }
}
