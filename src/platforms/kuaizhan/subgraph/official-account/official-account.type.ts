import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { UrlScalar } from '../../../../subgraph/scalars.js';
import { Image } from '../../../../subgraph/vocabulary/image.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';

/** The WeChat official account bound to a site. The app secret the platform returns is never exposed, logged or cached. */
@Directive('@key(fields: "id")')
@ObjectType('OfficialAccount', {
  description:
    'The WeChat official account bound to a site. The app secret the platform returns is never exposed, logged or cached.',
  implements: Node,
})
export class OfficialAccount {
  /** The shop whose token is used; not a field of the graph. */
  shopRecord!: ShopRecord;
  siteId!: string;

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'WeChat app id.' })
  appId!: string | null;

  @Field(() => String, { nullable: true, description: 'Nickname.' })
  nickname!: string | null;

  @Field(() => Image, { nullable: true, description: 'Avatar.' })
  avatar!: Image | null;

  @Field(() => Image, { nullable: true, description: 'QR code.' })
  qrCode!: Image | null;

  @Field(() => UrlScalar, { nullable: true, description: 'Page that asks visitors to follow.' })
  followGuideUrl!: string | null;

  @Field(() => Int, { nullable: true, description: "The platform's verification code." })
  verifyTypeCode!: number | null;

  @Field(() => Int, { nullable: true, description: "The platform's service code." })
  serviceTypeCode!: number | null;
}

/** Whether a visitor follows an official account. */
@ObjectType('WechatSubscription', { description: 'Whether a visitor follows an official account.' })
export class WechatSubscription {
  @Field(() => String, { description: 'The visitor.' })
  openId!: string;

  @Field(() => Boolean, { description: 'Following or not.' })
  isSubscribed!: boolean;
}
