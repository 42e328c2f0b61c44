import { Field, Int, ObjectType } from 'type-graphql';
import { MutationPayload } from '../../subgraph/vocabulary/mutation-payload.interface.js';
import { UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../subgraph/vocabulary/user-error.type.js';
import type { ListingRecord } from '../ports.js';

/** A difference between wanted and shown. */
@ObjectType('StockDrift', { description: 'A difference between wanted and shown.' })
export class StockDrift {
  /** The listing as it was when it was compared; not a field of the graph. */
  readonly record!: ListingRecord;

  @Field(() => Int, { description: 'Wanted.' })
  wanted!: number;

  @Field(() => Int, { description: 'Shown.' })
  shown!: number;

  @Field(() => Boolean, { description: 'Repaired now.' })
  isRepaired!: boolean;
}

/** Result of stockReconcile. */
@ObjectType('StockReconcilePayload', { description: 'Result of stockReconcile.', implements: MutationPayload })
export class StockReconcilePayload {
  @Field(() => [StockDrift], { description: 'Differences.' })
  drifts!: StockDrift[];

  @Field(() => Int, { description: 'Units read.' })
  checkedCount!: number;

  @Field(() => [UserError], { description: 'Expected failures.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
