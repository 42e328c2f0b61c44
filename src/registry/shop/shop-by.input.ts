import { Directive, Field, ID, InputType } from 'type-graphql';
import { Platform } from '../../subgraph/vocabulary/platform.enum.js';

/** Names one shop. Exactly one field. */
@Directive('@oneOf')
@InputType('ShopBy', { description: 'Names one shop. Exactly one field.' })
export class ShopBy {
  @Field(() => ID, { nullable: true, description: 'Global id.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: "The registry's public key, e.g. `s7f3k2`." })
  key?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The generated GreaterWMS shop code. Treated as a secret; only for migration.',
  })
  tCode?: string | null;

  @Field(() => NativeShopRef, { nullable: true, description: "The platform's own shop id." })
  native?: NativeShopRef | null;
}

/** A shop by its platform's id. */
@InputType('NativeShopRef', { description: "A shop by its platform's id." })
export class NativeShopRef {
  @Field(() => Platform, { description: 'The platform.' })
  platform!: Platform;

  @Field(() => String, { description: "The platform's shop id." })
  id!: string;
}
