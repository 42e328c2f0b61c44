import { ArgsType, Field, Int } from 'type-graphql';
import { ChangeKind } from './change-kind.enum.js';

/** Changes of a page unless told. */
export const DEFAULT_CHANGES = 50;

/** Which changes of a shop, forwards. */
@ArgsType()
export class ChangePageArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: DEFAULT_CHANGES,
    description: 'Page size, forwards. At most 100.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Continue after this cursor.' })
  after?: string | null;

  @Field(() => [ChangeKind], { nullable: true, description: 'Only these kinds; absent: all.' })
  kinds?: ChangeKind[] | null;
}
