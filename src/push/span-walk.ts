import { AppError } from '../errors/app-error.js';
import type { FoundObject, FoundPage, Span } from './change-stream.js';

/** Rows of one walk: a longer one takes so long that its objects change meanwhile, and platforms page only so deep. */
const MOST_ROWS = 2_000;
/** Pages of one walk: far more than any list that can be walked over in time. */
const MOST_PAGES = 1_000;
/** The platforms' times are whole seconds. */
export const SHORTEST_SPAN_MS = 1_000;

/**
 * What a walk over all pages of a span found. `deep`: more than one walk takes. `moved`: the span lost or won objects between two
 * pages, so that one may have slipped from a page that was not read yet to one that was: its count tells, or the row that pages
 * share. `short`: there are fewer than were
 * counted.
 */
export type Walk =
  | { readonly kind: 'whole' | 'short'; readonly rows: readonly FoundObject[] }
  | { readonly kind: 'deep' | 'moved' };

/**
 * Walks over all pages of a span. An object that is changed again meanwhile leaves the span for a later one.
 * @param read reads one page, from 0
 * @param overlaps each page begins with the last row of the one before
 * @returns rows by their time
 * @throws AppError UPSTREAM_MALFORMED when a page that is not the last brings nothing new, PAGINATION_TOO_DEEP
 */
export async function walkSpan(
  span: Span,
  read: (page: number) => Promise<FoundPage>,
  overlaps = false,
): Promise<Walk> {
  const found = new Map<string, FoundObject>();
  let last: string | undefined;
  let unreadable = 0;
  let total: number | null = null;
  for (let page = 0; ; page += 1) {
    if (page === MOST_PAGES) throw new AppError('PAGINATION_TOO_DEEP');
    const answer = await read(page);
    if (page === 0) total = answer.total;
    else if (answer.total !== total) return { kind: 'moved' };
    if (total !== null && total > MOST_ROWS && span.to - span.from > SHORTEST_SPAN_MS) return { kind: 'deep' };
    const ids = answer.rows.map(({ subject }) => subject.nativeId);
    // Which of its rows could not be read is not known.
    if (overlaps && last !== undefined && answer.unreadable === 0 && !ids.includes(last)) return { kind: 'moved' };
    last = answer.unreadable === 0 ? ids.at(-1) : undefined;
    const known = found.size;
    for (const row of answer.rows) found.set(row.subject.nativeId, row);
    if (page > 0 && answer.hasMore && ids.length > 0 && found.size === known)
      throw new AppError('UPSTREAM_MALFORMED', 'A page of the list has nothing but what the pages before it had.');
    unreadable += answer.unreadable;
    if (!answer.hasMore || answer.rows.length + answer.unreadable === 0) break;
  }
  const isShort = total !== null && found.size + unreadable < total;
  const rows = [...found.values()]
    .filter(({ updatedAt }) => updatedAt.getTime() >= span.from && updatedAt.getTime() < span.to)
    .sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
  return { kind: isShort ? 'short' : 'whole', rows };
}
