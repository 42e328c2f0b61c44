import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../../../subgraph/vocabulary/write-options.input.js';
import { updateAfterSale } from './after-sale-update.write.js';
import { AfterSalesDecideInput, AfterSaleUpdateInput } from './after-sale-write.input.js';
import { AfterSaleBatchPayload, AfterSalePayload } from './after-sale-write.result.js';
import { decideAfterSales } from './after-sales-decide.write.js';
import { DECISION_CALLS } from './decision-calls.js';

const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/**
 * How many calls stand for each of the two methods: a case is read before its decision and after it, a refusal asks for the reasons of
 * each, and an agreement to a return for the shop's address once.
 */
function decisionCalls({ input }: Readonly<Record<string, unknown>>): number {
  const { rows, decision } = input as AfterSalesDecideInput;
  const { needs } = DECISION_CALLS[decision];
  const each = needs === 'refusal' ? 4 : 3;
  return Math.ceil((each * rows.length + (needs === 'return address' ? 1 : 0)) / 2);
}

/** Writes to after-sale cases. */
@Resolver()
export class AfterSaleWriteResolver {
  @Access({ scopes: ['aftersale:write'], shop: 'input.rows.0.afterSaleId' })
  @Upstream('DOUYIN POST afterSale/operate', { per: 'parent', lists: decisionCalls })
  @Upstream('DOUYIN POST afterSale/rejectReasonCodeList')
  @Mutation(() => AfterSaleBatchPayload, {
    description:
      'Decide on after-sale cases. `expectedUpdatedAt` per case guards against paying out on a changed case.',
  })
  afterSalesDecide(
    @Arg('input', () => AfterSalesDecideInput, { description: 'What to do.' }) input: AfterSalesDecideInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return decideAfterSales(input, options, ctx);
  }

  @Access({ scopes: ['aftersale:write'], shop: 'input.id' })
  @Upstream('DOUYIN POST afterSale/submitEvidence')
  @Upstream('DOUYIN POST afterSale/addOrderRemark')
  @Upstream('DOUYIN POST afterSale/timeExtend')
  @Upstream('DOUYIN POST afterSale/OpenAfterSaleChannel')
  @Upstream('DOUYIN POST afterSale/returnGoodsToWareHouseSuccess')
  @Mutation(() => AfterSalePayload, {
    description:
      'Add evidence or a remark, extend the receipt deadline, open after-sale to the buyer, or confirm that a return is in the warehouse.',
  })
  afterSaleUpdate(
    @Arg('input', () => AfterSaleUpdateInput, { description: 'What to do.' }) input: AfterSaleUpdateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return updateAfterSale(input, options, ctx);
  }
}
