import { BREAK, type DocumentNode, GraphQLError, visit } from 'graphql';
import type { Behaviour } from '../behaviour.js';

/** Who may read the schema: nobody, callers with `shops:admin`, every caller. */
export type IntrospectionAccess = 'off' | 'admin' | 'all';

/**
 * Refuses `__schema` and `__type` to callers who may not see them. Checked for every request, not as a validation
 * rule: a document is validated once and then served from the store to other callers as well (reliability R9, R10).
 */
export function introspectionAccess(access: IntrospectionAccess): Behaviour {
  const introspecting = new WeakMap<DocumentNode, boolean>();
  const asksForSchema = (document: DocumentNode): boolean => {
    const known = introspecting.get(document);
    if (known !== undefined) return known;
    let found = false;
    visit(document, {
      Field(node) {
        found ||= node.name.value === '__schema' || node.name.value === '__type';
        return found ? BREAK : undefined;
      },
    });
    introspecting.set(document, found);
    return found;
  };

  return {
    admit({ document, context }) {
      if (access === 'all' || document === null || !asksForSchema(document)) return;
      if (access === 'admin' && context.caller.scopes.has('shops:admin')) return;
      throw new GraphQLError('Introspection is not open to this API key.', {
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } },
      });
    },
  };
}
