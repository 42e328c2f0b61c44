import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { NativeRef } from '../../../../subgraph/vocabulary/native-ref.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';

/** A member of a community. */
@Directive('@key(fields: "id")')
@ObjectType('CommunityUser', { description: 'A member of a community.', implements: Node })
export class CommunityUser {
  /** The shop whose token is used; not a field of the graph. */
  shopRecord!: ShopRecord;

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => NativeRef, { description: 'Identity on the platform.' })
  native!: NativeRef;
}
