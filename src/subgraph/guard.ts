import {
  type GraphQLFieldResolver,
  GraphQLInt,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { AppError } from '../errors/app-error.js';
import { decodeGlobalId } from '../tenants/global-id.js';
import type { Scope } from '../tenants/scopes.js';
import { accessOf, type FieldAccess } from './access.js';
import { type RequestContext, readLiveOnly } from './request-context.js';
import { expectedFailures, toUserError } from './user-errors.js';

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;
type Arguments = Readonly<Record<string, unknown>>;

/**
 * Puts the guard around every root field and every scoped field of a schema (reliability R3, R8): scope, then shop, then
 * the resolver. A refused mutation answers with `userErrors`; a refused read is null with an error, or just null when the
 * shop may not be known to exist.
 * @throws Error when a root field declares neither scopes nor shop: such a schema is never served
 */
export function guardSchema(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const root of roots) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      if (field.name === '_entities' || field.name === '_service') continue;
      const access = accessOf(field);
      if (access?.shop === undefined)
        throw new Error(`${root?.name}.${field.name} declares no access (scopes and shop)`);
      const resolve = field.resolve as Resolver;
      field.resolve =
        root === schema.getMutationType()
          ? guardWrite(access, resolve, emptyParts(field.type))
          : guardRead(access, resolve);
      if (field.subscribe !== undefined) field.subscribe = guardStream(access, field.subscribe as Resolver);
    }
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type) || roots.includes(type as never) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const access = 'resolve' in field ? accessOf(field) : undefined;
      if (access !== undefined && 'resolve' in field)
        field.resolve = guardScopes(access, field.resolve as Resolver | undefined);
    }
  }
}

function guardRead(access: FieldAccess, resolve: Resolver): Resolver {
  return async (root, args, ctx, info) => {
    requireScopes(access, ctx);
    const shopKey = shopKeyIn(access, args as Arguments);
    if (shopKey === null) return null;
    if (shopKey === undefined) return resolve(root, args, ctx, info);
    return (await ctx.shops.visible(shopKey)) === null ? null : resolve(root, args, ctx, info);
  };
}

/** Opening is guarded as well as each event: what may not be read is not followed. */
function guardStream(access: FieldAccess, subscribe: Resolver): Resolver {
  if (access.shop !== 'listed' && access.shop !== 'tenant')
    throw new Error('a subscription authorises the shops it names itself');
  return (root, args, ctx, info) => {
    requireScopes(access, ctx);
    return subscribe(root, args, ctx, info);
  };
}

function guardScopes(access: FieldAccess, resolve: Resolver | undefined): Resolver {
  return (root, args, ctx, info) => {
    requireScopes(access, ctx);
    if (resolve !== undefined) return resolve(root, args, ctx, info);
    const value = (root as Record<string, unknown>)[info.fieldName];
    return typeof value === 'function' ? value.call(root, args, ctx, info) : value;
  };
}

function guardWrite(access: FieldAccess, resolve: Resolver, parts: object): Resolver {
  return async (root, args, ctx, info) => {
    readLiveOnly(ctx.reads);
    try {
      requireScopes(access, ctx);
      const shopKey = shopKeyIn(access, args as Arguments);
      if (shopKey === null) throw new AppError('NOT_FOUND', undefined, { path: String(access.shop).split('.') });
      if (shopKey !== undefined) await authorise(access, shopKey, ctx);
      const work = audited(ctx, info, args as Arguments, shopKey ?? null, async () => resolve(root, args, ctx, info));
      return await beforeDeadline(ctx, work);
    } catch (error) {
      return refused(error, parts);
    }
  };
}

/** @throws AppError NOT_FOUND, PERMISSION_DENIED, SHOP_SUSPENDED with the path of the argument that names the shop */
async function authorise(access: FieldAccess, shopKey: string, ctx: RequestContext): Promise<void> {
  try {
    await (access.inAnyState ? ctx.shops.owned(shopKey) : ctx.shops.writable(shopKey));
  } catch (error) {
    throw error instanceof AppError ? error.with({ path: String(access.shop).split('.') }) : error;
  }
}

/**
 * Answers when the deadline passes, whatever the write does: one that was sent is finished and journalled behind the
 * answer, and the same idempotency key tells its outcome later (reliability sections 1 and 4).
 * @throws AppError OUTCOME_UNKNOWN after a byte may have left, else DEADLINE_EXCEEDED
 */
