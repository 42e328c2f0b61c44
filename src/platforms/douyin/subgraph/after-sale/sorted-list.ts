import { AppError } from '../../../../errors/app-error.js';
import { type NumberedPage, type NumberedRow, rowsAt } from '../numbered-pages.js';

/** One of the platform's pages, with what it says of the whole list. */
export interface ListPage<R> extends NumberedPage<R> {
  readonly total: number | null;
  readonly hasMore: boolean;
}

/** Reads a page, counted from 0, of at most 100 rows. */
export type ReadPage<R> = (page: number, size: number) => Promise<ListPage<R>>;

/** Rows next to one another in a list, as many of those asked for as there are. */
export interface Stretch<R> {
  readonly rows: readonly NumberedRow<R>[];
  readonly hasMore: boolean;
  readonly total: number | null;
}

/** A list whose rows have numbers that rise along it; the same row may have another number in the next call. */
export interface SortedList<R> {
  /** Number of the first row; null where finding it out takes a call, which `head` makes. */
  readonly first: number | null;
  /** Whether rows may have smaller numbers than before, because others in front of them have left the list. */
  readonly mayShrink: boolean;
  /** The first rows. */
  head(count: number): Promise<Stretch<R>>;
  /** Rows from this number on. */
  from(number: number, count: number): Promise<Stretch<R>>;
}

const MAX_SIZE = 100;

/** A list in the platform's own order. */
export const forwards = <R>(read: ReadPage<R>, mayShrink: boolean): SortedList<R> => ({
  first: 0,
  mayShrink,
  head: (count) => stretch(read, 0, count),
  from: (number, count) => stretch(read, number, count),
});

/**
 * A list from its end to its front: what the platform sorts the other way round than is wanted. A row's number is that of the
 * platform below 0, so that numbers rise along the list: whatever changes goes to the platform's end, which is this list's front,
 * and what lies behind it gets larger numbers, never smaller ones.
 */
export const backwards = <R>(read: ReadPage<R>): SortedList<R> => {
  const from = async (number: number, count: number): Promise<Stretch<R>> => {
    const lowest = Math.max(0, 1 - number - count);
    const width = 1 - number - lowest;
    if (width <= 0) return { rows: [], hasMore: false, total: null };
    const { rows, total } = await stretch(read, lowest, width);
    return { rows: reversed(rows), hasMore: lowest > 0, total };
  };
  return {
    first: null,
    mayShrink: false,
    head: async (count) => {
      const start = await stretch(read, 0, MAX_SIZE);
      // How many rows there are says where the end is; a short list is told whole by the same call.
      if (start.hasMore && start.total === null)
        throw new AppError('UPSTREAM_MALFORMED', 'The platform does not say how many there are.');
      if (start.hasMore && start.total !== null) return from(1 - start.total, count);
      const rows = reversed(start.rows);
      return { rows: rows.slice(0, count), hasMore: rows.length > count, total: start.total };
    },
    from,
  };
};

const reversed = <R>(rows: readonly NumberedRow<R>[]): NumberedRow<R>[] =>
  rows.map(({ offset, row }) => ({ offset: 0 - offset, row })).reverse();

/** Rows from an offset on, by one page where that is possible; 101 rows, a full page and the one before it, lie in two. */
async function stretch<R>(read: ReadPage<R>, offset: number, count: number): Promise<Stretch<R>> {
  let total: number | null = null;
  let hasMore = false;
  const note = async (page: number, size: number): Promise<ListPage<R>> => {
    const found = await read(page, size);
    total = found.total ?? total;
    hasMore ||= found.hasMore;
    return found;
  };
  const rows =
    count <= MAX_SIZE ? await rowsAt(offset, count, note) : await rowsOfFullPages(offset, offset + count, note);
  return { rows, total, hasMore: total === null ? hasMore : offset + count < total };
}

async function rowsOfFullPages<R>(start: number, end: number, read: ReadPage<R>): Promise<NumberedRow<R>[]> {
  const first = Math.floor(start / MAX_SIZE);
  const pages = Array.from({ length: Math.ceil(end / MAX_SIZE) - first }, (_, index) => first + index);
  const found = await Promise.all(pages.map((page) => read(page, MAX_SIZE)));
  return found.flatMap(({ rows, indices }, at) =>
    rows.flatMap((row, place) => {
      const offset = (first + at) * MAX_SIZE + (indices[place] ?? place);
      return offset >= start && offset < end ? [{ offset, row }] : [];
    }),
  );
}
