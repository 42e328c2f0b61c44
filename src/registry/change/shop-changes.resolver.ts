import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { Shop } from '../shop/shop.type.js';
import { changePage } from './change.page.js';
import { ChangeConnection } from './change-connection.type.js';
import { ChangePageArgs } from './change-page.args.js';

/** The feed of a shop. */
@Resolver(() => Shop)
export class ShopChangesResolver {
  @RequiresScopes('orders:read')
  @Directive(
    '@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 50)',
  )
  @FieldResolver(() => ChangeConnection, {
    description:
      'Everything that changed, from push messages and reconciling reads together: no gaps, no doubles, resumable by cursor.',
  })
  changes(
    @Root() shop: Shop,
    @Args(() => ChangePageArgs) args: ChangePageArgs,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return changePage(shop, args, ctx, info);
  }
}
