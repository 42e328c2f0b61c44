import { Directive, Field, ObjectType } from 'type-graphql';

/** Relay page information. */
@Directive('@shareable')
@ObjectType('PageInfo', { description: 'Relay page information.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'More items after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'More items before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last edge; pass it as `after`.' })
  endCursor!: string | null;
}
