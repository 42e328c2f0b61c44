import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { registryOf } from '../context.js';
import { Shop } from '../shop/shop.type.js';
import { ShopGroupCreateInput, ShopGroupUpdateInput } from './shop-group.input.js';
import { ShopGroupPayload } from './shop-group.result.js';
import { ShopGroup } from './shop-group.type.js';
import { createGroup, updateGroup } from './shop-group.write.js';
import { groupKeyOf } from './shop-group-id.js';

/** Groups of shops that sell the same goods. */
@Resolver(() => ShopGroup)
export class ShopGroupResolver {
  @Access({ shop: 'tenant' })
  @Query(() => ShopGroup, {
    nullable: true,
    description: 'A group of shops that sell the same goods from the same stock.',
  })
  async shopGroup(
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<ShopGroup | null> {
    const key = groupKeyOf(id);
    const record = key === null ? null : await registryOf(ctx).groups.find(ctx.caller.tenantId, key);
    return record === null ? null : new ShopGroup(record);
  }

  @FieldResolver(() => [Shop], { description: 'Members.' })
  async shops(@Root() group: ShopGroup, @Ctx() ctx: RequestContext): Promise<Shop[]> {
    const members = await registryOf(ctx).groups.shops(group.record);
    const { shopGrants } = ctx.caller;
    return members.filter((shop) => shopGrants === null || shopGrants.has(shop.key)).map((shop) => Shop.of(shop));
  }

  @Access({ scopes: ['shops:admin'], shop: 'tenant' })
  @Mutation(() => ShopGroupPayload, { description: 'Create a group of shops.' })
  shopGroupCreate(
    @Arg('input', () => ShopGroupCreateInput, { description: 'What to do.' }) input: ShopGroupCreateInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return createGroup(input, options, ctx);
  }

  @Access({ scopes: ['shops:admin'], shop: 'tenant' })
  @Mutation(() => ShopGroupPayload, { description: "Change a group's name or members." })
  shopGroupUpdate(
    @Arg('input', () => ShopGroupUpdateInput, { description: 'What to do.' }) input: ShopGroupUpdateInput,
    @Arg('options', () => WriteOptions, {
      nullable: true,
      description: 'Dry run, idempotency key, expected version.',
    })
    options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return updateGroup(input, options, ctx);
  }
}
