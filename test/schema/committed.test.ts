import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { describe, expect, it } from '@jest/globals';
import { type ASTNode, buildSchema, isObjectType, Kind, type NameNode, parse, type StringValueNode } from 'graphql';
import { schemaFiles } from '../../src/cli/print-graph.js';

const FOLDER = fileURLToPath(new URL('../../schema', import.meta.url));
const NAMES = ['api.graphql', 'douyin.graphql', 'inventory.graphql', 'kuaizhan.graphql', 'registry.graphql'];
const SUBGRAPHS = ['kuaizhan.graphql', 'registry.graphql', 'douyin.graphql', 'inventory.graphql'];
const committed = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** All endpoints of the platform's page. */
const KUAIZHAN_ENDPOINTS = [
  'GET /v2/ec/commodity/category/info',
  'GET /v2/ec/commodity/category/list',
  'GET /v2/ec/commodity/count',
  'GET /v2/ec/commodity/info',
  'GET /v2/ec/commodity/list',
  'GET /v2/platform/post/info',
  'GET /v2/platform/post/list',
  'GET /v2/platform/site/info',
  'GET /v2/wx/service/info',
  'GET /v2/wx/user/subscribe',
  'POST /v2/club/topic/create',
  'POST /v2/club/user/ban',
  'POST /v2/ec/commodity/category/create',
  'POST /v2/ec/commodity/category/delete',
  'POST /v2/ec/commodity/category/update',
  'POST /v2/ec/commodity/create',
  'POST /v2/ec/commodity/delete',
  'POST /v2/ec/commodity/update',
];

/** What a reader may look up: a name with its place, and its text. */
type Named = ASTNode & { readonly name: NameNode; readonly description?: StringValueNode };

/** Everything in a document that should say what it is. The roots say it by their names. */
function described(sdl: string): { place: string; hasText: boolean }[] {
  const found: { place: string; hasText: boolean }[] = [];
  const look = (node: Named, above: readonly string[]): void => {
    const path = [...above, node.name.value];
    const isRoot = path.length === 1 && ['Query', 'Mutation', 'Subscription'].includes(node.name.value);
    if (!isRoot) found.push({ place: path.join('.'), hasText: (node.description?.value.trim() ?? '') !== '' });
    const inside = ['fields', 'arguments', 'values'].flatMap((key) => (node as never)[key] ?? []) as Named[];
    if (node.kind !== Kind.DIRECTIVE_DEFINITION) for (const one of inside) look(one, path);
  };
  for (const node of parse(sdl).definitions) if ('name' in node && node.name !== undefined) look(node as Named, []);
  return found;
}

describe('the committed schema', () => {
  it.each(NAMES)('%s is what `npm run schema:write` writes', async (name) => {
    expect(committed(name)).toBe((await schemaFiles()).get(name));
  });

  it('has a file for clients and one for each subgraph, and no other', async () => {
    const files = await schemaFiles();
    expect([...files.keys()].sort()).toEqual(NAMES);
    expect(readdirSync(FOLDER).sort()).toEqual(NAMES);
  });

  it.each(NAMES)('describes every type, field, argument, input field and enum value of %s', (name) => {
    const all = described(committed(name));
    expect(all.filter(({ hasText }) => !hasText).map(({ place }) => place)).toEqual([]);
    expect(all.length).toBeGreaterThan(200);
  });

  it('would notice a missing description', () => {
    const sdl = '"T." type T { "F." f("A." a: Int, b: Int): E } enum E { "V." V W } input I { "X." x: Int y: Int }';
    expect(described(sdl).flatMap(({ place, hasText }) => (hasText ? [] : [place]))).toEqual([
      'T.f.b',
      'E',
      'E.W',
      'I',
      'I.y',
    ]);
  });

  it('names all eighteen endpoints of Kuaizhan in `@upstream`, and no others', () => {
    const calls = [...committed('kuaizhan.graphql').matchAll(/@upstream\(call: "KUAIZHAN ([^"]+)"/g)];
    expect([...new Set(calls.map(([, call]) => call))].sort()).toEqual(KUAIZHAN_ENDPOINTS);
    // Of the host it replaces alone, which it mirrors to: the registry calls no platform.
    expect(committed('registry.graphql')).not.toMatch(/@upstream\(call: "(?!GREATERWMS )/);
  });

  it.each(SUBGRAPHS)('%s builds as a federation subgraph that a router can ask for its SDL', (name) => {
    const schema = buildSubgraphSchema({ typeDefs: parse(committed(name)) });
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toContain('_service');
    expect(schema.getType('_Entity')).toBeDefined();
  });

  it('gives each root field to one subgraph, and all of them to clients', () => {
    const rootsOf = (name: string, root: 'Query' | 'Mutation' | 'Subscription') => {
      const text = committed(name);
      const schema = name === 'api.graphql' ? buildSchema(text) : buildSubgraphSchema({ typeDefs: parse(text) });
      const type = schema.getType(root);
      return isObjectType(type) ? Object.keys(type.getFields()).filter((field) => !field.startsWith('_')) : [];
    };
    for (const root of ['Query', 'Mutation', 'Subscription'] as const) {
      const parts = SUBGRAPHS.flatMap((name) => rootsOf(name, root));
      expect(parts.sort()).toEqual(rootsOf('api.graphql', root).sort());
    }
  });
});
