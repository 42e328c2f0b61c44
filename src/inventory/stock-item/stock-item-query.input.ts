import { MaxLength } from 'class-validator';
import { Directive, Field, ID, InputType, Int } from 'type-graphql';

/** A merchant code within a group. */
@InputType('StockItemCode', { description: 'A merchant code within a group.' })
export class StockItemCode {
  @Field(() => ID, { description: 'The group.' })
  groupId!: string;

  @Field(() => String, { description: 'Merchant code.' })
  merchantCode!: string;
}

/** Names one stock item. Exactly one field. */
@Directive('@oneOf')
@InputType('StockItemBy', { description: 'Names one stock item. Exactly one field.' })
export class StockItemBy {
  @Field(() => ID, { nullable: true, description: 'Global id.' })
  id?: string | null;

  @Field(() => StockItemCode, { nullable: true, description: 'Merchant code within a group.' })
  code?: StockItemCode | null;
}

/** Narrows a list of stock items. All given conditions must hold. */
@InputType('StockItemFilter', { description: 'Narrows a list of stock items. All given conditions must hold.' })
export class StockItemFilter {
  @MaxLength(200)
  @Field(() => String, { nullable: true, description: 'Words in code or name.' })
  search?: string | null;

  @Field(() => Int, { nullable: true, description: 'At or under this quantity.' })
  maxOnHand?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Some shop shows another quantity than was last written.' })
  hasDrift?: boolean | null;
}
