import { Field, ID, InputType, Int } from 'type-graphql';
import { ProductAttributeInput } from '../product/product-content.input.js';
import { StockReduction } from '../product/stock-reduction.enum.js';

/** What copies in shops of Douyin need beside the item. The rules are those of `ProductCreateInput`, by which copies are made. */
@InputType('DouyinCopyInput', {
  description:
    "What copies in shops of Douyin need beside the item. An item without options gets one, named '规格' with the value '默认', since the platform requires it.",
})
export class DouyinCopyInput {
  @Field(() => ID, { nullable: true, description: 'The shop; absent: all that have no entry of their own.' })
  shopId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Title, where that of the item is too short or too long for the platform; absent: that of the item.',
  })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Leaf category. Needed unless the item is of Douyin too, and has one.',
  })
  categoryNativeId?: string | null;

  @Field(() => String, { nullable: true, description: 'Brand; absent: that of the item, or none.' })
  brandNativeId?: string | null;

  @Field(() => [ProductAttributeInput], {
    nullable: true,
    description: 'Attributes; absent: those of the item, where it is of Douyin and of the same category.',
  })
  attributes?: ProductAttributeInput[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Telephone of the shop's service for buyers. Needed always: the platform requires it and tells it of no product.",
  })
  servicePhone?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Native id of the shop's freight template, 0 for free of charge. Needed unless the item is sent free of charge: no other shop has its template.",
  })
  freightTemplateId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Days until sent; absent: those of the item, where it has any.' })
  deliveryDelayDays?: number | null;

  @Field(() => StockReduction, {
    nullable: true,
    description: 'When an order takes its units out of the stock; absent: as for the item, or when it is placed.',
  })
  stockReduction?: StockReduction | null;
}
