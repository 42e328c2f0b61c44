import { Matches, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

/** A ban to make. */
@InputType('CommunityUserBanInput', { description: 'A ban to make.' })
export class CommunityUserBanInput {
  @Field(() => ID, { description: 'The site.' })
  siteId!: string;

  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'forumId has 1 to 64 letters, digits, _ and -' })
  @Field(() => String, {
    nullable: true,
    description: 'Native id of the community; absent: the one in the registration.',
  })
  forumId?: string | null;

  @Field(() => String, { description: 'Native id of the user.' })
  userId!: string;

  @MaxLength(1_000)
  @Field(() => String, { nullable: true, description: 'Reason.' })
  reason?: string | null;

  @Min(1)
  @Field(() => Int, { nullable: true, description: 'Days, 1 or more.' })
  days?: number | null;
}
