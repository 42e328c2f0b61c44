import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { guardSchema } from '../../src/subgraph/guard.js';
import { SCOPES } from '../../src/tenants/scopes.js';
import { type DouyinServer, startDouyin } from '../support/start-douyin.js';
import { post } from '../writes/kinds.js';
import { SchemaAccess, type ScopedField } from './schema-access.js';

let server: DouyinServer;
let schema: SchemaAccess;
let scoped: readonly ScopedField[];
beforeAll(async () => {
  server = await startDouyin({ server: { seed: 'demo' } });
  const { data } = await post(server, await server.makeKey(['router']), '{ _service { sdl } }');
  schema = new SchemaAccess(data._service.sdl);
  scoped = schema.scopedFields();
}, 30_000);
afterAll(() => server.stop());

const keys = new Map<string, string>();
/** A key with these scopes; each combination is made once. */
async function keyWith(scopes: readonly string[]): Promise<string> {
  const name = scopes.join(' ');
  const key = keys.get(name) ?? (await server.makeKey(scopes));
  keys.set(name, key);
  return key;
}
const keyWithout = (scopes: readonly string[]) => keyWith(SCOPES.filter((scope) => !scopes.includes(scope)));

/** One shop of a platform. */
const shopOn = (platform: string, inner: string): string =>
  `{ holder: shops(first: 1, filter: { platforms: [${platform}] }) { nodes { ${inner} } } }`;

/** Where an object of each type with scoped fields is to be had. */
const HOLDERS: Readonly<Record<string, (inner: string) => string>> = {
  Shop: (inner) => shopOn('KUAIZHAN', inner),
  KuaizhanShopProfile: (inner) => shopOn('KUAIZHAN', `kuaizhan { ${inner} }`),
  Site: (inner) => shopOn('KUAIZHAN', `site { ${inner} }`),
  OfficialAccount: (inner) => shopOn('KUAIZHAN', `site { officialAccount { ${inner} } }`),
  ShopAddress: (inner) => shopOn('DOUYIN', `addresses(first: 1) { nodes { ${inner} } }`),
  Order: (inner) => shopOn('DOUYIN', `orders(first: 1) { nodes { ${inner} } }`),
};

/** Scopes that the way to such an object demands. */
const ON_THE_WAY: Readonly<Record<string, readonly string[]>> = {
  ShopAddress: ['orders:read'],
  Order: ['orders:read'],
};

