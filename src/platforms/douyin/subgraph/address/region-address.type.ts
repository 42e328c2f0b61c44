import { Field, ObjectType } from 'type-graphql';

/** An address in four levels. */
@ObjectType('RegionAddress', { description: 'An address in four levels.' })
export class RegionAddress {
  @Field(() => String, { description: 'Province.' })
  province!: string;

  @Field(() => String, { description: 'City.' })
  city!: string;

  @Field(() => String, { description: 'District.' })
  district!: string;

  @Field(() => String, { nullable: true, description: 'Street.' })
  street!: string | null;

  @Field(() => String, { nullable: true, description: 'The rest.' })
  detail!: string | null;
}
