import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  DirectiveLocation,
  type DocumentNode,
  GraphQLDirective,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  print,
  specifiedDirectives,
} from 'graphql';
import { buildSchemaSync, createResolversMap, getMetadataStorage, type NonEmptyArray } from 'type-graphql';
import { AppError } from '../errors/app-error.js';
import type { Entities } from './entities.js';
import { directResolvers } from './execution/direct-resolver.js';
import { guardSchema } from './guard.js';
import type { ResolverClass, SubgraphPart } from './part.js';
import { fieldsWithResolvers, PartOwner } from './part-owner.js';
import type { RequestContext } from './request-context.js';
import { cutSubgraph, SUBGRAPH_HEAD } from './subgraph-sdl.js';
import { validateArgument } from './validate.js';

/** The graph as this process serves it. */
export interface Graph {
  readonly schema: GraphQLSchema;
  /** Subgraph SDL of one part, as a gateway composes it; the committed `schema/<part>.graphql`. */
  readonly subgraphSdl: (part: string) => string;
}

/**
 * Joins the parts into one executable federated schema.
 * @param parts every part there is; the types of one may mention those of another
 * @param served names of those this process answers for (`SUBGRAPHS`)
 * @throws Error when a root field declares no access
 */
export function buildGraph(parts: readonly SubgraphPart[], entities: Entities, served: readonly string[]): Graph {
  // TypeScript runs parameter decorators last to first; without this the arguments stand in reverse in the SDL.
  getMetadataStorage().params.sort((a, b) => a.index - b.index);
  const declared = buildSchemaSync({
    // type-graphql wants a list whose type says it is not empty; there is always the registry.
    resolvers: parts.flatMap((part) => part.resolvers) as unknown as NonEmptyArray<ResolverClass>,
    orphanedTypes: parts.flatMap((part) => part.orphanedTypes) as ResolverClass[],
    validate: false,
    validateFn: validateArgument as never,
    skipCheck: true,
    directives: [...specifiedDirectives, ...ownDirectiveNames()],
    pubSub: NO_TOPICS,
  });
  const owner = new PartOwner(parts);
  const whole = withoutDirectiveDefinitions(parse(printSchemaWithDirectives(declared)));
  const sdlOf = (names: readonly string[]): string =>
    `${SUBGRAPH_HEAD}\n${print(cutSubgraph(whole, new Set(names), owner))}`;
  const typeDefs = parse(sdlOf(served));
  const schema = buildSubgraphSchema({ typeDefs, resolvers: resolversFor(declared, typeDefs, entities) as never });
  copyExtensions(declared, schema);
  const entityBatch = Object.assign({}, ...parts.map((part) => part.entityBatch));
  Object.assign(schema, { extensions: { ...schema.extensions, entityBatch } });
  guardService(schema);
  guardSchema(schema);
  return { schema, subgraphSdl: (part) => sdlOf([part]) };
}

/** Subscriptions say themselves where their events come from; type-graphql wants topics all the same. */
const NO_TOPICS = {
  subscribe: () => {
    throw new Error('a subscription names a topic');
  },
  publish: () => undefined,
};

type ResolverMap = Record<string, Record<string, unknown>>;

/** Our resolvers for what is served; plain property reads are left to graphql-js, whose default resolver is cheaper. */
function resolversFor(declared: GraphQLSchema, typeDefs: DocumentNode, entities: Entities): ResolverMap {
  const methods = fieldsWithResolvers();
  const direct = directResolvers();
  const all = createResolversMap(declared) as unknown as ResolverMap;
  const resolvers: ResolverMap = {};
  for (const definition of typeDefs.definitions) {
    if (!('name' in definition) || definition.name === undefined) continue;
    const name = definition.name.value;
    const known = all[name];
    if (known === undefined) continue;
    const type = declared.getType(name);
    if (!isObjectType(type) && !isInterfaceType(type)) resolvers[name] = known;
    else {
      const present = new Set('fields' in definition ? (definition.fields ?? []).map((field) => field.name.value) : []);
      const isRoot = [declared.getQueryType(), declared.getMutationType(), declared.getSubscriptionType()].includes(
        type as never,
      );
      const kept = Object.entries(known).filter(
        ([key]) => key.startsWith('__') || (present.has(key) && (isRoot || methods.has(`${name}.${key}`))),
      );
      const chosen = kept.map(([key, resolve]) => [key, direct.get(`${name}.${key}`) ?? resolve] as const);
      resolvers[name] = Object.fromEntries(
        isInterfaceType(type) ? kept.filter(([key]) => key.startsWith('__')) : chosen,
      );
    }
  }
  for (const type of entities.types) {
    const fields = resolvers[type];
    if (fields !== undefined)
      fields['__resolveReference'] = (reference: { id?: unknown }, ctx: RequestContext) =>
        typeof reference.id === 'string' ? entities.find(reference.id, ctx, type) : null;
  }
  return resolvers;
}

/** Names alone, so that type-graphql lets our directives pass; their definitions stand in the head of the SDL. */
function ownDirectiveNames(): GraphQLDirective[] {
  return ['key', 'shareable', 'tag', 'cost', 'listSize', 'scopes', 'upstream'].map(
    (name) => new GraphQLDirective({ name, locations: [DirectiveLocation.OBJECT], isRepeatable: true }),
  );
}

const withoutDirectiveDefinitions = (document: DocumentNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.filter(
    (node) => node.kind !== 'DirectiveDefinition' && node.kind !== 'SchemaDefinition',
  ),
});

/** SDL carries no extensions: what the decorators noted (access, calls) is put back by name. */
function copyExtensions(from: GraphQLSchema, to: GraphQLSchema): void {
  for (const type of Object.values(to.getTypeMap())) {
    const source = from.getType(type.name);
    if (source === undefined || !('getFields' in type) || !('getFields' in source)) continue;
    if (isInputObjectType(type) || isInputObjectType(source)) continue;
    for (const field of Object.values(type.getFields())) {
      const origin = source.getFields()[field.name];
      if (origin !== undefined) Object.assign(field, { extensions: { ...field.extensions, ...origin.extensions } });
    }
  }
}

/** `_service` is for routers; `_entities` takes at most 100 references (reliability R10). */
function guardService(schema: GraphQLSchema): void {
  const fields = schema.getQueryType()?.getFields() ?? {};
  const wrap = (name: string, check: (args: Record<string, unknown>, ctx: RequestContext) => void): void => {
    const field = fields[name];
    if (field === undefined) return;
    const resolve = field.resolve as GraphQLFieldResolver<unknown, RequestContext>;
    field.resolve = (root, args, ctx, info) => {
      check(args as Record<string, unknown>, ctx);
      return resolve(root, args, ctx, info);
    };
  };
  wrap('_service', (_args, ctx) => {
    if (!ctx.caller.scopes.has('router'))
      throw new AppError('PERMISSION_DENIED', undefined, { requiredScopes: ['router'] });
  });
  wrap('_entities', (args) => {
    if ((args['representations'] as unknown[]).length > 100)
      throw new AppError('INVALID_INPUT', 'At most 100 representations.', {
        path: ['representations'],
        constraint: '<= 100',
      });
  });
}
