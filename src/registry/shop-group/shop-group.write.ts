import { AppError } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import type { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { registryOf } from '../context.js';
import { localWrite } from '../local-write.js';
import { shopKeyOf } from '../shop/shop-lookup.js';
import type { ShopGroupCreateInput, ShopGroupUpdateInput } from './shop-group.input.js';
import { ShopGroup } from './shop-group.type.js';
import { groupKeyOf } from './shop-group-id.js';

type Options = WriteOptions | null | undefined;

/** `shopGroupCreate`. */
export async function createGroup(input: ShopGroupCreateInput, options: Options, ctx: RequestContext): Promise<object> {
  const { groups } = registryOf(ctx);
  const shopKeys = await memberKeys(input.shopIds, ctx);
  const run = async () => (await groups.create(ctx.caller.tenantId, { name: input.name, shopKeys })).key;
  const { key, base } = await localWrite(ctx, {
    mutation: 'shopGroupCreate',
    input,
    options,
    shopKey: '',
    run,
  });
  return { ...base, shopGroup: await groupOf(key, ctx) };
}

/** `shopGroupUpdate`. Null for the members leaves none. @throws AppError UNSUPPORTED_COMBINATION for a null name */
export async function updateGroup(input: ShopGroupUpdateInput, options: Options, ctx: RequestContext): Promise<object> {
  const { groups } = registryOf(ctx);
  const groupKey = groupKeyOf(input.id);
  const group = groupKey === null ? null : await groups.find(ctx.caller.tenantId, groupKey);
  if (group === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
  if (input.name === null)
    throw new AppError('UNSUPPORTED_COMBINATION', 'A name cannot be cleared.', { path: ['input', 'name'] });
  const change = {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.shopIds === undefined ? {} : { shopKeys: await memberKeys(input.shopIds ?? [], ctx) }),
  };
  const run = async () => {
    await groups.update(ctx.caller.tenantId, group.key, change);
    return group.key;
  };
  const { key, base } = await localWrite(ctx, {
    mutation: 'shopGroupUpdate',
    input,
    options,
    shopKey: '',
    run,
  });
  return { ...base, shopGroup: await groupOf(key, ctx) };
}

async function groupOf(key: string | null, ctx: RequestContext): Promise<object | null> {
  const record = key === null ? null : await registryOf(ctx).groups.find(ctx.caller.tenantId, key);
  return record === null ? null : new ShopGroup(record);
}

/** Keys of the members, each one the caller may write to. */
async function memberKeys(ids: readonly string[], ctx: RequestContext): Promise<string[]> {
  const keys: string[] = [];
  for (const [index, id] of ids.entries()) {
    const key = shopKeyOf(id);
    if (key === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'shopIds', String(index)] });
    keys.push((await ctx.shops.writable(key)).key);
  }
  return keys;
}