describe('the scopes of the schema', () => {
  it('are demanded by every mutation, and name scopes that exist', () => {
    const mutations = schema.fieldsOf('Mutation').map(({ name }) => name.value);
    const guarded = scoped.filter(({ type }) => type === 'Mutation').map(({ field }) => field.name.value);
    expect(mutations.length).toBeGreaterThanOrEqual(16);
    expect([...guarded].sort()).toEqual([...mutations].sort());
    for (const { scopes } of scoped) for (const scope of scopes) expect(SCOPES).toContain(scope);
  });

  it('refuse every mutation to a key that has all others, name what is needed, and send nothing', async () => {
    server.kuaizhan.journal.clear();
    server.douyin.journal.clear();
    for (const { type, field, scopes } of scoped) {
      if (type !== 'Mutation') continue;
      const selection = '{ userErrors { __typename code ... on AccessError { requiredScopes } } replayed }';
      const { data, errors } = await post(
        server,
        await keyWithout(scopes),
        `mutation { result: ${schema.call(field, selection)} }`,
      );
      expect([field.name.value, errors, data]).toEqual([
        field.name.value,
        [],
        {
          result: {
            userErrors: [{ __typename: 'AccessError', code: 'PERMISSION_DENIED', requiredScopes: [...scopes] }],
            replayed: false,
          },
        },
      ]);
    }
    expect([...server.kuaizhan.journal.entries, ...server.douyin.journal.entries]).toEqual([]);
  });

  it('let every mutation pass to a key that has one of them and nothing else', async () => {
    for (const { type, field, scopes } of scoped) {
      if (type !== 'Mutation') continue;
      for (const scope of scopes) {
        const call = schema.call(field, '{ userErrors { code } }');
        const { data } = await post(server, await keyWith([scope]), `mutation { result: ${call} }`);
        const codes = data.result.userErrors.map(({ code }: { code: string }) => code);
        expect([field.name.value, codes]).not.toEqual([field.name.value, ['PERMISSION_DENIED']]);
      }
    }
  });

  it('make every scoped field an error of its own to a key that has all others, and open it to one that has one', async () => {
    const below = scoped.filter(({ type }) => !['Mutation', 'Query', 'Subscription'].includes(type));
    expect(below.length).toBeGreaterThanOrEqual(5);
    for (const { type, field, scopes } of below) {
      const holder = HOLDERS[type];
      if (holder === undefined) throw new Error(`this test does not know where a ${type} is to be had`);
      const query = holder(`__typename result: ${schema.call(field)}`);
      const refused = await post(server, await keyWithout(scopes), query);
      expect([type, field.name.value, refused.errors]).toEqual([
        type,
        field.name.value,
        [
          expect.objectContaining({
            path: expect.arrayContaining(['result']),
            extensions: expect.objectContaining({ code: 'PERMISSION_DENIED', requiredScopes: [...scopes] }),
          }),
        ],
      ]);
      for (const scope of scopes) {
        const opened = await post(server, await keyWith([...(ON_THE_WAY[type] ?? []), scope]), query);
        expect([type, field.name.value, opened.errors]).toEqual([type, field.name.value, []]);
      }
    }
  });

  it('refuse a scoped read at the root before anything is asked upstream', async () => {
    server.kuaizhan.journal.clear();
    server.douyin.journal.clear();
    for (const { type, field, scopes } of scoped) {
      if (type !== 'Query') continue;
      const { errors } = await post(server, await keyWithout(scopes), `{ result: ${schema.call(field)} }`);
      expect(errors[0]?.extensions).toMatchObject({ code: 'PERMISSION_DENIED', requiredScopes: [...scopes] });
    }
    expect([...server.kuaizhan.journal.entries, ...server.douyin.journal.entries]).toEqual([]);
  });

  it('do not stand in the way of plain reads: any valid key may ask every other root field', async () => {
    const guarded = new Set(scoped.filter(({ type }) => type === 'Query').map(({ field }) => field.name.value));
    const key = await keyWith(['bulk:run']);
    for (const field of schema.fieldsOf('Query')) {
      if (guarded.has(field.name.value) || field.name.value.startsWith('_')) continue;
      const { errors } = await post(server, key, `{ result: ${schema.call(field)} }`);
      expect([field.name.value, errors.map(({ extensions }) => extensions.code)]).toEqual([field.name.value, []]);
    }
  });
});

describe('the schema', () => {
  it.each(['Query', 'Mutation', 'Subscription'] as const)(
    'is not built with a field of %s that declares no access',
    (root) => {
      const open = new GraphQLObjectType({ name: root, fields: { open: { type: GraphQLString } } });
      const fine = { type: GraphQLString, extensions: { access: { scopes: [], shop: 'tenant' } } };
      const query = new GraphQLObjectType({ name: 'Query', fields: { fine } });
      const config = {
        Query: { query: open },
        Mutation: { query, mutation: open },
        Subscription: { query, subscription: open },
      };
      const declared = new GraphQLSchema(config[root]);
      expect(() => guardSchema(declared)).toThrow(`${root}.open declares no access`);
    },
  );
});

describe('what only a router may ask', () => {
  it.each([
    ['an admin key', 'admin'],
    ['a read key', 'read'],
  ])('_service is refused to %s', async (_name, scope) => {
    const { data, errors } = await post(server, await keyWith([scope]), '{ _service { sdl } }');
    expect(data?._service ?? null).toBeNull();
    expect(errors[0]?.extensions).toMatchObject({ code: 'PERMISSION_DENIED', requiredScopes: ['router'] });
  });
});
