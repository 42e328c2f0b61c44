import { ArrayMaxSize, ArrayNotEmpty } from 'class-validator';
import { Directive, Field, ID, InputType, Int } from 'type-graphql';
import { BatchErrorPolicy } from '../../subgraph/vocabulary/batch-error-policy.enum.js';

/** A quantity. Exactly one field. */
@Directive('@oneOf')
@InputType('StockSyncQuantityInput', { description: 'A quantity. Exactly one field.' })
export class StockSyncQuantityInput {
  @Field(() => Int, { nullable: true, description: 'Set to.' })
  setTo?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Change by, up or down. Needs an idempotency key; for Kuaizhan it becomes read, add and write.',
  })
  changeBy?: number | null;
}

/** Stock of one item to write. */
@InputType('StockSyncRow', { description: 'Stock of one item to write.' })
export class StockSyncRow {
  @Field(() => String, { description: 'Merchant code.' })
  merchantCode!: string;

  @Field(() => StockSyncQuantityInput, {
    description: 'How much; allocation and safety stock of each listing are applied to it.',
  })
  quantity!: StockSyncQuantityInput;
}

/** Stock to write. */
@InputType('StockSyncInput', { description: 'Stock to write.' })
export class StockSyncInput {
  @Field(() => ID, { description: 'The group.' })
  groupId!: string;

  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @Field(() => [StockSyncRow], { description: 'Rows.' })
  rows!: StockSyncRow[];

  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @Field(() => [ID], { nullable: true, description: 'Only these shops; absent: all linked.' })
  shopIds?: string[] | null;

  @Field(() => BatchErrorPolicy, {
    defaultValue: BatchErrorPolicy.BEST_EFFORT,
    description: 'When some rows are bad.',
  })
  errorPolicy!: BatchErrorPolicy;

  @Field(() => Boolean, { defaultValue: false, description: 'Read back what was written.' })
  verify!: boolean;
}
