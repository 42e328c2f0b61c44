import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { Node } from '../../subgraph/vocabulary/node.interface.js';
import { registryOf } from '../context.js';

/** Any object by its global id, whichever part it belongs to. */
@Resolver()
export class NodeResolver {
  @Access({ shop: 'listed' })
  @Query(() => Node, {
    nullable: true,
    description: 'Any object by global id. Null when it does not exist or may not be seen.',
  })
  node(
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<object | null> {
    return registryOf(ctx).entities().find(id, ctx);
  }

  @Access({ shop: 'listed' })
  @Directive('@listSize(assumedSize: 100)')
  @Query(() => [Node], {
    nullable: 'items',
    description: 'Many objects by global id, in the order asked, null where missing. At most 100.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'Global ids, at most 100.' }) ids: string[],
    @Ctx() ctx: RequestContext,
  ): Promise<(object | null)[]> {
    return registryOf(ctx).entities().findMany(ids, ctx);
  }
}
