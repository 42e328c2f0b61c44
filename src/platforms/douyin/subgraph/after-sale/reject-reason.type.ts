import { Field, ObjectType } from 'type-graphql';

/** A reason to refuse. */
@ObjectType('RejectReason', { description: 'A reason to refuse.' })
export class RejectReason {
  @Field(() => String, { description: 'Code.' })
  code!: string;

  @Field(() => String, { description: 'Reason.' })
  reason!: string;

  @Field(() => Boolean, { description: 'Evidence must be given.' })
  needsEvidence!: boolean;
}
