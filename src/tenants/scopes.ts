/** Every scope an API key can hold, as `surface.md` lists them. */
export const SCOPES = [
  'shops:admin',
  'shops:read',
  'catalog:write',
  'stock:write',
  'fulfilment:write',
  'orders:read',
  'orders:write',
  'orders:pii',
  'aftersale:write',
  'marketing:write',
  'finance:read',
  'community:read',
  'community:write',
  'community:moderate',
  'warehouse:operate',
  'bulk:run',
  'audit:read',
  'ops:read',
  'ops:write',
  'douyin:raw',
  'router',
] as const;

/** One scope. */
export type Scope = (typeof SCOPES)[number];

/** A set of scopes as one text, a character for each of the list: equal for equal sets, whatever their order. */
export const scopeSetText = (held: ReadonlySet<string>): string =>
  SCOPES.map((scope) => (held.has(scope) ? '1' : '0')).join('');

const NEVER_IN_ADMIN: readonly Scope[] = ['router', 'orders:pii'];

/** Whether a text names a scope. */
export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);

/**
 * Expands the short forms: `read` is every `*:read`, `admin` is all but `router` and `orders:pii`.
 * @returns the scopes in the order of the list, each once; `unknown` names what is not a scope.
 */
export function expandScopes(texts: readonly string[]): { scopes: Scope[]; unknown: string[] } {
  const held = new Set<Scope>();
  const unknown: string[] = [];
  for (const text of texts) {
    if (text === 'read') for (const scope of SCOPES) scope.endsWith(':read') && held.add(scope);
    else if (text === 'admin') for (const scope of SCOPES) !NEVER_IN_ADMIN.includes(scope) && held.add(scope);
    else if (isScope(text)) held.add(text);
    else unknown.push(text);
  }
  return { scopes: SCOPES.filter((scope) => held.has(scope)), unknown };
}
