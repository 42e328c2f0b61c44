import { ArrayMaxSize, ArrayNotEmpty } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

/** Shops to search for units. */
@InputType('StockItemsAutoLinkInput', { description: 'Shops to search for units.' })
export class StockItemsAutoLinkInput {
  @Field(() => ID, { description: 'The group.' })
  groupId!: string;

  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @Field(() => [ID], { nullable: true, description: 'Shops; absent: all of the group.' })
  shopIds?: string[] | null;
}
