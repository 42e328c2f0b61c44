import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { JsonScalar } from '../scalars.js';
import { Platform } from './platform.enum.js';

/** One upstream call a write would make, or an operation is expected to make. */
@Directive('@shareable')
@ObjectType('PlannedCall', {
  description: 'One upstream call a write would make, or an operation is expected to make.',
})
export class PlannedCall {
  @Field(() => Platform, { description: 'The platform.' })
  platform!: Platform;

  @Field(() => ID, { description: 'The shop.' })
  shopId!: string;

  @Field(() => String, { description: 'The call, e.g. `POST sku.syncStockBatchMultiProducts`.' })
  endpoint!: string;

  @Field(() => Int, { description: 'Rows or ids in the call.' })
  batchSize!: number;

  @Field(() => Int, { description: "Points it takes from the shop's rate bucket." })
  cost!: number;

  @Field(() => Boolean, { description: 'Whether repeating it is harmless.' })
  idempotent!: boolean;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The body that would be sent, secrets removed. Null for reads.',
  })
  body!: unknown;
}

/** What an operation would do upstream, without doing it. */
@Directive('@shareable')
@ObjectType('UpstreamPlan', { description: 'What an operation would do upstream, without doing it.' })
export class UpstreamPlan {
  @Field(() => [PlannedCall], { description: 'The calls, in order.' })
  calls!: PlannedCall[];

  @Field(() => Int, { description: 'How many.' })
  totalCalls!: number;

  @Field(() => Int, { description: 'Total points.' })
  totalCost!: number;

  @Field(() => Int, { description: 'Expected milliseconds, from recent latencies and free rate budget.' })
  estimatedMs!: number;

  @Field(() => [String], {
    description: 'Preconditions that look unmet, e.g. a product under review that stock sync will skip.',
  })
  warnings!: string[];
}
