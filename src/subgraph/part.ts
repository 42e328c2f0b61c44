import type { GlobalId } from '../tenants/global-id.js';
import type { PartContext, RequestContext } from './request-context.js';

/** A class of type-graphql resolvers. */
export type ResolverClass = new () => object;

/**
 * One part of the graph: the registry, or a platform. Each can be served alone as a federation subgraph, or together
 * with the others in one process.
 */
export interface SubgraphPart extends PartContext {
  /** type-graphql resolver classes. */
  readonly resolvers: readonly ResolverClass[];
  /** Object types that only an interface or an entity reference leads to. */
  readonly orphanedTypes: readonly (new () => object)[];
  /** How an entity of this part is found by its global id, after its shop has been authorised. Null: missing. */
  readonly entities: Readonly<Record<string, EntityResolver>>;
  /** Most ids one call answers, by entity type; 0: no call at all. For the cost estimate. */
  readonly entityBatch: Readonly<Record<string, number>>;
  /** Entity classes whose past states this gateway keeps; the registry adds `revisions` and `diff` to them. */
  readonly revisioned: readonly (new () => { id: string })[];
  /** Classes of sellable units; the inventory adds `stockItem` to them. */
  readonly stockUnits?: readonly (new () => { id: string })[];
}

/** Finds one entity of an authorised shop. Loads in the same tick are batched. */
export type EntityResolver = (id: GlobalId, request: RequestContext) => Promise<object | null> | object | null;
