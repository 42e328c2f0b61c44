import { ArrayMaxSize, ArrayNotEmpty, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType } from 'type-graphql';
import type { CatalogPlatform } from '../../subgraph/catalog-items.js';

/** Most shops of one copying: each has calls of its own, all within one request. */
const MAX_SHOPS = 50;

/** An item to copy. What callers tell of single platforms beside it stands under the names of `CatalogPlatform.settings`. */
export interface ItemToCopy {
  readonly sourceId: string;
  readonly shopIds: readonly string[];
  readonly priceMarkup: number;
  readonly publish: boolean;
}

/** The input of `catalogSyndicate`, with a field for each platform: the inventory knows none of them. */
export function syndicateInputFor(platforms: readonly CatalogPlatform[]): new () => ItemToCopy {
  @InputType('CatalogSyndicateInput', { description: 'An item to copy.' })
  class CatalogSyndicateInput implements ItemToCopy {
    @Field(() => ID, { description: 'Commodity or product to copy.' })
    sourceId!: string;

    @ArrayNotEmpty()
    @ArrayMaxSize(MAX_SHOPS)
    @Field(() => [ID], { description: 'Shops to copy to.' })
    shopIds!: string[];

    @Field(() => Float, {
      defaultValue: 0,
      description: 'Price change in the copies, e.g. 0.05 for five per cent more.',
    })
    priceMarkup!: number;

    @Field(() => Boolean, { defaultValue: false, description: 'Put on the shelf or submit for review at once.' })
    publish!: boolean;
  }
  for (const { settings } of platforms) {
    const { prototype } = CatalogSyndicateInput;
    const { name, description, type } = settings;
    Field(() => [type], { nullable: true, description })(prototype, name);
    ArrayMaxSize(MAX_SHOPS)(prototype, name);
    ValidateNested({ each: true })(prototype, name);
  }
  return CatalogSyndicateInput;
}
