import { Length, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

/** A category to create. */
@InputType('CommodityCategoryCreateInput', { description: 'A category to create.' })
export class CommodityCategoryCreateInput {
  @Field(() => ID, { description: 'The shop.' })
  shopId!: string;

  @Length(1, 200)
  @Field(() => String, { description: 'Title.' })
  title!: string;

  @MaxLength(20_000)
  @Field(() => String, { nullable: true, description: 'Description.' })
  description?: string | null;
}

/** A change to a category. */
@InputType('CommodityCategoryUpdateInput', { description: 'A change to a category.' })
export class CommodityCategoryUpdateInput {
  @Field(() => ID, { description: 'The category.' })
  id!: string;

  @Length(1, 200)
  @Field(() => String, { nullable: true, description: 'Title.' })
  title?: string | null;

  @MaxLength(20_000)
  @Field(() => String, { nullable: true, description: 'Description.' })
  description?: string | null;
}

/** The category to delete. */
@InputType('CommodityCategoryDeleteInput', { description: 'The category to delete.' })
export class CommodityCategoryDeleteInput {
  @Field(() => ID, { description: 'The category.' })
  id!: string;
}
