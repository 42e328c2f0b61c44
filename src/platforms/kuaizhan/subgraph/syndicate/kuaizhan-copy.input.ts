import { ArrayMaxSize } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';

/** What copies in shops of Kuaizhan need beside the item. */
@InputType('KuaizhanCopyInput', { description: 'What copies in shops of Kuaizhan need beside the item.' })
export class KuaizhanCopyInput {
  @Field(() => ID, { nullable: true, description: 'The shop; absent: all that have no entry of their own.' })
  shopId?: string | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description:
      "Freight. Needed where a template of the source's shop says it, since no other shop has that template.",
  })
  freight?: MoneyInput | null;

  @ArrayMaxSize(100)
  @Field(() => [ID], { nullable: true, description: 'Categories of the shop. With a shop alone.' })
  categoryIds?: string[] | null;
}
