import { Directive, Field, InputType } from 'type-graphql';

/** Keys of a shop. Exactly one field. */
@Directive('@oneOf')
@InputType('ShopCredentialInput', { description: 'Keys of a shop. Exactly one field.' })
export class ShopCredentialInput {
  @Field(() => DouyinCredentialInput, { nullable: true, description: 'Keys of a Douyin shop.' })
  douyin?: DouyinCredentialInput | null;

  @Field(() => KuaizhanCredentialInput, { nullable: true, description: 'Keys of a Kuaizhan site.' })
  kuaizhan?: KuaizhanCredentialInput | null;
}

/** The three keys the Douyin open platform gives. */
@InputType('DouyinCredentialInput', { description: 'The three keys the Douyin open platform gives.' })
export class DouyinCredentialInput {
  @Field(() => String, { description: 'App key.' })
  appId!: string;

  @Field(() => String, { description: 'App secret. Write-only.' })
  appSecret!: string;

  @Field(() => String, { description: 'Shop id.' })
  shopId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Authorization code, for a tool app; absent for a self-use app.',
  })
  authorizationCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The shop code a GreaterWMS server already made for this shop, to keep it; absent: a new one is made.',
  })
  tCode?: string | null;
}

/** Access to one Kuaizhan site and the shop and community on it. */
@InputType('KuaizhanCredentialInput', { description: 'Access to one Kuaizhan site and the shop and community on it.' })
export class KuaizhanCredentialInput {
  @Field(() => String, { description: 'Access token. Write-only.' })
  accessToken!: string;

  @Field(() => String, { description: 'Site id.' })
  siteId!: string;

  @Field(() => String, { nullable: true, description: 'Shop id on the site, if it sells.' })
  shopId?: string | null;

  @Field(() => String, { nullable: true, description: 'Community id on the site, if it has one.' })
  forumId?: string | null;
}
