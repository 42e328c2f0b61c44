import type { RequestContext } from '../../subgraph/request-context.js';
import { decodeGlobalId } from '../../tenants/global-id.js';
import { registryOf } from '../context.js';
import { Job } from './job.type.js';

/** A job of the tenant; null for a missing one, and for one about a shop that the caller may not see. */
export async function findJob(id: string, ctx: RequestContext): Promise<Job | null> {
  const record = await registryOf(ctx).jobs.find(ctx.caller.tenantId, id);
  if (record === null) return null;
  const shops = await Promise.all(record.shopKeys.map((key) => ctx.shops.visible(key)));
  return shops.includes(null) ? null : Job.of(record);
}

/** The job's own id in its global id, where it stands in the place of the shop key; null for any other text. */
export function jobIdOf(id: string): string | null {
  const decoded = decodeGlobalId(id);
  return decoded?.type === 'Job' && decoded.nativeId === decoded.shopKey ? decoded.nativeId : null;
}
