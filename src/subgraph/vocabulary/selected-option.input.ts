import { Length } from 'class-validator';
import { Field, InputType } from 'type-graphql';

/** One option with its chosen value, to write. */
@InputType('SelectedOptionInput', { description: 'One option with its chosen value, to write.' })
export class SelectedOptionInput {
  @Length(1, 100)
  @Field(() => String, { description: 'Option name.' })
  name!: string;

  @Length(1, 100)
  @Field(() => String, { description: 'Value.' })
  value!: string;
}
