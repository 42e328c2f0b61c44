import { Field, InputType } from 'type-graphql';
import { DateTimeScalar } from '../scalars.js';

/** A span of time. `from` is included, `to` is not. */
@InputType('DateTimeRange', { description: 'A span of time. `from` is included, `to` is not.' })
export class DateTimeRange {
  @Field(() => DateTimeScalar, { nullable: true, description: 'Start.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'End.' })
  to?: Date | null;
}
