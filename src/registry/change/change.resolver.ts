import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, FieldResolver, ID, Info, Resolver, Root, Subscription } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import { asksMoreThanId, referenceTo } from '../../subgraph/reference.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { Node } from '../../subgraph/vocabulary/node.interface.js';
import { encodeGlobalId } from '../../tenants/global-id.js';
import { registryOf } from '../context.js';
import { type ChangesArgs, openChanges } from './change.stream.js';
import { Change } from './change.type.js';
import { ChangeKind } from './change-kind.enum.js';

/** Changes as they come, and what they are about. */
@Resolver(() => Change)
export class ChangeResolver {
  @Access({ scopes: ['orders:read'], shop: 'listed' })
  @Subscription(() => Change, {
    description:
      "Changes as they come, from `after` on if given. Backed by the platform's push messages and by reconciling reads.",
    subscribe: ({ args, context, info }) => openChanges(args as ChangesArgs, context as RequestContext, info) as never,
  })
  changes(
    @Root() change: Change,
    @Arg('shopIds', () => [ID], { nullable: true, description: 'Only these shops; absent: all the caller may see.' })
    _shopIds: string[] | null | undefined,
    @Arg('kinds', () => [ChangeKind], { nullable: true, description: 'Only these kinds; absent: all.' })
    _kinds: ChangeKind[] | null | undefined,
    @Arg('after', () => String, { nullable: true, description: 'Continue after this cursor.' })
    _after: string | null | undefined,
  ): Change {
    return change;
  }

  /** Who selects no more than its id is told without a call; a type that no part serves is no object. */
  @Extensions({ calls: { reference: true } })
  @FieldResolver(() => Node, {
    nullable: true,
    description: 'The object changed, as a reference: select fields to read it now.',
  })
  subject(
    @Root() { record: { subject, shopKey } }: Change,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> | object | null {
    const entities = registryOf(ctx).entities();
    if (subject === null || !entities.types.includes(subject.type)) return null;
    const id = encodeGlobalId(subject.type, shopKey, subject.nativeId);
    return asksMoreThanId(info, subject.type) ? entities.find(id, ctx) : referenceTo(subject.type, id);
  }
}
