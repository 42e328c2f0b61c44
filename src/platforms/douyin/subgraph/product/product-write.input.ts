import { Field, ID, InputType } from 'type-graphql';

/** On or off the shelf. */
@InputType('ProductOnlineSetInput', { description: 'On or off the shelf.' })
export class ProductOnlineSetInput {
  @Field(() => ID, { description: 'The product.' })
  id!: string;

  @Field(() => Boolean, { description: 'On or off.' })
  isOnline!: boolean;
}

/** The product to delete. */
@InputType('ProductDeleteInput', { description: 'The product to delete.' })
export class ProductDeleteInput {
  @Field(() => ID, { description: 'The product.' })
  id!: string;
}
