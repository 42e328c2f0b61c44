import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { MAX_WAYBILLS, WaybillCancelInput, WaybillsAllocateInput } from './waybill.input.js';
import { WaybillPayload } from './waybill.result.js';
import { allocateWaybills, cancelWaybill } from './waybill.write.js';

const INPUT = { description: 'What to do.' } as const;
const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/** How many calls stand for each of the two methods: the address and every order are read before them. */
function allocationCalls({ input }: Readonly<Record<string, unknown>>): number {
  const rows = (input as WaybillsAllocateInput | undefined)?.rows.length ?? 1;
  return Math.ceil((rows + 3) / 2);
}

/** Writes of electronic waybills. */
@Resolver()
export class WaybillResolver {
  @Access({ scopes: ['fulfilment:write'], shop: 'input.shopId' })
  @Upstream('DOUYIN POST logistics/newCreateOrder', { batch: MAX_WAYBILLS, per: 'parent', lists: allocationCalls })
  @Upstream('DOUYIN POST logistics/waybillApply')
  @Mutation(() => WaybillPayload, {
    description:
      'Get electronic waybill numbers, at most 50 at a time. Asking again for the same parcel gives the same number.',
  })
  waybillsAllocate(
    @Arg('input', () => WaybillsAllocateInput, INPUT) input: WaybillsAllocateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return allocateWaybills(input, options, ctx, info);
  }

  @Access({ scopes: ['fulfilment:write'], shop: 'input.shopId' })
  @Upstream('DOUYIN POST logistics/cancelOrder')
  @Mutation(() => WaybillPayload, { description: 'Give back a waybill number.' })
  waybillCancel(
    @Arg('input', () => WaybillCancelInput, INPUT) input: WaybillCancelInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return cancelWaybill(input, options, ctx);
  }
}
