import { Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../subgraph/scalars.js';

/** The caller. */
@ObjectType('Viewer', { description: 'The caller.' })
export class Viewer {
  @Field(() => String, { description: 'Name of the API key or user.' })
  name!: string;

  @Field(() => [String], { description: 'Scopes held.' })
  scopes!: string[];

  @Field(() => Int, { description: 'Shops the caller may act for.' })
  shopCount!: number;

  @Field(() => Int, { description: 'Cost points left in this window.' })
  costRemaining!: number;

  @Field(() => Int, { description: 'Cost points per window.' })
  costLimit!: number;

  @Field(() => DateTimeScalar, { description: 'When the window ends.' })
  resetsAt!: Date;
}
