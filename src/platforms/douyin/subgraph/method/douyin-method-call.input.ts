import { Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { JsonScalar } from '../../../../subgraph/scalars.js';

/** A raw call. */
@InputType('DouyinMethodCallInput', { description: 'A raw call.' })
export class DouyinMethodCallInput {
  @Field(() => ID, { description: 'The shop.' })
  shopId!: string;

  @Length(1, 128)
  @Field(() => String, { description: 'Method name.' })
  method!: string;

  @Field(() => JsonScalar, { description: 'Business parameters. 64-bit integers may be given as strings.' })
  parameters!: unknown;
}
