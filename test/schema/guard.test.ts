import { describe, expect, it } from '@jest/globals';
import { GraphQLID, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString, graphql } from 'graphql';
import { CallTrace } from '../../src/log/call-trace.js';
import { createLogger } from '../../src/log/logger.js';
import type { FieldAccess } from '../../src/subgraph/access.js';
import { guardSchema } from '../../src/subgraph/guard.js';
import type { RequestContext } from '../../src/subgraph/request-context.js';
import type { Scope } from '../../src/tenants/scopes.js';
import type { Shop } from '../../src/tenants/shop.js';

/** A schema with one read about a shop, and a context of a caller who sees the shop `mine` alone. */
function tiny(access: FieldAccess | undefined, root: 'query' | 'mutation' = 'query') {
  const asked: string[] = [];
  const field = {
    type: GraphQLString,
    args: { id: { type: new GraphQLNonNull(GraphQLID) } },
    resolve: (_root: unknown, { id }: { id: string }) => {
      asked.push(id);
      return 'found';
    },
    extensions: access === undefined ? {} : { access },
  };
  const fine = { type: GraphQLString, extensions: { access: { scopes: [], shop: 'tenant' } } };
  const query = new GraphQLObjectType({ name: 'Query', fields: root === 'query' ? { thing: field } : { fine } });
  const mutation = new GraphQLObjectType({ name: 'Mutation', fields: { thing: field } });
  const schema = new GraphQLSchema(root === 'query' ? { query } : { query, mutation });
  const ask = (id: string, scopes: readonly Scope[]) =>
    graphql({ schema, source: '{ thing(id: $id) }'.replace('$id', `"${id}"`), contextValue: contextOf(scopes) });
  return { schema, asked, ask };
}

const contextOf = (scopes: readonly Scope[]): RequestContext => ({
  requestId: 'r1',
  caller: { tenantId: 'tn_1', keyId: 'k1', name: 'reader', scopes: new Set<string>(scopes), shopGrants: null },
  shops: {
    visible: async (key) => (key === 'mine' ? ({ key } as Shop) : null),
    writable: () => Promise.reject(new Error('not asked')),
    owned: () => Promise.reject(new Error('not asked')),
  },
  signal: new AbortController().signal,
  deadlineAt: performance.now() + 1000,
  log: createLogger({ level: 'silent', format: 'json' }),
  trace: new CallTrace(),
  reads: { scopes: '', maxAgeMs: 0, staleIfErrorMs: 0, mayJoin: true },
  audit: { begin: async () => 1, finish: async () => undefined },
  release: () => undefined,
  part: () => {
    throw new Error('no parts here');
  },
});

const MINE = 'gid://v1/Commodity/mine/1';
const FOREIGN = 'gid://v1/Commodity/theirs/1';

describe('the guard of the graph', () => {
  it.each(['query', 'mutation'] as const)('refuses to build a schema whose %s field declares no access', (root) => {
    const name = root === 'query' ? 'Query.thing' : 'Mutation.thing';
    expect(() => guardSchema(tiny(undefined, root).schema)).toThrow(`${name} declares no access (scopes and shop)`);
  });

  it('refuses to build one whose root field states scopes but no shop', () => {
    expect(() => guardSchema(tiny({ scopes: ['shops:read'] }).schema)).toThrow('declares no access');
  });

  it('resolves nothing for a caller without the scope', async () => {
    const { schema, asked, ask } = tiny({ scopes: ['community:read'], shop: 'id' });
    guardSchema(schema);
    const { data, errors } = await ask(MINE, ['shops:read']);
    expect([data, asked]).toEqual([{ thing: null }, []]);
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('answers a foreign shop like a missing one, without asking for the object', async () => {
    const { schema, asked, ask } = tiny({ scopes: [], shop: 'id' });
    guardSchema(schema);
    for (const id of [FOREIGN, 'gid://v1/Commodity/nowhere/1', 'no id at all'])
      expect(await ask(id, [])).toEqual({ data: { thing: null } });
    expect(asked).toEqual([]);
    expect(await ask(MINE, [])).toEqual({ data: { thing: 'found' } });
  });
});
