import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { updateParcel } from './parcel-update.write.js';
import { shipOrders } from './shipment.write.js';
import { OrderShipInput, ParcelUpdateInput } from './shipping-write.input.js';
import { OrderShipPayload } from './shipping-write.result.js';

const INPUT = { description: 'What to do.' } as const;
const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/** How many calls stand for each of the three methods, of which one is called: orders are read before and after it, one by one. */
function shipmentCalls({ input }: Readonly<Record<string, unknown>>): number {
  const orders = (input as OrderShipInput | undefined)?.together?.orderIds.length ?? 1;
  return Math.ceil((2 * orders + 1) / 3);
}

/** Writes that send orders. */
@Resolver()
export class ShippingWriteResolver {
  @Access({ scopes: ['fulfilment:write'], shop: 'listed' })
  @Upstream('DOUYIN POST order/logisticsAdd', { per: 'parent', lists: shipmentCalls })
  @Upstream('DOUYIN POST order/logisticsAddMultiPack')
  @Upstream('DOUYIN POST order/logisticsAddSinglePack')
  @Mutation(() => OrderShipPayload, {
    description: 'Ship: a whole order, an order in several parcels, or several orders in one parcel.',
  })
  orderShip(
    @Arg('input', () => OrderShipInput, INPUT) input: OrderShipInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return shipOrders(input, options, ctx, info);
  }

  @Access({ scopes: ['fulfilment:write'], shop: 'input.orderId' })
  @Upstream('DOUYIN POST order/logisticsEditByPack')
  @Upstream('DOUYIN POST order/logisticsEdit')
  @Mutation(() => OrderShipPayload, { description: 'Correct carrier or tracking number of a parcel.' })
  parcelUpdate(
    @Arg('input', () => ParcelUpdateInput, INPUT) input: ParcelUpdateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return updateParcel(input, options, ctx, info);
  }
}
