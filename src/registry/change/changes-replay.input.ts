import { Field, ID, InputType } from 'type-graphql';
import { DateTimeRange } from '../../subgraph/vocabulary/date-time-range.input.js';
import { ChangeKind } from './change-kind.enum.js';

/** Changes to deliver again. */
@InputType('ChangesReplayInput', { description: 'Changes to deliver again.' })
export class ChangesReplayInput {
  @Field(() => ID, { description: 'The shop.' })
  shopId!: string;

  @Field(() => DateTimeRange, { description: 'Period received.' })
  receivedIn!: DateTimeRange;

  @Field(() => [ChangeKind], { nullable: true, description: 'Kinds; absent: all.' })
  kinds?: ChangeKind[] | null;
}
