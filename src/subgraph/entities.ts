import { AppError } from '../errors/app-error.js';
import { decodeGlobalId } from '../tenants/global-id.js';
import type { EntityResolver, SubgraphPart } from './part.js';
import type { RequestContext } from './request-context.js';

/** Types whose objects are of a tenant and of no one shop: their key stands in the place of the shop's, and they check it themselves. */
const OF_TENANT: ReadonlySet<string> = new Set(['ShopGroup', 'Job', 'StockItem', 'Listing', 'Warehouse']);

/** Finds any entity of the parts served here by its global id: behind `node`, `nodes` and `_entities`. */
export class Entities {
  private readonly resolvers = new Map<string, EntityResolver>();

  constructor(parts: readonly SubgraphPart[]) {
    for (const part of parts)
      for (const [type, resolve] of Object.entries(part.entities)) this.resolvers.set(type, resolve);
  }

  /** Names of the entity types. */
  get types(): string[] {
    return [...this.resolvers.keys()];
  }

  /**
   * The entity, after its shop was authorised for this caller. Null for a text that is no id, an unknown type, another
   * tenant's, an ungranted and a missing object alike (reliability R3).
   */
  async find(id: string, ctx: RequestContext, type?: string): Promise<object | null> {
    const decoded = decodeGlobalId(id);
    if (decoded === null || (type !== undefined && decoded.type !== type)) return null;
    const resolve = this.resolvers.get(decoded.type);
    if (resolve === undefined) return null;
    if (!OF_TENANT.has(decoded.type) && (await ctx.shops.visible(decoded.shopKey)) === null) return null;
    return resolve(decoded, ctx);
  }

  /**
   * Many entities, in the order asked. A failed one is an Error in its place.
   * @throws AppError INVALID_INPUT for more than 100
   */
  async findMany(ids: readonly string[], ctx: RequestContext): Promise<(object | null)[]> {
    if (ids.length > 100)
      throw new AppError('INVALID_INPUT', 'At most 100 ids.', { path: ['ids'], constraint: '<= 100' });
    const found = await Promise.allSettled(ids.map((id) => this.find(id, ctx)));
    return found.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error)));
  }
}
