import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { CursorCodec } from '../../../../subgraph/cursor.js';
import {
  MAX_PAGE,
  type Page,
  type PageArgs,
  type PageBounds,
  type PageRequest,
  pageRequest,
  toPage,
} from '../../../../subgraph/page.js';
import { isSelected } from '../../../../subgraph/selection.js';
import type { ShopScope } from '../context.js';
import type { Commodity } from './commodity.type.js';
import type { CommoditySource, SourcePart } from './commodity-source.js';

/** Where a row stands: which of the list's sources, and its number there. */
type Position = readonly [source: number, offset: number];

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) && value.length === 2 && value.every((part) => Number.isSafeInteger(part) && part >= 0);

/** Most calls one page may take when rows of other shops have to be left out (trap 4). */
const MAX_READS = 10;

/** A page of commodities, with what its `totalCount` needs. */
export interface CommodityPage extends Page<Commodity> {
  readonly scope: ShopScope;
  /** Whether the list is the whole shop, so that the platform's count is its count. */
  readonly isWholeShop: boolean;
}

/**
 * One page over the sources of a list, one after the other.
 * @param list what the list is, for its cursors
 * @throws AppError INVALID_INPUT, INVALID_CURSOR, UNSUPPORTED_COMBINATION with the argument's path, PAGINATION_TOO_DEEP
 * where the calls of a page found no row of the shop and the list still goes on
 */
export async function commodityPage(
  scope: ShopScope,
  sources: readonly CommoditySource[],
  list: readonly unknown[],
  args: PageArgs,
  info: GraphQLResolveInfo,
  isWholeShop: boolean,
): Promise<CommodityPage> {
  const request = pageRequest(args, info);
  const cursors = new CursorCodec<Position>(['commodities', scope.shop.key, ...list], isPosition);
  const read = request.direction === 'forwards' ? forwards : backwards;
  const from =
    request.cursor === null
      ? null
      : cursors.decode(request.cursor, request.direction === 'forwards' ? 'after' : 'before');
  if (from !== null && from[0] >= sources.length)
    throw new AppError('INVALID_CURSOR', undefined, { path: [request.direction === 'forwards' ? 'after' : 'before'] });
  const readRows = () => read(sources, request, from);
  const wantsCategories = isSelected(info, 'nodes', 'categories') || isSelected(info, 'edges', 'node', 'categories');
  const { rows, hasNextPage, hasPreviousPage } = wantsCategories
    ? await scope.categories.beside(`list ${JSON.stringify(list)}`, readRows, (found) => haveCategories(found.rows))
    : await readRows();
  if (rows.length === 0 && hasNextPage === true)
    throw new AppError('PAGINATION_TOO_DEEP', 'Too many rows of other shops are in between: search for rarer words.', {
      path: ['select'],
    });
  const page = toPage(
    rows,
    ({ node }) => node,
    ({ position }) => cursors.encode(position),
    { hasNextPage, hasPreviousPage },
  );
  return Object.assign(page, { scope, isWholeShop });
}

interface Row {
  readonly position: Position;
  readonly node: Commodity;
}

interface Found extends PageBounds {
  readonly rows: readonly Row[];
}

/** Null: an empty page says nothing of the next one. */
const haveCategories = (rows: readonly Row[]): boolean | null =>
  rows.length === 0 ? null : rows.some(({ node }) => node.record.categoryIds.length > 0);

const rowsOf = ({ nodes, indices }: SourcePart, source: number, offset: number): Row[] =>
  nodes.map((node, at) => ({ position: [source, offset + (indices[at] ?? at)], node }));

/**
 * One row more than asked tells whether there is a next page; a page of 100 leaves no room for it, so that question costs
 * a call of its own, made only when selected (conventions section 0, item 8).
 */
async function forwards(
  sources: readonly CommoditySource[],
  request: PageRequest,
  after: Position | null,
): Promise<Found> {
  const rows: Row[] = [];
  const wanted = Math.min(request.size + 1, MAX_PAGE);
  let [source, offset] = after === null ? [0, 0] : [after[0], after[1] + 1];
  let reads = 0;
  for (; source < sources.length && rows.length < wanted && reads < MAX_READS; reads += 1) {
    const limit = sources[source]?.isShared === true ? MAX_PAGE : wanted - rows.length;
    const part = await (sources[source] as CommoditySource).read(offset, limit);
    rows.push(...rowsOf(part, source, offset));
    if (part.count < limit) {
      source += 1;
      offset = 0;
    } else offset += part.count;
  }
  const isEnd = source >= sources.length;
  const hasPreviousPage = after !== null;
  if (rows.length > request.size) return { rows: rows.slice(0, request.size), hasNextPage: true, hasPreviousPage };
  if (isEnd || rows.length < request.size) return { rows, hasNextPage: !isEnd, hasPreviousPage };
  const probe = async () => {
    const next = await forwards(sources, { ...request, size: 1 }, rows.at(-1)?.position ?? null);
    return next.rows.length > 0 || next.hasNextPage === true;
  };
  return { rows, hasNextPage: probe, hasPreviousPage };
}

/** The platform counts from the front: it can go back from a place, not from an end it does not tell. */
async function backwards(
  sources: readonly CommoditySource[],
  request: PageRequest,
  before: Position | null,
): Promise<Found> {
  const [only] = sources;
  if (before === null)
    throw new AppError('UNSUPPORTED_COMBINATION', 'The platform pages from the front: `last` needs `before`.', {
      path: ['last'],
    });
  if (only === undefined || sources.length > 1 || only.isShared)
    throw new AppError('UNSUPPORTED_COMBINATION', 'This selection can only be paged forwards.', { path: ['last'] });
  const [, end] = before;
  const start = Math.max(0, end - request.size);
  const rows = end === 0 ? [] : rowsOf(await only.read(start, end - start), 0, start);
  return { rows, hasNextPage: true, hasPreviousPage: start > 0 };
}
