import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { UserError } from './user-error.type.js';

/** What became of one row of a batch. */
export enum RowStatus {
  SUCCEEDED = 'SUCCEEDED',
  FAILED = 'FAILED',
  SKIPPED = 'SKIPPED',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(RowStatus, {
  name: 'RowStatus',
  description: 'What became of one row of a batch.',
  valuesConfig: {
    SUCCEEDED: { description: 'Done and confirmed by the platform.' },
    FAILED: { description: 'Not done.' },
    SKIPPED: { description: 'Not sent, because another row failed or nothing would change.' },
    UNKNOWN: { description: 'Sent, outcome not known; a reconciliation read is scheduled.' },
  },
});

/** One row of a batch write. */
@Directive('@shareable')
@ObjectType('RowOutcome', { description: 'One row of a batch write.' })
export class RowOutcome {
  @Field(() => Int, { description: 'Position in the input list.' })
  index!: number;

  @Field(() => ID, { nullable: true, description: 'The object.' })
  nodeId!: string | null;

  @Field(() => RowStatus, { description: 'What became of it.' })
  status!: RowStatus;

  @Field(() => [UserError], { description: 'Why it failed.' })
  userErrors!: UserError[];
}
