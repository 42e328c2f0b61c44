import { ArrayMaxSize, ArrayNotEmpty } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

/** What to compare. */
@InputType('StockReconcileInput', { description: 'What to compare.' })
export class StockReconcileInput {
  @Field(() => ID, { description: 'The group.' })
  groupId!: string;

  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @Field(() => [String], { nullable: true, description: 'Merchant codes; absent: all.' })
  merchantCodes?: string[] | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Write the wanted quantity where it differs.' })
  repair!: boolean;
}
