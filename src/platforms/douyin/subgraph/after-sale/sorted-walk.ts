import { hash } from 'node:crypto';
import { AppError } from '../../../../errors/app-error.js';
import type { NumberedRow } from '../numbered-pages.js';
import type { SortedList, Stretch } from './sorted-list.js';

/** How rows are sorted, and told apart where that is equal. */
export interface Sorting<R> {
  /** What they are sorted by: the larger first, or the smaller. */
  readonly key: (row: R) => number;
  readonly direction: 'asc' | 'desc';
  readonly id: (row: R) => string;
}

/**
 * How far a walk over lists has come: to a key, and within it to some rows, so that what has changed since neither comes twice
 * nor hides anything. The numbers only say where to look first.
 */
export type Place = readonly [
  key: number,
  /** Marks of the rows with this key that were given, one after the other. */
  given: string,
  /** For each list, the number its next row had; null for a list of which none was given. */
  next: readonly (number | null)[],
];

const MARK = 6;
/** A cursor has room for so many rows with one key: cases that changed in one and the same second. */
const MAX_GIVEN = 200;
/** Most calls for one page where the list has changed much since the page before. */
const MAX_STEPS = 10;
/** Rows that one step looks at. */
const STEP = 100;

/** Whether a value that a caller sent is a place in as many lists. */
export const isPlace =
  (lists: number) =>
  (value: unknown): value is Place => {
    if (!Array.isArray(value) || value.length !== 3) return false;
    const [key, given, next] = value as unknown[];
    return (
      Number.isSafeInteger(key) &&
      typeof given === 'string' &&
      Array.isArray(next) &&
      next.length === lists &&
      next.every((number) => number === null || Number.isSafeInteger(number))
    );
  };

/** A row of a page, with the list it is from. */
interface Step<R> {
  readonly row: R;
  readonly list: number;
  readonly number: number;
}

/** A page over all lists together. */
export interface WalkPage<R> {
  readonly rows: readonly R[];
  readonly hasMore: boolean;
  /** How many rows there are in all; null where the platform does not say. */
  readonly total: number | null;
  /** The place right behind a row of the page. @throws AppError PAGINATION_TOO_DEEP for too many rows with one key */
  readonly placeAfter: (index: number) => Place;
}

/**
 * The next rows of lists that are sorted alike, as of one: one call for each list while nothing has changed.
 * @throws AppError INVALID_CURSOR when so much has changed that the place is not found again
 */
export async function walk<R>(
  lists: readonly SortedList<R>[],
  sorting: Sorting<R>,
  place: Place | null,
  count: number,
): Promise<WalkPage<R>> {
  const found = await Promise.all(
    lists.map((list, at) => readFrom(list, sorting, place, place?.[2][at] ?? null, count)),
  );
  const sign = sorting.direction === 'asc' ? 1 : -1;
  const all = found
    .flatMap(({ rows }, list) => rows.map(({ row, offset }): Step<R> => ({ row, list, number: offset })))
    .sort((a, b) => sign * (sorting.key(a.row) - sorting.key(b.row)));
  const steps = all.slice(0, count);
  const totals = found.map(({ total }) => total);
  return {
    rows: steps.map(({ row }) => row),
    hasMore: all.length > count || found.some(({ hasMore }) => hasMore),
    total: totals.reduce((sum, total) => (sum === null || total === null ? null : sum + total), 0),
    placeAfter: (index) => placeBehind(steps.slice(0, index + 1), sorting, place, lists.length),
  };
}

function placeBehind<R>(steps: readonly Step<R>[], sorting: Sorting<R>, before: Place | null, lists: number): Place {
  const last = steps.at(-1);
  const key = last === undefined ? 0 : sorting.key(last.row);
  const marks = steps.filter(({ row }) => sorting.key(row) === key).map(({ row }) => markOf(sorting.id(row)));
  const given = (before?.[0] === key ? before[1] : '') + marks.join('');
  if (given.length > MAX_GIVEN * MARK)
    throw new AppError('PAGINATION_TOO_DEEP', 'Too many cases of one second: narrow the filter.', { path: ['filter'] });
  const next = Array.from({ length: lists }, (_, list) => {
    const latest = steps.findLast((step) => step.list === list);
    return latest === undefined ? (before?.[2][list] ?? null) : latest.number + 1;
  });
  return [key, given, next];
}

const markOf = (id: string): string => hash('sha256', id, 'base64url').slice(0, MARK);

/** Whether a row lies before a place, or is one of those given there. */
function isGiven<R>(row: R, { key, direction, id }: Sorting<R>, [at, given]: Place): boolean {
  const own = key(row);
  if (own !== at) return direction === 'asc' ? own < at : own > at;
  const mark = markOf(id(row));
  for (let index = 0; index < given.length; index += MARK) if (given.startsWith(mark, index)) return true;
  return false;
}

/** Rows of one list that lie behind a place, at least `count` where there are so many; `next` is the number to look at first. */
async function readFrom<R>(
  list: SortedList<R>,
  sorting: Sorting<R>,
  place: Place | null,
  next: number | null,
  count: number,
): Promise<Stretch<R>> {
  const begin = next ?? list.first;
  if (place === null) return begin === null ? list.head(count) : list.from(begin, count);
  const isNew = ({ row }: NumberedRow<R>): boolean => !isGiven(row, sorting, place);
  // One row more, which was given: while it is there, none has slipped through in front of it.
  const back = list.mayShrink && begin !== null && begin > 0 ? 1 : 0;
  const found = begin === null ? await list.head(count) : await list.from(begin - back, count + back);
  const [anchor] = found.rows;
  const isAnchored = begin === null || back === 0 || (anchor !== undefined && !isNew(anchor));
  const missed = isAnchored ? [] : await readBackwards(list, begin - back, isNew);
  const rows = [...missed, ...found.rows].filter(isNew);
  let { hasMore } = found;
  let end = begin === null ? (found.rows.at(-1)?.offset ?? 0) + 1 : begin + count;
  for (let step = 1; step < MAX_STEPS && rows.length < count && hasMore; step += 1) {
    const wanted = rows.length === 0 ? STEP : count - rows.length;
    const more = await list.from(end, wanted);
    rows.push(...more.rows.filter(isNew));
    hasMore = more.hasMore;
    end += wanted;
  }
  if (rows.length === 0 && hasMore) throw lost();
  return { rows, hasMore, total: found.total };
}

/** Rows in front of a number, back to one that was given or to the front of the list. */
async function readBackwards<R>(
  list: SortedList<R>,
  number: number,
  isNew: (row: NumberedRow<R>) => boolean,
): Promise<NumberedRow<R>[]> {
  const rows: NumberedRow<R>[] = [];
  let start = number;
  for (let step = 1; start > 0 && !(rows[0] !== undefined && !isNew(rows[0])); step += 1) {
    if (step === MAX_STEPS) throw lost();
    const from = Math.max(0, start - STEP);
    rows.unshift(...(await list.from(from, start - from)).rows);
    start = from;
  }
  return rows;
}

const lost = (): AppError =>
  new AppError('INVALID_CURSOR', 'The list has changed too much since the cursor was made: begin it again.', {
    path: ['after'],
  });
