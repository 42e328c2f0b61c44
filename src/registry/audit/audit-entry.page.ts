import type { GraphQLResolveInfo } from 'graphql';
import type { AuditRecord } from '../../ledger/audit.js';
import { CursorCodec, isOffset } from '../../subgraph/cursor.js';
import { type ForwardPageArgs, type Page, pageRequest, toPage } from '../../subgraph/page.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { registryOf } from '../context.js';
import type { Shop } from '../shop/shop.type.js';

/** A page of a shop's audit log, newest first. The row's number is its place, so that new rows do not move a page. */
export async function auditPage(
  shop: Shop,
  args: ForwardPageArgs,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<AuditRecord>> {
  const request = pageRequest(args, info);
  const cursors = new CursorCodec(['auditLog', shop.key], isOffset);
  const before = request.cursor === null ? {} : { beforeId: cursors.decode(request.cursor, 'after') };
  const rows = await registryOf(ctx).audit.list(ctx.caller.tenantId, shop.key, { limit: request.size + 1, ...before });
  const shown = rows.slice(0, request.size);
  return toPage(
    shown,
    (entry) => entry,
    (entry) => cursors.encode(entry.id),
    { hasNextPage: rows.length > request.size, hasPreviousPage: request.cursor !== null },
  );
}
