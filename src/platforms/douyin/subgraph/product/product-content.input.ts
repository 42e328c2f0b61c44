import { ArrayMaxSize, ArrayMinSize, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { UrlScalar } from '../../../../subgraph/scalars.js';
import { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';
import { SelectedOptionInput } from '../../../../subgraph/vocabulary/selected-option.input.js';
import { StockReduction } from './stock-reduction.enum.js';

/** Most pictures of the head, and of head and body together (the platform's page, g.4). */
const MAX_HEAD = 5;
const MAX_PICTURES = 50;
/** Bounds of ours: the platform documents none. */
const MAX_STOCK = 99_999_999;
const MAX_SKUS = 600;
const MAX_CODE = 100;
const NATIVE_ID = { message: 'a number of the platform' };

/** A product to publish. */
@InputType('ProductCreateInput', { description: 'A product to publish.' })
export class ProductCreateInput {
  @Field(() => ID, { description: 'The shop.' })
  shopId!: string;

  @Length(1, MAX_CODE)
  @Field(() => String, { nullable: true, description: "The merchant's own id." })
  outerId?: string | null;

  @Field(() => String, { description: 'Title.' })
  title!: string;

  @Matches(/^[1-9]\d{0,17}$/, NATIVE_ID)
  @Field(() => String, { description: 'Leaf category.' })
  categoryNativeId!: string;

  @Matches(/^[1-9]\d{0,17}$/, NATIVE_ID)
  @Field(() => String, { nullable: true, description: 'Brand.' })
  brandNativeId?: string | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_HEAD)
  @Field(() => [UrlScalar], { description: 'Pictures of the head, first is the cover.' })
  imageUrls!: string[];

  @ArrayMaxSize(MAX_PICTURES)
  @Field(() => [UrlScalar], { nullable: true, defaultValue: [], description: 'Pictures of the body.' })
  descriptionImageUrls!: string[] | null;

  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Field(() => [ProductAttributeInput], { nullable: true, defaultValue: [], description: 'Attributes.' })
  attributes!: ProductAttributeInput[] | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SKUS)
  @ValidateNested({ each: true })
  @Field(() => [ProductSkuInput], { description: 'SKUs.' })
  skus!: ProductSkuInput[];

  @Matches(/^(0|[1-9]\d{0,17})$/, NATIVE_ID)
  @Field(() => String, { nullable: true, description: 'Native id of the freight template.' })
  freightTemplateId?: string | null;

  @Min(1)
  @Max(9999)
  @Field(() => Int, { nullable: true, description: 'Days until sent.' })
  deliveryDelayDays?: number | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Submit for review at once.' })
  submitForReview!: boolean;

  @Matches(/^\+?\d[\d-]{4,19}$/, { message: '5 to 20 digits and hyphens' })
  @Field(() => String, { description: "Telephone of the shop's service for buyers, which the platform requires." })
  servicePhone!: string;

  @Field(() => StockReduction, {
    defaultValue: StockReduction.ON_ORDER,
    description: 'When an order takes its units out of the stock.',
  })
  stockReduction!: StockReduction;

  @Min(0)
  @Max(999)
  @Field(() => Int, {
    defaultValue: 0,
    description:
      "The platform's own type code: 0 ordinary, 1 for new customers, 3 virtual, 6 jade flash sale, 7 cloud flash sale, 127 other.",
  })
  typeCode!: number;
}

/** An attribute to write. */
@InputType('ProductAttributeInput', { description: 'An attribute to write.' })
export class ProductAttributeInput {
  @Matches(/^[1-9]\d{0,17}$/, NATIVE_ID)
  @Field(() => String, { description: 'Native id of the property.' })
  propertyNativeId!: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @Length(1, 100, { each: true })
  @Field(() => [String], { description: 'Values.' })
  values!: string[];
}

/** A SKU to write. */
@InputType('ProductSkuInput', { description: 'A SKU to write.' })
export class ProductSkuInput {
  @Length(1, MAX_CODE)
  @Field(() => String, { nullable: true, description: 'Merchant code.' })
  merchantCode?: string | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Field(() => [SelectedOptionInput], { description: 'Chosen options.' })
  selectedOptions!: SelectedOptionInput[];

  @Field(() => MoneyInput, { description: 'Price.' })
  price!: MoneyInput;

  @Min(0)
  @Max(MAX_STOCK)
  @Field(() => Int, { description: 'Stock.' })
  stock!: number;
}

/** A change to a product. Absent fields stay as they are. */
@InputType('ProductUpdateInput', { description: 'A change to a product. Absent fields stay as they are.' })
export class ProductUpdateInput {
  @Field(() => ID, { description: 'The product.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Title.' })
  title?: string | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_HEAD)
  @Field(() => [UrlScalar], { nullable: true, description: 'Pictures of the head, all of them.' })
  imageUrls?: string[] | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PICTURES)
  @Field(() => [UrlScalar], { nullable: true, description: 'Pictures of the body, all of them.' })
  descriptionImageUrls?: string[] | null;

  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Field(() => [ProductAttributeInput], { nullable: true, description: 'Attributes, all of them.' })
  attributes?: ProductAttributeInput[] | null;

  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_SKUS)
  @ValidateNested({ each: true })
  @Field(() => [ProductSkuInput], { nullable: true, description: 'SKUs, all of them.' })
  skus?: ProductSkuInput[] | null;

  @Min(0)
  @Max(MAX_STOCK)
  @Field(() => Int, { nullable: true, description: 'Most units per buyer.' })
  limitPerBuyer?: number | null;
}
