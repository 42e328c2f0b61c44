import { ArrayMaxSize, Length, Max, Min } from 'class-validator';
import { Field, Float, ID, InputType, Int } from 'type-graphql';

/** Largest quantity of the graph's integers. */
const MAX_QUANTITY = 2_147_483_647;

/** A link to a unit in a shop. */
@InputType('ListingInput', { description: 'A link to a unit in a shop.' })
export class ListingInput {
  @Field(() => ID, { description: 'A commodity variant or product SKU.' })
  unitId!: string;

  @Field(() => Float, { defaultValue: 1, description: 'Share of the stock shown, 0 to 1.' })
  allocation!: number;

  @Field(() => Int, { defaultValue: 0, description: 'Held back.' })
  safetyStock!: number;
}

/** A stock item to create or change. */
@InputType('StockItemSetInput', { description: 'A stock item to create or change.' })
export class StockItemSetInput {
  @Field(() => ID, { description: 'The group.' })
  groupId!: string;

  @Length(1, 128)
  @Field(() => String, { description: 'Merchant code.' })
  merchantCode!: string;

  @Length(0, 200)
  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null;

  @Min(0)
  @Max(MAX_QUANTITY)
  @Field(() => Int, { nullable: true, description: 'On hand.' })
  onHand?: number | null;

  @ArrayMaxSize(200)
  @Field(() => [ListingInput], { nullable: true, description: 'Links, all of them; absent: as they are.' })
  listings?: ListingInput[] | null;
}
