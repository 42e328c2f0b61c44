import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { ForwardPageArgs } from '../../subgraph/page.js';
import type { ResolverClass } from '../../subgraph/part.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { DateTimeScalar } from '../../subgraph/scalars.js';
import { diffBetween, revisionPage } from './revision.page.js';
import { FieldChange, RevisionConnection } from './revision.type.js';

/**
 * What the registry adds to an entity of another part: its past states as this gateway saw them. A function of the
 * entity class, since the registry knows no platform and the entity's part knows no ledger fields.
 */
export function revisionsResolverFor(entity: new () => { id: string }): ResolverClass {
  @Resolver(() => entity)
  class RevisionsResolver {
    @FieldResolver(() => RevisionConnection, { description: 'Past states seen by this gateway, newest first.' })
    revisions(
      @Root() object: { id: string },
      @Args(() => ForwardPageArgs) page: ForwardPageArgs,
      @Ctx() ctx: RequestContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<object> {
      return revisionPage(object.id, page, ctx, info);
    }

    @FieldResolver(() => [FieldChange], { description: 'Changes between two instants.' })
    diff(
      @Root() object: { id: string },
      @Arg('from', () => DateTimeScalar, { description: 'Earlier instant.' }) from: Date,
      @Arg('to', () => DateTimeScalar, { nullable: true, description: 'Later instant.' }) to: Date | null | undefined,
      @Ctx() ctx: RequestContext,
    ): Promise<FieldChange[]> {
      return diffBetween(object.id, from, to ?? new Date(), ctx);
    }
  }
  return RevisionsResolver;
}
