import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { NativeRef } from '../../../../subgraph/vocabulary/native-ref.type.js';
import { Node } from '../../../../subgraph/vocabulary/node.interface.js';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';

/** A column of posts. */
@Directive('@key(fields: "id")')
@ObjectType('PostColumn', { description: 'A column of posts.', implements: Node })
export class PostColumn {
  /** The shop whose token is used; not a field of the graph. */
  shopRecord!: ShopRecord;

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => NativeRef, { description: 'Identity on the platform.' })
  native!: NativeRef;
}
