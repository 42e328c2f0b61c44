import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { Upstream } from '../../subgraph/upstream-directive.js';
import { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import { registerShop, rotateCredential, setProxy, setSandbox, unregisterShop, updateShop } from './shop.write.js';
import {
  ShopCredentialRotateInput,
  ShopProxySetInput,
  ShopRegisterInput,
  ShopSandboxSetInput,
  ShopUnregisterInput,
  ShopUpdateInput,
} from './shop-write.input.js';
import {
  ShopCredentialRotatePayload,
  ShopProxySetPayload,
  ShopRegisterPayload,
  ShopSandboxSetPayload,
  ShopUnregisterPayload,
  ShopUpdatePayload,
} from './shop-write.result.js';

const OPTIONS = { nullable: true, description: 'Dry run, idempotency key, expected version.' } as const;

/** Writes to the registry of shops. */
@Resolver()
export class ShopWriteResolver {
  @Access({ scopes: ['shops:admin'], shop: 'tenant' })
  @Mutation(() => ShopRegisterPayload, {
    description: 'Add a shop. Generates its shop code; credentials are stored sealed and never returned.',
  })
  shopRegister(
    @Arg('input', () => ShopRegisterInput, { description: 'What to do.' }) input: ShopRegisterInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return registerShop(input, options, ctx);
  }

  @Access({ scopes: ['shops:admin'], shop: 'input.id', inAnyState: true })
  @Mutation(() => ShopUpdatePayload, { description: 'Rename, relabel, suspend or resume a shop.' })
  shopUpdate(
    @Arg('input', () => ShopUpdateInput, { description: 'What to do.' }) input: ShopUpdateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return updateShop(input, options, ctx);
  }

  @Access({ scopes: ['shops:admin'], shop: 'listed' })
  @Mutation(() => ShopUnregisterPayload, { description: 'Remove a shop and destroy its credentials.' })
  shopUnregister(
    @Arg('input', () => ShopUnregisterInput, { description: 'What to do.' }) input: ShopUnregisterInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return unregisterShop(input, options, ctx);
  }

  @Access({ scopes: ['shops:admin'], shop: 'input.id', inAnyState: true })
  @Mutation(() => ShopCredentialRotatePayload, {
    description: "Replace a shop's keys; the old ones keep working until the new ones have been proven.",
  })
  shopCredentialRotate(
    @Arg('input', () => ShopCredentialRotateInput, { description: 'What to do.' }) input: ShopCredentialRotateInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return rotateCredential(input, options, ctx);
  }

  @Access({ scopes: ['shops:admin'], shop: 'input.id', inAnyState: true })
  @Upstream('GREATERWMS POST /shopid/douyin/sandbox/')
  @Mutation(() => ShopSandboxSetPayload, {
    description:
      'Turn the sandbox on or off. Drops caches, tokens and loaders of the shop. Mirrored to a GreaterWMS server where one is configured.',
  })
  shopSandboxSet(
    @Arg('input', () => ShopSandboxSetInput, { description: 'What to do.' }) input: ShopSandboxSetInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return setSandbox(input, options, ctx);
  }

  @Access({ scopes: ['shops:admin'], shop: 'input.id', inAnyState: true })
  @Upstream('GREATERWMS POST /shopid/douyin/proxy/')
  @Mutation(() => ShopProxySetPayload, {
    description: 'Set or clear the egress proxy of a shop. Mirrored to a GreaterWMS server where one is configured.',
  })
  shopProxySet(
    @Arg('input', () => ShopProxySetInput, { description: 'What to do.' }) input: ShopProxySetInput,
    @Arg('options', () => WriteOptions, OPTIONS) options: WriteOptions | null | undefined,
    @Ctx() ctx: RequestContext,
  ): Promise<object> {
    return setProxy(input, options, ctx);
  }
}
