import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { updateWarehouse } from './warehouse-update.write.js';
import { RegionalWarehousesCreateInput, RegionalWarehouseUpdateInput } from './warehouse-write.input.js';
import { RegionalWarehousePayload } from './warehouse-write.result.js';
import { createWarehouses } from './warehouses-create.write.js';

const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/** How many calls stand for each of the five methods: one for each part of the change, and reads before and after them. */
function changeCalls({ input }: Readonly<Record<string, unknown>>): number {
  const { name, description, coverageAdd, coverageRemove, priorities } = input as RegionalWarehouseUpdateInput;
  const words = name === undefined && description === undefined ? 0 : 1;
  const regions = (coverageAdd == null ? 0 : 1) + (coverageRemove?.length ?? 0);
  return Math.ceil((2 + words + regions + (priorities?.length ?? 0)) / 5);
}

/** Writes to regional warehouses. */
@Resolver()
export class WarehouseWriteResolver {
  @Access({ scopes: ['stock:write'], shop: 'input.shopId' })
  @Upstream('DOUYIN POST warehouse/createBatch')
  @Upstream('DOUYIN POST warehouse/create')
  @Mutation(() => RegionalWarehousePayload, { description: 'Create regional warehouses in one shop.' })
  regionalWarehousesCreate(
    @Arg('input', () => RegionalWarehousesCreateInput, { description: 'What to do.' })
    input: RegionalWarehousesCreateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return createWarehouses(input, options, ctx);
  }

  @Access({ scopes: ['stock:write'], shop: 'input.id' })
  @Upstream('DOUYIN POST warehouse/edit', { per: 'parent', lists: changeCalls })
  @Upstream('DOUYIN POST warehouse/setAddrBatch')
  @Upstream('DOUYIN POST warehouse/setAddr')
  @Upstream('DOUYIN POST warehouse/removeAddr')
  @Upstream('DOUYIN POST warehouse/setPriority')
  @Mutation(() => RegionalWarehousePayload, {
    description: 'Change a regional warehouse, its coverage or its priority.',
  })
  regionalWarehouseUpdate(
    @Arg('input', () => RegionalWarehouseUpdateInput, { description: 'What to do.' })
    input: RegionalWarehouseUpdateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return updateWarehouse(input, options, ctx);
  }
}
