import { ArrayMaxSize, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { Platform } from '../../subgraph/vocabulary/platform.enum.js';
import { ShopStatus } from './shop.enum.js';

/** Narrows a list of shops. All given conditions must hold. */
@InputType('ShopFilter', { description: 'Narrows a list of shops. All given conditions must hold.' })
export class ShopFilter {
  @Field(() => [Platform], { nullable: true, description: 'Only these platforms.' })
  platforms?: Platform[] | null;

  @Field(() => [ShopStatus], { nullable: true, description: 'Only these states.' })
  statuses?: ShopStatus[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only sandboxed, or only live, shops.' })
  isSandbox?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Only members of this group.' })
  groupId?: string | null;

  @ArrayMaxSize(50)
  @MaxLength(64, { each: true })
  @Field(() => [String], { nullable: true, description: 'Only shops with all these labels.' })
  labels?: string[] | null;

  @MaxLength(200)
  @Field(() => String, { nullable: true, description: 'Words in the name.' })
  search?: string | null;
}
