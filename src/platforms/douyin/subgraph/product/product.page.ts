import type { GraphQLResolveInfo } from 'graphql';
import { AppError } from '../../../../errors/app-error.js';
import { CursorCodec, isOffset } from '../../../../subgraph/cursor.js';
import { type Page, type PageArgs, pageRequest, toPage } from '../../../../subgraph/page.js';
import { isSelected } from '../../../../subgraph/selection.js';
import {
  listProducts,
  MAX_PRODUCT_ROWS,
  type ProductFilter as ProductConditions,
  type ProductPage,
} from '../../upstream/endpoints/product-read.js';
import type { ShopScope } from '../context.js';
import { rowsAt } from '../numbered-pages.js';
import { timeSpan } from '../time-span.js';
import type { Product } from './product.type.js';
import type { ProductFilter } from './product-filter.input.js';
import { reviewCodeOf } from './product-review-status.enum.js';

/** Fields of a product that its detail alone tells. */
const ONLY_IN_DETAIL = ['brand', 'images', 'attributes', 'deliveryDelayDays', 'limitPerBuyer'];

/**
 * A page of a shop's products, in the platform's order.
 * @throws AppError INVALID_INPUT, INVALID_CURSOR, UNSUPPORTED_COMBINATION with the argument's path, PAGINATION_TOO_DEEP
 */
export async function productPage(
  scope: ShopScope,
  filter: ProductFilter | null,
  args: PageArgs,
  info: GraphQLResolveInfo,
): Promise<Page<Product> & { totalCount: number | null }> {
  const request = pageRequest(args, info);
  const cursors = new CursorCodec(['products', scope.shop.key, filter], isOffset);
  const { start, count } = windowOf(request, cursors);
  const conditions = conditionsOf(filter);
  if (start + count > MAX_PRODUCT_ROWS)
    throw new AppError('PAGINATION_TOO_DEEP', 'The platform lists 10,000 products: narrow the filter by times.', {
      path: ['filter', 'updatedIn'],
    });
  let total: number | null = null;
  const read = async (page: number, size: number): Promise<ProductPage> => {
    const found = await scope.once.run(JSON.stringify(['products', conditions, page, size]), () =>
      listProducts(scope.client, conditions, page + 1, size),
    );
    total = found.total ?? total;
    return found;
  };
  const rows = count === 0 ? [] : await rowsAt(start, count, read);
  const products = scope.products.take(rows.map(({ row }) => row));
  if (wantsDetails(info)) for (const { record } of products) scope.detailed.add(record.id);
  const hasNextPage = total === null ? rows.length === count : start + count < total;
  const page = toPage(
    products,
    (product) => product,
    (_product, index) => cursors.encode(rows[index]?.offset ?? start + index),
    { hasNextPage, hasPreviousPage: start > 0 },
  );
  return Object.assign(page, { totalCount: total });
}

/** Where the page begins, and how many rows it has at most. */
function windowOf(
  { size, direction, cursor }: ReturnType<typeof pageRequest>,
  cursors: CursorCodec<number>,
): { start: number; count: number } {
  if (direction === 'forwards')
    return { start: cursor === null ? 0 : cursors.decode(cursor, 'after') + 1, count: size };
  if (cursor === null)
    throw new AppError('UNSUPPORTED_COMBINATION', 'The platform pages from the front: `last` needs `before`.', {
      path: ['last'],
    });
  const end = cursors.decode(cursor, 'before');
  const start = Math.max(0, end - size);
  return { start, count: end - start };
}

/** The platform's bounds of times are both excluded (its page, f.5). */
function conditionsOf(filter: ProductFilter | null): ProductConditions {
  if (filter === null) return {};
  const { isOnline, reviewStatus, search, nativeIds } = filter;
  const checkCode = reviewStatus == null ? undefined : reviewCodeOf(reviewStatus);
  if (checkCode === null)
    throw new AppError('INVALID_INPUT', 'UNRECOGNIZED is not a state to look for.', {
      path: ['filter', 'reviewStatus'],
      constraint: 'a state with a code',
    });
  const created = timeSpan(filter.createdIn, ['filter', 'createdIn']);
  const updated = timeSpan(filter.updatedIn, ['filter', 'updatedIn']);
  return {
    ...(isOnline == null ? {} : { statusCode: isOnline ? 0 : 1 }),
    ...(checkCode === undefined ? {} : { checkCode }),
    ...(search == null ? {} : { name: search }),
    ...(nativeIds == null ? {} : { ids: [...new Set(nativeIds)] }),
    ...(created.from === null ? {} : { createdAfter: created.from - 1 }),
    ...(created.to === null ? {} : { createdBefore: created.to }),
    ...(updated.from === null ? {} : { updatedAfter: updated.from - 1 }),
    ...(updated.to === null ? {} : { updatedBefore: updated.to }),
  };
}

/** Whether the details of these products are asked for in any case, so that they may tell prices and SKUs as well. */
const wantsDetails = (info: GraphQLResolveInfo): boolean =>
  ['nodes', 'edges'].some((list) => {
    const path = list === 'nodes' ? [list] : [list, 'node'];
    return (
      ONLY_IN_DETAIL.some((name) => isSelected(info, ...path, name)) ||
      isSelected(info, ...path, 'skus', 'selectedOptions')
    );
  });
