import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import { noteMissing } from '../../subgraph/missing-part.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { StockUnit } from '../../subgraph/vocabulary/stock-unit.interface.js';
import { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { platformObject } from '../listing/platform-object.js';
import { StockItemsAutoLinkInput } from './stock-items-auto-link.input.js';
import { StockItemsAutoLinkPayload } from './stock-items-auto-link.result.js';
import { type AutoLinked, autoLink } from './stock-items-auto-link.write.js';

/** Links of units to stock items by merchant code. */
@Resolver(() => StockItemsAutoLinkPayload)
export class StockItemsAutoLinkResolver {
  @Access({ scopes: ['stock:write'], shop: 'tenant' })
  @Mutation(() => StockItemsAutoLinkPayload, {
    description: 'Link units of several shops to stock items by merchant code.',
  })
  stockItemsAutoLink(
    @Arg('input', () => StockItemsAutoLinkInput, { description: 'What to do.' }) input: StockItemsAutoLinkInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return autoLink(input, options, ctx);
  }

  // One that cannot be read is left out, with its error beside the rest.
  @FieldResolver(() => [StockUnit], { description: 'Units with a code found more than once, left alone.' })
  async ambiguous(
    @Root() { ambiguousIds = [] }: Partial<AutoLinked>,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object[]> {
    const found = await Promise.allSettled(ambiguousIds.map((id) => platformObject(id, ctx, info)));
    const units: object[] = [];
    for (const one of found) {
      if (one.status === 'rejected') noteMissing(ctx, info, one.reason);
      else if (one.value !== null) units.push(one.value);
    }
    return units;
  }
}
