import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Image } from '../../../../subgraph/vocabulary/image.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import { UpstreamObject } from '../../../../subgraph/vocabulary/upstream-object.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import { SiteStatus } from './site-status.enum.js';

/** A Kuaizhan site. */
@Directive('@key(fields: "id")')
@ObjectType('Site', { description: 'A Kuaizhan site.', implements: [Node, UpstreamObject] })
export class Site extends UpstreamObject {
  /** The shop whose token reads it; not a field of the graph. */
  shopRecord!: ShopRecord;

  /** Extra data that was asked for, by name; absent: not asked. */
  extras!: Readonly<Record<string, unknown>>;

  @Field(() => String, { nullable: true, description: 'Name.' })
  name!: string | null;

  @Field(() => SiteStatus, { description: 'State.' })
  status!: SiteStatus;

  @Field(() => Int, { description: "The platform's own state code." })
  statusCode!: number;

  @Field(() => Image, { nullable: true, description: 'Logo.' })
  logo!: Image | null;

  @Field(() => String, { nullable: true, description: 'Domain under Kuaizhan.' })
  domain!: string | null;

  @Field(() => String, { nullable: true, description: "The site's own domain." })
  privateDomain!: string | null;

  @Field(() => String, { nullable: true, description: 'Native id of the owner.' })
  ownerId!: string | null;
}
