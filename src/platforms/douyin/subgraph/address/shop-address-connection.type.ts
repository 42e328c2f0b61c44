import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../../subgraph/vocabulary/page-info.type.js';
import { ShopAddress } from './shop-address.type.js';

/** A page of shop addresses. */
@ObjectType('ShopAddressConnection', { description: 'A page of shop addresses.' })
export class ShopAddressConnection {
  @Field(() => [ShopAddressEdge], { description: 'Edges.' })
  edges!: ShopAddressEdge[];

  @Field(() => [ShopAddress], { description: 'The addresses.' })
  nodes!: ShopAddress[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;
}

/** A shop address in a page. */
@ObjectType('ShopAddressEdge', { description: 'A shop address in a page.' })
export class ShopAddressEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => ShopAddress, { description: 'The address.' })
  node!: ShopAddress;
}
