import { createHash } from 'node:crypto';
import { AppError, InputErrors } from '../../errors/app-error.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import type { PlannedCall } from '../../subgraph/vocabulary/upstream-plan.type.js';
import type { WriteOptions } from '../../subgraph/vocabulary/write-options.input.js';
import type { PayloadBase } from '../../subgraph/write.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Shop as ShopRecord, ShopRegistration } from '../../tenants/shop.js';
import { isShopCode, SHOP_CODE_RULE } from '../../tenants/shop-code.js';
import { registryOf } from '../context.js';
import { localWrite, requireVersion } from '../local-write.js';
import { groupKeyOf } from '../shop-group/shop-group-id.js';
import type { SwitchPosition } from './mirror.js';
import { mirrored } from './mirrored.js';
import { Shop } from './shop.type.js';
import type { ShopCredentialInput } from './shop-credential.input.js';
import { shopKeyOf } from './shop-lookup.js';
import { allowedProxy } from './shop-proxy.js';
import type {
  ShopCredentialRotateInput,
  ShopProxySetInput,
  ShopRegisterInput,
  ShopSandboxSetInput,
  ShopUnregisterInput,
  ShopUpdateInput,
} from './shop-write.input.js';

type Options = WriteOptions | null | undefined;

/** `shopRegister`. */
export async function registerShop(input: ShopRegisterInput, options: Options, ctx: RequestContext): Promise<object> {
  const { registry } = registryOf(ctx);
  const { registration, tCode } = registrationOf(input.credential, ctx);
  const groupKey = input.groupId == null ? undefined : groupKeyOf(input.groupId);
  if (groupKey === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'groupId'] });
  const wanted = {
    name: input.name,
    registration,
    isSandbox: input.isSandbox,
    labels: input.labels ?? [],
    ...(groupKey === undefined ? {} : { groupKey }),
    ...(tCode === undefined ? {} : { tCode }),
  };
  const { key, base } = await localWrite(ctx, {
    mutation: 'shopRegister',
    input: { ...input, credential: digestOf(input.credential) },
    options,
    shopKey: '',
    run: async () => (await registry.registerShop(ctx.caller.tenantId, wanted).catch(placeShopCode)).key,
  });
  const shop = key === null ? null : await registry.shopByKey(key);
  return { ...base, shop: shop === null ? null : Shop.of(shop) };
}

/**
 * `shopUpdate`. Works on a suspended shop too: that is how it is resumed. Null clears the labels.
 * @throws AppError UNSUPPORTED_COMBINATION for what cannot be cleared
 */
export async function updateShop(input: ShopUpdateInput, options: Options, ctx: RequestContext): Promise<object> {
  for (const name of ['name', 'isSuspended'] as const)
    if (input[name] === null)
      throw new AppError('UNSUPPORTED_COMBINATION', 'This cannot be cleared.', { path: ['input', name] });
  const change = {
    ...(input.name == null ? {} : { name: input.name }),
    ...(input.labels === undefined ? {} : { labels: input.labels ?? [] }),
    ...(input.isSuspended == null ? {} : { status: input.isSuspended ? ('SUSPENDED' as const) : ('ACTIVE' as const) }),
  };
  return onShop('shopUpdate', input, options, ctx, (shop) => registryOf(ctx).registry.updateShop(shop.key, change));
}

/** `shopSandboxSet`. Loaders and pools carry the environment in their keys, so the switch holds for the next call. */
export function setSandbox(input: ShopSandboxSetInput, options: Options, ctx: RequestContext): Promise<object> {
  const { isSandbox } = input;
  return moveSwitch(input, options, ctx, { name: 'sandbox', isSandbox }, (shop) =>
    registryOf(ctx).registry.setSandbox(shop.key, isSandbox),
  );
}

/** `shopProxySet`. */
export async function setProxy(input: ShopProxySetInput, options: Options, ctx: RequestContext): Promise<object> {
  const { registry, egressProxyHosts } = registryOf(ctx);
  const { setting, password } = allowedProxy(input, await registered(input.id, ctx), egressProxyHosts);
  return moveSwitch(input, options, ctx, { name: 'proxy', proxy: setting }, (shop) =>
    registry.setProxy(shop.key, setting, password),
  );
}

/** `shopCredentialRotate`. */
export function rotateCredential(
  input: ShopCredentialRotateInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const { registration } = registrationOf(input.credential, ctx);
  const told = { id: input.id, credential: digestOf(input.credential) };
  return onShop('shopCredentialRotate', told, options, ctx, (shop) =>
    registryOf(ctx).registry.rotateCredential(shop.key, registration),
  );
}

