import { MAX_ORDERS, type OrderPage, type OrderSearch, type OrderWindow } from '../../upstream/endpoints/order-read.js';
import type { OrderRecord } from '../../upstream/endpoints/order-record.js';
import { MOST_SEEN, type OrderPosition } from './order-position.js';
import { HORIZON, type OrderQuery } from './order-search.js';

/** Reads a page of the platform's, from 0; `isAnew` even where the same was read before. */
export type ReadOrders = (search: OrderSearch, page: number, size: number, isAnew?: boolean) => Promise<OrderPage>;

/** Some orders in a row. */
export interface OrderSlice {
  readonly rows: readonly OrderRecord[];
  /** Where the list goes on after the row with this index. */
  readonly positionOf: (index: number) => OrderPosition;
  /** A call of its own where a function. */
  readonly hasNextPage: boolean | (() => Promise<boolean>);
  /** How many orders the question has that was asked; null where the platform does not say. */
  readonly total: number | null;
}

/**
 * Walks over a list of orders by their sort time: the next page is asked for from the second on that the last one ended in,
 * page 0 of a window that begins there, and what was shown of that second is left out by id. So neither new nor changed orders
 * move what is still to come, whatever the platform's order within a second, and no page lies deep. The platform's page is
 * larger by what is left out, so a page is one call; beyond 100 rows in all it is a little shorter than asked.
 *
 * A second that holds more orders than a cursor can name, as when thousands buy at once, is read as a whole, sorted by id,
 * and cut.
 */
export class OrderWalk {
  private readonly step: 1 | -1;

  constructor(
    private readonly query: OrderQuery,
    private readonly read: ReadOrders,
  ) {
    this.step = query.search.isAscending ? 1 : -1;
  }

  /** Up to `count` orders after a position; from the start of the list for null. @throws AppError */
  next(position: OrderPosition | null, count: number): Promise<OrderSlice> {
    if (position === null) return this.among(this.query.search, null, count);
    return position.after !== null || position.seen.length >= MOST_SEEN
      ? this.within(position, count)
      : this.among(this.from(position.at), position, count);
  }

  private async among(search: OrderSearch | null, position: OrderPosition | null, count: number): Promise<OrderSlice> {
    if (search === null) return NONE;
    const seen = new Set(position?.seen);
    const size = Math.min(MAX_ORDERS, count + seen.size);
    // Goes past the first of the platform's pages only where nothing of it can be shown: rows that could not be read.
    for (let page = 0; ; page += 1) {
      const { rows, count: told, total } = await this.read(search, page, size);
      const isLast = told === 0 || (total === null ? told < size : (page + 1) * size >= total);
      const fresh = rows.filter((row) => !seen.has(row.id) && this.isBeyond(row, position) && this.query.fits(row));
      if (fresh.length === 0 && !isLast) continue;
      const shown = this.nameable(fresh.slice(0, count), position);
      return {
        rows: shown,
        positionOf: (index) => this.positionOf(shown, index, position),
        hasNextPage: shown.length < fresh.length || !isLast,
        total,
      };
    }
  }

  /** The rest of a second whose orders are too many for a cursor. */
  private async within({ at, seen, after }: OrderPosition, count: number): Promise<OrderSlice> {
    const shownBefore = new Set(seen);
    const rows = await this.allOf({ from: at, to: at });
    const rest = rows
      .filter((row) => !shownBefore.has(row.id) && this.secondOf(row) === at && this.query.fits(row))
      .sort((a, b) => this.step * compareIds(a.id, b.id))
      .filter(({ id }) => after === null || this.step * compareIds(id, after) > 0);
    const beyond = this.from(at + this.step);
    if (rest.length === 0) return this.among(beyond, null, count);
    const shown = rest.slice(0, count);
    return {
      rows: shown,
      positionOf: (index) => ({ at, seen, after: shown[index]?.id ?? null }),
      hasNextPage:
        shown.length < rest.length || (async () => beyond !== null && (await this.read(beyond, 0, 1)).count > 0),
      total: null,
    };
  }

  /**
   * All orders of a window, from its last page to its first: orders only leave a second that is over, and those behind them move
   * to pages that are still to be read. The first page is read at once for its number of orders, and once more when that fell.
   */
  private async allOf(window: OrderWindow): Promise<OrderRecord[]> {
    const search = this.windowed(window);
    const first = await this.read(search, 0, MAX_ORDERS);
    const pages = [first];
    for (let page = Math.ceil((first.total ?? 0) / MAX_ORDERS) - 1; page > 0; page -= 1)
      pages.push(await this.read(search, page, MAX_ORDERS));
    if (pages.some(({ total }) => total !== first.total)) pages.push(await this.read(search, 0, MAX_ORDERS, true));
    return [...new Map(pages.flatMap(({ rows }) => rows.map((row) => [row.id, row]))).values()];
  }

  /** The question from a second on; null when that is beyond its end. */
  private from(at: number): OrderSearch | null {
    const { created, updated, by, isAscending } = this.query.search;
    const window = by === 'create_time' ? created : updated;
    if (window === null) return null;
    const { from, to } = isAscending
      ? { from: at, to: Math.min(window.to, at + HORIZON) }
      : { from: window.from, to: Math.min(window.to, at) };
    return from > to ? null : this.windowed({ from, to });
  }

  private windowed(window: OrderWindow): OrderSearch {
    const { search } = this.query;
    return search.by === 'create_time' ? { ...search, created: window } : { ...search, updated: window };
  }

  /** As many as a cursor can name of the second that the last page ended in. */
  private nameable(rows: readonly OrderRecord[], position: OrderPosition | null): readonly OrderRecord[] {
    if (position === null) return rows;
    const room = MOST_SEEN - position.seen.length;
    const inSecond = rows.filter((row) => this.secondOf(row) === position.at).length;
    return inSecond > room ? rows.slice(0, room) : rows;
  }

  private positionOf(rows: readonly OrderRecord[], index: number, before: OrderPosition | null): OrderPosition {
    const last = rows[index];
    const at = last === undefined ? 0 : this.secondOf(last);
    const seen: string[] = [];
    for (let row = last; row !== undefined && this.secondOf(row) === at; row = rows[index - seen.length])
      seen.unshift(row.id);
    return { at, seen: before?.at === at ? [...before.seen, ...seen] : seen, after: null };
  }

  private isBeyond(row: OrderRecord, position: OrderPosition | null): boolean {
    return position === null || this.step * (this.secondOf(row) - position.at) >= 0;
  }

  private secondOf({ createdAt, updatedAt }: OrderRecord): number {
    return Math.floor((this.query.search.by === 'create_time' ? createdAt : updatedAt).getTime() / 1000);
  }
}

const NONE: OrderSlice = {
  rows: [],
  positionOf: () => ({ at: 0, seen: [], after: null }),
  hasNextPage: false,
  total: 0,
};

/** Ids are numbers without leading zeros. */
const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : Number(a > b));
