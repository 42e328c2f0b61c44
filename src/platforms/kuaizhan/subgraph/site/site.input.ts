import { Matches, MaxLength, ValidateNested } from 'class-validator';
import { Directive, Field, ID, InputType } from 'type-graphql';

/** Names one site. Exactly one field. */
@Directive('@oneOf')
@InputType('SiteBy', { description: 'Names one site. Exactly one field.' })
export class SiteBy {
  @Field(() => ID, { nullable: true, description: 'Global id.' })
  id?: string | null;

  @Field(() => ID, { nullable: true, description: 'The site of this shop.' })
  shopId?: string | null;

  @ValidateNested()
  @Field(() => NativeSiteRef, {
    nullable: true,
    description: 'A site by its native id, with the shop whose token is used.',
  })
  native?: NativeSiteRef | null;
}

/** A site by native id. */
@InputType('NativeSiteRef', { description: 'A site by native id.' })
export class NativeSiteRef {
  @Field(() => ID, { description: 'The shop whose access token is used.' })
  shopId!: string;

  @Matches(/^[1-9]\d{0,15}$/, { message: 'siteId is a positive integer' })
  @Field(() => String, { description: 'Native site id.' })
  siteId!: string;

  @MaxLength(253)
  @Field(() => String, { nullable: true, description: 'Site domain, an extra check.' })
  domain?: string | null;
}
