import type { GraphQLResolveInfo } from 'graphql';
import type { KeptObject, KeptObjects } from '../../../ledger/kept-objects.js';
import { CursorCodec } from '../../../subgraph/cursor.js';
import { type ForwardPageArgs, type Page, pageRequest, toPage } from '../../../subgraph/page.js';
import type { Shop } from '../../../tenants/shop.js';

type Position = readonly [createdAt: number, nativeId: string];

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && value.length === 2 && Number.isSafeInteger(value[0]) && typeof value[1] === 'string';

/** A page of objects kept here, newest first; a cursor is a place in time, so that new ones do not move a page. */
export async function keptPage<T>(
  kept: KeptObjects,
  shop: Shop,
  type: string,
  args: ForwardPageArgs,
  info: GraphQLResolveInfo,
  toNode: (object: KeptObject) => T,
): Promise<Page<T>> {
  const request = pageRequest(args, info);
  const cursors = new CursorCodec<Position>(['kept', type, shop.key], isPosition);
  const at = request.cursor === null ? null : cursors.decode(request.cursor, 'after');
  const before = at === null ? {} : { before: { createdAt: new Date(at[0]), nativeId: at[1] } };
  const rows = await kept.list(shop.tenantId, shop.key, type, { limit: request.size + 1, ...before });
  const cursorOf = (row: KeptObject) => cursors.encode([row.createdAt.getTime(), row.nativeId]);
  return toPage(rows.slice(0, request.size), toNode, cursorOf, {
    hasNextPage: rows.length > request.size,
    hasPreviousPage: at !== null,
  });
}

/** An object kept here, by its native id; null for a missing one. */
export async function findKept(
  kept: KeptObjects,
  shop: Shop,
  type: string,
  nativeId: string,
): Promise<KeptObject | null> {
  const [found] = await kept.find(shop.tenantId, shop.key, type, [nativeId]);
  return found ?? null;
}