/** `shopUnregister`. */
export async function unregisterShop(
  input: ShopUnregisterInput,
  options: Options,
  ctx: RequestContext,
): Promise<object> {
  const { registry } = registryOf(ctx);
  const shopKey = shopKeyOf(input.id);
  if (shopKey === null) throw new AppError('NOT_FOUND', undefined, { path: ['input', 'id'] });
  // The shop is gone after the first time: a repeat must meet the journal before it looks for the shop.
  const isRepeatable = options?.idempotencyKey != null && options.dryRun !== true;
  const shop = isRepeatable ? null : await registered(input.id, ctx);
  if (shop !== null) requireVersion(options, input.id, shop.updatedAt);
  const { key, base } = await localWrite(ctx, {
    mutation: 'shopUnregister',
    input,
    options,
    shopKey,
    run: async () => {
      const present = await registered(input.id, ctx);
      requireVersion(options, input.id, present.updatedAt);
      await registry.unregisterShop(present.key);
      return present.key;
    },
  });
  return { ...base, deletedId: key === null ? null : shopGlobalId(key) };
}

const MOVES = { sandbox: 'shopSandboxSet', proxy: 'shopProxySet' } as const;

/** Moves a switch here, and waits for its mirror: a mirror that failed is told beside the shop as it is now. */
async function moveSwitch(
  input: { readonly id: string },
  options: Options,
  ctx: RequestContext,
  to: SwitchPosition,
  change: (shop: ShopRecord) => Promise<ShopRecord>,
): Promise<object> {
  const plan = (shop: ShopRecord): PlannedCall[] => registryOf(ctx).mirror?.plan(shop, to) ?? [];
  const payload = await onShop(MOVES[to.name], input, options, ctx, change, plan);
  const { shop, userErrors } = payload;
  if (shop === null) return payload;
  return {
    ...payload,
    userErrors: [...userErrors, ...(await mirrored(shop.record, to.name, ctx))],
    auditOutcome: 'OK',
  };
}

async function onShop(
  mutation: string,
  input: { readonly id: string },
  options: Options,
  ctx: RequestContext,
  change: (shop: ShopRecord) => Promise<ShopRecord>,
  plan: (shop: ShopRecord) => PlannedCall[] = () => [],
): Promise<PayloadBase & { readonly shop: Shop | null }> {
  const shop = await registered(input.id, ctx);
  const { key, base } = await localWrite(ctx, {
    mutation,
    input,
    options,
    shopKey: shop.key,
    plan: () => plan(shop),
    check: () => requireVersion(options, input.id, shop.updatedAt),
    run: async () => (await change(shop)).key,
  });
  const after = key === null ? null : await registryOf(ctx).registry.shopByKey(key);
  return { ...base, shop: after === null ? null : Shop.of(after) };
}

/** Tells two credentials under one idempotency key apart, and never holds one. */
const digestOf = (credential: ShopCredentialInput): string =>
  createHash('sha256').update(JSON.stringify(credential)).digest('hex');

/** A shop of the caller's, suspended or not. @throws AppError NOT_FOUND, PERMISSION_DENIED */
async function registered(id: string, ctx: RequestContext): Promise<ShopRecord> {
  const key = shopKeyOf(id);
  const path = ['input', 'id'];
  if (key === null) throw new AppError('NOT_FOUND', undefined, { path });
  try {
    return await ctx.shops.owned(key);
  } catch (error) {
    throw error instanceof AppError ? error.with({ path }) : error;
  }
}

/** The registry knows of a shop code, and not where in the arguments it stood. */
function placeShopCode(error: unknown): never {
  const isOfCode = error instanceof AppError && error.detail.path?.at(-1) === 'tCode';
  throw isOfCode ? error.with({ path: ['input', 'credential', 'douyin', 'tCode'] }) : error;
}

/** Reads the keys through the platform they are for; its refusals get their path into the arguments. */
function registrationOf(
  credential: ShopCredentialInput,
  ctx: RequestContext,
): { registration: ShopRegistration; tCode?: string } {
  const [name, platform, fields] =
    credential.kuaizhan != null
      ? (['kuaizhan', 'KUAIZHAN', credential.kuaizhan] as const)
      : (['douyin', 'DOUYIN', credential.douyin] as const);
  const facts = registryOf(ctx).platforms.get(platform);
  const path = ['input', 'credential', name];
  const tCode = credential.douyin?.tCode ?? undefined;
  if (facts === undefined || fields == null)
    throw new AppError('INVALID_INPUT', 'This process serves no shops of that platform.', {
      path,
      constraint: 'a platform that is served',
    });
  const given = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, value ?? undefined]));
  if (tCode !== undefined && !isShopCode(tCode))
    throw new AppError('INVALID_INPUT', SHOP_CODE_RULE, { path: [...path, 'tCode'], constraint: '32 hex characters' });
  try {
    return { registration: facts.registration(given), ...(tCode === undefined ? {} : { tCode }) };
  } catch (error) {
    if (!(error instanceof InputErrors)) throw error;
    throw new InputErrors(error.errors.map((one) => one.with({ path: [...path, ...(one.detail.path ?? [])] })));
  }
}
