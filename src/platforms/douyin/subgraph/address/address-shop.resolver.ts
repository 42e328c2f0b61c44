import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { RequiresScopes } from '../../../../subgraph/access.js';
import { ForwardPageArgs } from '../../../../subgraph/page.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { scopeOfShop } from '../context.js';
import { FORWARD_PAGE_SIZE } from '../page-size.js';
import { shopAddressPage } from './shop-address.page.js';
import { ShopAddressConnection } from './shop-address-connection.type.js';

/** The address book of a shop; null for a shop of another platform. */
@Resolver(() => Shop)
export class AddressShopResolver {
  @RequiresScopes('orders:read')
  @Upstream('DOUYIN POST address/list', { per: 'parent' })
  @Directive(FORWARD_PAGE_SIZE)
  @FieldResolver(() => ShopAddressConnection, {
    nullable: true,
    description: 'Addresses of the shop for sending and returns.',
  })
  async addresses(
    @Root() shop: Shop,
    @Args(() => ForwardPageArgs) page: ForwardPageArgs,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    const scope = scopeOfShop(shop, ctx);
    return scope === null ? null : shopAddressPage(scope, page, info);
  }
}
