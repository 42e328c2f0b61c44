import { Length, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

/** A region to write, by the platform's names. */
@InputType('RegionInput', { description: "A region to write, by the platform's names." })
export class RegionInput {
  @Length(1, 50)
  @Field(() => String, { description: 'Province.' })
  province!: string;

  @Length(1, 50)
  @Field(() => String, { description: 'City.' })
  city!: string;

  @Length(1, 50)
  @Field(() => String, { description: 'District.' })
  district!: string;

  @MaxLength(50)
  @Field(() => String, { nullable: true, description: 'Street.' })
  street?: string | null;

  @MaxLength(300)
  @Field(() => String, { nullable: true, description: 'The rest.' })
  detail?: string | null;
}
