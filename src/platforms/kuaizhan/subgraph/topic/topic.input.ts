import { ArrayMaxSize, Length, Matches, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { UrlScalar } from '../../../../subgraph/scalars.js';
import { GeoPointInput } from '../../../../subgraph/vocabulary/geo-point.input.js';

/** A topic to open. */
@InputType('TopicCreateInput', { description: 'A topic to open.' })
export class TopicCreateInput {
  @Field(() => ID, { description: 'The site.' })
  siteId!: string;

  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'forumId has 1 to 64 letters, digits, _ and -' })
  @Field(() => String, {
    nullable: true,
    description: 'Native id of the community; absent: the one in the registration.',
  })
  forumId?: string | null;

  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'userId has 1 to 64 letters, digits, _ and -' })
  @Field(() => String, { description: 'Native id of the user who speaks.' })
  userId!: string;

  @Length(1, 200)
  @Field(() => String, { nullable: true, description: 'Title.' })
  title?: string | null;

  @Length(1, 20_000)
  @Field(() => String, { description: 'Content.' })
  content!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the content is HTML.' })
  isHtml!: boolean;

  @ArrayMaxSize(50)
  @Length(1, 64, { each: true })
  @Field(() => [String], { nullable: true, defaultValue: [], description: 'Tags.' })
  tagIds?: string[] | null;

  @ArrayMaxSize(50)
  @Field(() => [UrlScalar], { nullable: true, defaultValue: [], description: 'Pictures.' })
  imageUrls?: string[] | null;

  @ArrayMaxSize(50)
  @Field(() => [UrlScalar], { nullable: true, defaultValue: [], description: 'Videos.' })
  videoUrls?: string[] | null;

  @ArrayMaxSize(50)
  @Field(() => [UrlScalar], { nullable: true, defaultValue: [], description: 'Videos elsewhere on the web.' })
  internetVideoUrls?: string[] | null;

  @ArrayMaxSize(50)
  @Field(() => [UrlScalar], { nullable: true, defaultValue: [], description: 'Sounds.' })
  audioUrls?: string[] | null;

  @ValidateNested()
  @Field(() => GeoPointInput, { nullable: true, description: 'Where.' })
  location?: GeoPointInput | null;
}
