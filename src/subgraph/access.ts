import { Directive, Extensions } from 'type-graphql';
import type { Scope } from '../tenants/scopes.js';

/**
 * Which shop a root field is about, as the guard must find it before the resolver runs (reliability R3, R8):
 * - `id`, `input.shopId`, `input.rows.0.skuId`, ...: path of an argument that holds a global id; its shop is authorised first;
 * - `listed`: several ids or a choice of names, authorised one by one in the resolver through `ctx.shops`;
 * - `tenant`: about the caller's tenant as a whole.
 */
export type ShopRule = 'tenant' | 'listed' | `${string}id` | `${string}Id` | `${string}Ids.0`;

/** What a field demands of its caller. */
export interface FieldAccess {
  /** Any one of them is enough; empty: any valid key. */
  readonly scopes: readonly Scope[];
  /** Absent on fields below the root: their shop was authorised with their parent. */
  readonly shop?: ShopRule;
  /** The shop may be suspended: administration of the registration itself. */
  readonly inAnyState?: boolean;
}

/** Reads what a field demands; undefined for a field that demands nothing of its own. */
export const accessOf = (field: { extensions: Readonly<Record<string, unknown>> }): FieldAccess | undefined =>
  field.extensions['access'] as FieldAccess | undefined;

const scopesDirective = (scopes: readonly Scope[]) =>
  Directive(`@scopes(anyOf: [${scopes.map((scope) => `"${scope}"`).join(', ')}])`);

/** Every root field states its scopes and its shop; a schema with one that does not is refused. */
export function Access(rule: { scopes?: readonly Scope[]; shop: ShopRule; inAnyState?: boolean }): MethodDecorator {
  const scopes = rule.scopes ?? [];
  return (target, key, descriptor) => {
    Extensions({ access: { ...rule, scopes } satisfies FieldAccess })(target, key, descriptor);
    if (scopes.length > 0) scopesDirective(scopes)(target, key, descriptor);
  };
}

/** Decorates a property, a getter or a method alike. */
export type FieldDecorator = (target: object, key: string | symbol, descriptor?: unknown) => void;

/** A field below the root that any one of these scopes opens. */
export function RequiresScopes(...scopes: Scope[]): FieldDecorator {
  return (target, key, descriptor) => {
    Extensions({ access: { scopes } satisfies FieldAccess })(target, key, descriptor as never);
    scopesDirective(scopes)(target, key, descriptor as never);
  };
}
