/** One of the platform's pages. */
export interface NumberedPage<R> {
  readonly rows: readonly R[];
  /** Place of each row in the page, from 0: rows that could not be read are missing. */
  readonly indices: readonly number[];
}

/** A row with its number in the list, from 0. */
export interface NumberedRow<R> {
  readonly offset: number;
  readonly row: R;
}

/** Largest page of the platform's lists. */
const MAX_SIZE = 100;

/**
 * Rows `offset` to `offset + count - 1` of a list whose pages have numbers: by one page of a size that holds all of them, where
 * there is one, and otherwise by the two pages they lie in.
 * @param read reads a page, counted from 0
 */
export async function rowsAt<R>(
  offset: number,
  count: number,
  read: (page: number, size: number) => Promise<NumberedPage<R>>,
): Promise<NumberedRow<R>[]> {
  const size = sizeAround(offset, count);
  const pages =
    size === null ? [Math.floor(offset / count), Math.floor(offset / count) + 1] : [Math.floor(offset / size)];
  const found = await Promise.all(pages.map((page) => read(page, size ?? count)));
  return found.flatMap(({ rows, indices }, at) =>
    rows.flatMap((row, place) => {
      const number = (pages[at] ?? 0) * (size ?? count) + (indices[place] ?? place);
      return number >= offset && number < offset + count ? [{ offset: number, row }] : [];
    }),
  );
}

/** The smallest size of pages for which one page holds all of these rows; null for none. */
function sizeAround(offset: number, count: number): number | null {
  for (let size = count; size <= MAX_SIZE; size += 1)
    if (Math.floor(offset / size) === Math.floor((offset + count - 1) / size)) return size;
  return null;
}
