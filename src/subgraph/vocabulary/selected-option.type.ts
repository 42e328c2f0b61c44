import { Directive, Field, ObjectType } from 'type-graphql';

/** One option with its chosen value. */
@Directive('@shareable')
@ObjectType('SelectedOption', { description: 'One option with its chosen value.' })
export class SelectedOption {
  @Field(() => String, { description: 'Option name, e.g. colour.' })
  name!: string;

  @Field(() => String, { description: 'Value, e.g. red.' })
  value!: string;
}
