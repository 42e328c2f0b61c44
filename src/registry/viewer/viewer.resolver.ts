import { Ctx, Query, Resolver } from 'type-graphql';
import { Access } from '../../subgraph/access.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { registryOf } from '../context.js';
import { Viewer } from './viewer.type.js';

/** The caller, as the API key says. */
@Resolver()
export class ViewerResolver {
  @Access({ shop: 'tenant' })
  @Query(() => Viewer, { description: 'The caller: scopes, shops, remaining budget.' })
  async viewer(@Ctx() ctx: RequestContext): Promise<Viewer> {
    const { registry, budget } = registryOf(ctx);
    const { tenantId, keyId, name, scopes, shopGrants } = ctx.caller;
    const { limit, remaining, resetsAt } = budget(keyId);
    const shopCount = await registry.countShops(tenantId, { grants: shopGrants });
    return { name, scopes: [...scopes], shopCount, costRemaining: Math.floor(remaining), costLimit: limit, resetsAt };
  }
}
