import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';

/** A step of a parcel. */
@ObjectType('TrackingEvent', { description: 'A step of a parcel.' })
export class TrackingEvent {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  @Field(() => String, { description: "State in the platform's words." })
  state!: string;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;
}

/** Where a parcel is. */
@ObjectType('Tracking', { description: 'Where a parcel is.' })
export class Tracking {
  @Field(() => String, { description: 'Tracking number.' })
  trackingNumber!: string;

  @Field(() => [TrackingEvent], { description: 'Steps, newest first.' })
  events!: readonly TrackingEvent[];
}
