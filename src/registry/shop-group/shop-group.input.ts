import { ArrayMaxSize, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

/** A group to create. */
@InputType('ShopGroupCreateInput', { description: 'A group to create.' })
export class ShopGroupCreateInput {
  @Length(1, 200)
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @ArrayMaxSize(100)
  @Field(() => [ID], { description: 'Members.' })
  shopIds!: string[];
}

/** A change to a group. Absent fields stay as they are. */
@InputType('ShopGroupUpdateInput', { description: 'A change to a group. Absent fields stay as they are.' })
export class ShopGroupUpdateInput {
  @Field(() => ID, { description: 'The group.' })
  id!: string;

  @Length(1, 200)
  @Field(() => String, { nullable: true, description: 'New name.' })
  name?: string | null;

  @ArrayMaxSize(100)
  @Field(() => [ID], { nullable: true, description: 'All members.' })
  shopIds?: string[] | null;
}
