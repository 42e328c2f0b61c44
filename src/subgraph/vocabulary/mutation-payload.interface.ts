import { Field, InterfaceType } from 'type-graphql';
import { UpstreamPlan } from './upstream-plan.type.js';
import { UserError } from './user-error.type.js';

/** What every mutation returns beside its subject. */
@InterfaceType('MutationPayload', { description: 'What every mutation returns beside its subject.' })
export abstract class MutationPayload {
  @Field(() => [UserError], { description: 'Expected failures. Empty on full success.' })
  userErrors!: UserError[];

  @Field(() => UpstreamPlan, { nullable: true, description: 'The plan, when `options.dryRun` was set.' })
  plan!: UpstreamPlan | null;

  @Field(() => Boolean, { description: 'True when this is the stored answer to an idempotency key used before.' })
  replayed!: boolean;
}
