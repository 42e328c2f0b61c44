import type { GraphQLResolveInfo } from 'graphql';
import { type Page, pageRequest } from '../../subgraph/page.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { isSelected } from '../../subgraph/selection.js';
import { registryOf } from '../context.js';
import type { Shop } from '../shop/shop.type.js';
import { Change } from './change.type.js';
import { changeCursors, positionOf, reachOf } from './change-cursor.js';
import { kindsOf } from './change-filter.js';
import { type ChangePageArgs, DEFAULT_CHANGES } from './change-page.args.js';

/**
 * A page of a shop's changes, the oldest first. `endCursor` is there also on an empty page, and goes as far as the feed was looked
 * through: a shop in which nothing happens keeps a bookmark that does not grow too old.
 */
export async function changePage(
  shop: Shop,
  args: ChangePageArgs,
  ctx: RequestContext,
  info: GraphQLResolveInfo,
): Promise<Page<Change>> {
  const { tenantId } = ctx.caller;
  const { changeFeed } = registryOf(ctx);
  const first = args.first ?? DEFAULT_CHANGES;
  const { size, cursor } = pageRequest({ first, ...(args.after == null ? {} : { after: args.after }) }, info);
  const kinds = kindsOf(args.kinds);
  // Asked for first: the list that is read next has seen at least as much.
  const reach = await reachOf(changeFeed);
  const after = cursor === null ? 0 : positionOf(cursor, tenantId, reach);
  const withoutRaw = !(isSelected(info, 'nodes', 'raw') || isSelected(info, 'edges', 'node', 'raw'));
  const rows = await changeFeed.list({ tenantId, shopKeys: [shop.key], kinds, after, limit: size + 1, withoutRaw });
  const cursors = changeCursors(tenantId);
  const shown = rows.slice(0, size);
  const nodes = shown.map((row) => new Change(row, shop, cursors.encode(row.position)));
  const hasNextPage = rows.length > size;
  const last = shown.at(-1)?.position ?? after;
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: node.cursor, node })),
    pageInfo: {
      startCursor: nodes[0]?.cursor ?? null,
      endCursor: hasNextPage ? (nodes.at(-1)?.cursor ?? null) : cursors.encode(Math.max(last, reach.newest)),
      hasNextPage,
      hasPreviousPage: cursor !== null,
    },
  };
}
