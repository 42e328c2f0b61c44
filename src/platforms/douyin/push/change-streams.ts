import type { ChangeStream, FoundObject, FoundPage, Span } from '../../../push/change-stream.js';
import type { Shop } from '../../../tenants/shop.js';
import type { DouyinClient } from '../upstream/client.js';
import { listAfterSales, MAX_AFTER_SALES } from '../upstream/endpoints/after-sale-read.js';
import { listOrders, MAX_ORDERS } from '../upstream/endpoints/order-read.js';
import { listProducts, MAX_PRODUCTS } from '../upstream/endpoints/product-read.js';

/** A client of a shop in production, whose calls end with the signal, or when they took too long. */
export type LiveClient = (shop: Shop, signal: AbortSignal) => DouyinClient;

/** Shorter than the platform takes: what is older than the last read is read a day at a time, in order. */
const DAY_MS = 24 * 3600_000;
/** The list is without deleted products unless it is asked for them alone (the platform's page, f.4 and g.4). */
const DELETED = 2;

/**
 * Orders, after-sale cases, products on and off the shelf, and deleted ones, by their times of update (the platform's page, f.5):
 * a call each while nothing has changed.
 *
 * Not found are orders placed more than 90 days ago, which the platform does not list, and products that were deleted for good.
 */
export const douyinStreams = (clientOf: LiveClient): readonly ChangeStream[] => [
  {
    name: 'orders',
    kind: 'ORDER',
    longestMs: DAY_MS,
    read: async (shop, span, page, signal) => {
      const search = { by: 'update_time', isAscending: true, created: null, updated: closed(span) } as const;
      const found = await listOrders(clientOf(shop, signal), search, page, MAX_ORDERS);
      return pageOf('Order', found, found.total, hasMore(found, page, MAX_ORDERS));
    },
  },
  {
    name: 'after-sales',
    kind: 'AFTER_SALE',
    longestMs: DAY_MS,
    read: async (shop, { from, to }, page, signal) => {
      const filter = { updatedFrom: seconds(from), updatedTo: seconds(to) };
      const found = await listAfterSales(clientOf(shop, signal), filter, 'update_time asc', page, MAX_AFTER_SALES);
      return pageOf('AfterSale', found, found.total, found.hasMore);
    },
  },
  products(clientOf, 'products', {}),
  products(clientOf, 'deleted-products', { statusCode: DELETED }),
];

const products = (clientOf: LiveClient, name: string, state: { readonly statusCode?: number }): ChangeStream => ({
  name,
  kind: 'PRODUCT',
  longestMs: DAY_MS,
  read: async (shop, { from, to }, page, signal) => {
    // Both bounds are without their seconds.
    const filter = { ...state, updatedAfter: seconds(from) - 1, updatedBefore: seconds(to) };
    const found = await listProducts(clientOf(shop, signal), filter, page + 1, MAX_PRODUCTS);
    return pageOf('Product', found, found.total, hasMore(found, page, MAX_PRODUCTS));
  },
});

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000);

/** With its last second. */
const closed = ({ from, to }: Span) => ({ from: seconds(from), to: seconds(to) - 1 });

/** Where the platform does not count, a full page may have one behind it. */
const hasMore = (
  found: { readonly total: number | null; readonly count: number },
  page: number,
  size: number,
): boolean => (found.total === null ? found.count === size : (page + 1) * size < found.total);

const pageOf = (
  type: string,
  { rows, badRows }: { readonly rows: readonly Row[]; readonly badRows: { readonly count: number } },
  total: number | null,
  more: boolean,
): FoundPage => ({
  rows: rows.map(({ id, updatedAt }): FoundObject => ({ subject: { type, nativeId: id }, updatedAt })),
  unreadable: badRows.count,
  total,
  hasMore: more,
});

interface Row {
  readonly id: string;
  readonly updatedAt: Date;
}
