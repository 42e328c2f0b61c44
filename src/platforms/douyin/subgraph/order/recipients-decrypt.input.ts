import { ArrayMaxSize, ArrayMinSize, Matches, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MAX_PURPOSE } from '../../../../subgraph/guard.js';

/** Recipients to read in the clear. */
@InputType('RecipientsDecryptInput', { description: 'Recipients to read in the clear.' })
export class RecipientsDecryptInput {
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @Field(() => [ID], { description: 'Orders of one shop, at most 50.' })
  orderIds!: string[];

  @MaxLength(MAX_PURPOSE)
  @Matches(/\S/, { message: 'a reason in words' })
  @Field(() => String, { description: 'Why, kept in the audit log.' })
  purpose!: string;
}
