import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../../subgraph/scalars.js';
import { CatalogItem } from '../../../../subgraph/vocabulary/catalog-item.interface.js';
import { Image } from '../../../../subgraph/vocabulary/image.type.js';
import { Money, MoneyRange } from '../../../../subgraph/vocabulary/money.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import type { CommodityRecord } from '../../upstream/endpoints/commodity.js';
import { CommodityKind } from './commodity-kind.enum.js';
import { CommodityOption, CouponRule, GroupBuyRule, PointsRule } from './commodity-rules.type.js';
import { commodityVersion } from './commodity-version.js';

/** Something a Kuaizhan shop sells. */
@Directive('@key(fields: "id")')
@ObjectType('Commodity', {
  description: 'Something a Kuaizhan shop sells.',
  implements: [Node, UpstreamObject, CatalogItem],
})
export class Commodity extends UpstreamObject {
  /** What the platform answered, decoded; not a field of the graph. */
  readonly record!: CommodityRecord;
  /** The shop's registration; not a field of the graph. */
  readonly shopRecord!: ShopRecord;

  @Field(() => String, { description: 'Version label for `expectedVersion`.' })
  get version(): string {
    return commodityVersion(this.record);
  }

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Description.' })
  description!: string | null;

  @Field(() => CommodityKind, { description: 'Kind.' })
  kind!: CommodityKind;

  @Field(() => Int, { description: "The platform's own kind code." })
  kindCode!: number;

  @Field(() => Image, { nullable: true, description: 'Cover picture.' })
  cover!: Image | null;

  @Field(() => [Image], { description: 'All pictures.' })
  images!: Image[];

  @Field(() => String, { nullable: true, description: "Category in the platform's global list." })
  globalCategory!: string | null;

  @Field(() => String, { nullable: true, description: 'Search words.' })
  keywords!: string | null;

  @Field(() => [CommodityOption], { description: 'Options and their values. Empty when it has a single unit.' })
  options!: CommodityOption[];

  @Field(() => Money, { nullable: true, description: 'Price, when it has a single unit or is a group buy.' })
  price!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Price before discount.' })
  originalPrice!: Money | null;

  @Field(() => MoneyRange, { nullable: true, description: 'Lowest and highest price.' })
  priceRange!: MoneyRange | null;

  @Field(() => Int, { nullable: true, description: 'Stock over all units.' })
  totalStock!: number | null;

  @Field(() => Int, { description: 'Units sold.' })
  salesVolume!: number;

  @Field(() => Money, { nullable: true, description: 'Fixed freight.' })
  freight!: Money | null;

  @Field(() => String, { nullable: true, description: 'Native id of the freight template, when one is used.' })
  freightTemplateId!: string | null;

  @Field(() => Boolean, { description: 'On the shelf.' })
  isOnline!: boolean;

  @Field(() => Boolean, { description: 'Passed review.' })
  isPassed!: boolean;

  @Field(() => Boolean, { description: 'On the shelf and passed review.' })
  isOnSale!: boolean;

  @Field(() => Boolean, { description: 'Recommended by the shop.' })
  isRecommended!: boolean;

  @Field(() => Boolean, { description: 'Takes buyer settings from the site.' })
  usesSiteBuyerSettings!: boolean;

  @Field(() => GroupBuyRule, { nullable: true, description: 'Group buy rules, for a group buy.' })
  groupBuy!: GroupBuyRule | null;

  @Field(() => CouponRule, { nullable: true, description: 'Coupon rules, for a coupon.' })
  coupon!: CouponRule | null;

  @Field(() => PointsRule, { description: 'Paying with points.' })
  points!: PointsRule;

  @Field(() => Int, { nullable: true, description: 'Most units one buyer may buy. Null: no limit.' })
  purchaseLimit!: number | null;

  @Field(() => String, { nullable: true, description: 'Unit of measure.' })
  unitName!: string | null;

  @Field(() => [Int], { description: "The platform's own state codes." })
  stateCodes!: number[];

  @Field(() => DateTimeScalar, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it last changed.' })
  updatedAt!: Date;
}
