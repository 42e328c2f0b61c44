import type { FoundObject, FoundPage, Span } from './change-stream.js';

/** Rows of one walk: a longer one takes so long that its objects change meanwhile, and platforms page only so deep. */
const MOST_ROWS = 2_000;
/** The platforms' times are whole seconds. */
export const SHORTEST_SPAN_MS = 1_000;

/**
 * What a walk over all pages of a span found. `deep`: more than one walk takes. `moved`: the span lost or won objects between two
 * pages, so that one may have slipped from a page that was not read yet to one that was. `short`: there are fewer than were
 * counted.
 */
export type Walk =
  | { readonly kind: 'whole' | 'short'; readonly rows: readonly FoundObject[] }
  | { readonly kind: 'deep' | 'moved' };

/**
 * Walks over all pages of a span. An object that is changed again meanwhile leaves the span for a later one.
 * @param read reads one page, from 0
 * @returns rows by their time
 */
export async function walkSpan(span: Span, read: (page: number) => Promise<FoundPage>): Promise<Walk> {
  const found = new Map<string, FoundObject>();
  let unreadable = 0;
  let total: number | null = null;
  for (let page = 0; ; page += 1) {
    const answer = await read(page);
    if (page === 0) total = answer.total;
    else if (answer.total !== total) return { kind: 'moved' };
    if (total !== null && total > MOST_ROWS && span.to - span.from > SHORTEST_SPAN_MS) return { kind: 'deep' };
    for (const row of answer.rows) found.set(row.subject.nativeId, row);
    unreadable += answer.unreadable;
    if (!answer.hasMore || answer.rows.length + answer.unreadable === 0) break;
  }
  const isShort = total !== null && found.size + unreadable < total;
  const rows = [...found.values()]
    .filter(({ updatedAt }) => updatedAt.getTime() >= span.from && updatedAt.getTime() < span.to)
    .sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
  return { kind: isShort ? 'short' : 'whole', rows };
}
