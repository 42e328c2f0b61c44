import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import type { CatalogPlatform } from '../../subgraph/catalog-items.js';
import type { ResolverClass } from '../../subgraph/part.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { Upstream } from '../../subgraph/upstream-directive.js';
import { CatalogItem } from '../../subgraph/vocabulary/catalog-item.interface.js';
import { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { platformObject } from '../listing/platform-object.js';
import { type ItemToCopy, syndicateInputFor } from './catalog-syndicate.input.js';
import { CatalogSyndicatePayload, CatalogSyndicateResult } from './catalog-syndicate.result.js';
import { syndicate } from './catalog-syndicate.write.js';

/** Copies, as the shops show them. */
@Resolver(() => CatalogSyndicateResult)
export class CatalogCopyResolver {
  @Extensions({ calls: { reference: true } })
  @FieldResolver(() => CatalogItem, { nullable: true, description: 'The copy.' })
  item(
    @Root() { itemId }: CatalogSyndicateResult,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> | null {
    return itemId === null ? null : platformObject(itemId, ctx, info);
  }
}

/** The creations, beside which the item is read; how many pictures have to be brought is not known before. */
const copiesOf = ({ input }: Readonly<Record<string, unknown>>): number =>
  (input as ItemToCopy | undefined)?.shopIds.length ?? 1;

/** Copying of items to other shops, with what each platform wants to be told for it. */
export function syndicateResolverFor(platforms: readonly CatalogPlatform[]): ResolverClass {
  const Input = syndicateInputFor(platforms);

  @Resolver(() => CatalogSyndicatePayload)
  class CatalogSyndicateResolver {
    @Access({ scopes: ['catalog:write'], shop: 'listed' })
    @Upstream('DOUYIN POST product/addV2')
    @Upstream('KUAIZHAN POST /v2/ec/commodity/create', { per: 'parent', lists: copiesOf })
    @Mutation(() => CatalogSyndicatePayload, {
      description: 'Copy an item of one shop to other shops, on either platform, with an answer per shop.',
    })
    catalogSyndicate(
      @Arg('input', () => Input, { description: 'What to do.' }) input: ItemToCopy,
      @Arg('options', () => WriteOptions, {
        nullable: true,
        description: 'Dry run, idempotency key, expected version.',
      })
      options: WriteOptions | null | undefined,
      @Ctx() ctx: RequestContext,
    ): Promise<object> {
      return syndicate(input, options, ctx);
    }
  }
  return CatalogSyndicateResolver;
}