async function beforeDeadline<T>(ctx: RequestContext, work: Promise<T>): Promise<T> {
  const sentBefore = ctx.trace.writesSent;
  let onAbort: (() => void) | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new AppError(ctx.trace.writesSent > sentBefore ? 'OUTCOME_UNKNOWN' : 'DEADLINE_EXCEEDED'));
    if (ctx.signal.aborted) onAbort();
    else ctx.signal.addEventListener('abort', onAbort, { once: true });
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    if (onAbort !== undefined) ctx.signal.removeEventListener('abort', onAbort);
  }
}

/** What every payload of this type has beside its subject: of a write that was not made, lists are empty and counts are 0. */
function emptyParts(payload: GraphQLOutputType): object {
  const type = getNamedType(payload);
  if (!isObjectType(type)) return {};
  const parts: Record<string, readonly [] | 0> = {};
  for (const { name, type: part } of Object.values(type.getFields()))
    if (isNonNullType(part)) {
      if (isListType(part.ofType)) parts[name] = [];
      else if (part.ofType === GraphQLInt) parts[name] = 0;
    }
  return parts;
}

/** A payload that says only why nothing was done. */
function refused(error: unknown, parts: object): object {
  const failures = expectedFailures(error);
  if (failures === null) throw error;
  return { ...parts, userErrors: failures.map(toUserError), plan: null, replayed: false };
}

/** What the audit log reads of a payload. */
interface AuditedPayload {
  readonly userErrors: readonly { readonly code: string }[];
  /** Said in place of the first error: the change was made, and what failed came after it. */
  readonly auditOutcome?: string;
}

/** Longest reason that is kept; a longer one is refused by whoever asks for one. */
export const MAX_PURPOSE = 200;

/** Admin actions and writes leave a row before they run (reliability R11); a dry run changes nothing and leaves none. */
async function audited(
  ctx: RequestContext,
  info: GraphQLResolveInfo,
  args: Arguments,
  shopKey: string | null,
  run: () => Promise<unknown>,
): Promise<unknown> {
  if ((args['options'] as { dryRun?: boolean } | null | undefined)?.dryRun === true) return run();
  const { id: nodeId, purpose } = (args['input'] ?? {}) as { readonly id?: unknown; readonly purpose?: unknown };
  const row = await ctx.audit.begin({
    tenantId: ctx.caller.tenantId,
    shopKey,
    actor: ctx.caller.name,
    action: info.fieldName,
    nodeId: typeof nodeId === 'string' ? nodeId : null,
    requestId: ctx.requestId,
    ...(typeof purpose === 'string' ? { purpose: purpose.slice(0, MAX_PURPOSE) } : {}),
  });
  let outcome = 'INTERNAL';
  let made: { nodeId: string; shopKey: string } | undefined;
  try {
    const payload = (await run()) as AuditedPayload;
    outcome = payload.auditOutcome ?? payload.userErrors[0]?.code ?? 'OK';
    made = madeBy(payload);
    return payload;
  } catch (error) {
    outcome = expectedFailures(error)?.[0]?.code ?? 'INTERNAL';
    throw error;
  } finally {
    await ctx.audit
      .finish(row, outcome, made)
      .catch((error: unknown) => ctx.log.error({ err: error }, 'audit row left open'));
  }
}

/** The payload's own object, so that a creation is found by what it made. */
function madeBy(payload: object): { nodeId: string; shopKey: string } | undefined {
  for (const value of Object.values(payload)) {
    // Its id, or that of what was deleted.
    const nodeId: unknown = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value;
    const decoded = typeof nodeId === 'string' ? decodeGlobalId(nodeId) : null;
    if (decoded !== null) return { nodeId: String(nodeId), shopKey: decoded.shopKey };
  }
  return undefined;
}

function requireScopes(access: FieldAccess, ctx: RequestContext): void {
  if (access.scopes.length === 0 || access.scopes.some((scope: Scope) => ctx.caller.scopes.has(scope))) return;
  throw new AppError('PERMISSION_DENIED', 'The API key lacks the scope for this field.', {
    requiredScopes: access.scopes,
  });
}

/** The key of the shop an argument names; undefined when the field names none, null when what it names is no global id. */
function shopKeyIn(access: FieldAccess, args: Arguments): string | null | undefined {
  if (access.shop === undefined || access.shop === 'tenant' || access.shop === 'listed') return undefined;
  let value: unknown = args;
  for (const name of access.shop.split('.')) {
    // An empty list names nothing: the resolver refuses it with its own words.
    if (Array.isArray(value) && value.length === 0) return undefined;
    value = (value as Arguments | null | undefined)?.[name];
  }
  const decoded = typeof value === 'string' ? decodeGlobalId(value) : null;
  const type = access.shop.endsWith('shopId') ? 'Shop' : access.shop.endsWith('siteId') ? 'Site' : decoded?.type;
  return decoded?.type === type ? (decoded?.shopKey ?? null) : null;
}
