import { Field, Int, ObjectType } from 'type-graphql';
import { Job } from '../../registry/job/job.type.js';
import { MutationPayload } from '../../subgraph/vocabulary/mutation-payload.interface.js';
import { RowStatus } from '../../subgraph/vocabulary/row-outcome.type.js';
import { UpstreamPlan } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { UserError } from '../../subgraph/vocabulary/user-error.type.js';
import type { ListingRecord } from '../ports.js';

/** What became of one item in one shop. */
@ObjectType('StockSyncResult', { description: 'What became of one item in one shop.' })
export class StockSyncResult {
  /** The listing as it was when it was asked for; not a field of the graph. */
  readonly record!: ListingRecord;

  /** Of a change of what nobody had counted: what it came to, as far as that is known. */
  @Field(() => Int, { description: 'Wanted.' })
  wanted!: number;

  @Field(() => Int, { nullable: true, description: 'Before, where known.' })
  before!: number | null;

  @Field(() => Int, { nullable: true, description: 'After, where read back.' })
  after!: number | null;

  @Field(() => RowStatus, { description: 'What became of it.' })
  status!: RowStatus;

  @Field(() => Int, { description: 'Tries made.' })
  attempts!: number;

  @Field(() => [UserError], { description: 'Why it failed.' })
  userErrors!: UserError[];
}

/** Result of stockSync. */
@ObjectType('StockSyncPayload', { description: 'Result of stockSync.', implements: MutationPayload })
export class StockSyncPayload {
  @Field(() => [StockSyncResult], { description: 'One per item and shop, in input order.' })
  results!: StockSyncResult[];

  @Field(() => Int, { description: 'How many succeeded.' })
  succeededCount!: number;

  @Field(() => Int, { description: 'How many failed.' })
  failedCount!: number;

  @Field(() => Int, { description: 'How many are not known.' })
  unknownCount!: number;

  @Field(() => Job, { nullable: true, description: 'The job, when it goes on in the background.' })
  job!: Job | null;

  @Field(() => [UserError], { description: 'Expected failures of the whole.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'Plan of a dry run, with the wanted quantity per shop.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'Stored answer to a used idempotency key.' })
  replayed!: boolean;
}
