/** Values in one statement; SQLite takes 32 766, and a row has a few of them. */
const CHUNK = 500;

/** Pieces that fit into one statement. */
export function chunksOf<T>(all: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < all.length; start += CHUNK) chunks.push(all.slice(start, start + CHUNK));
  return chunks;
}

/** What the pieces of a list give, one after the other. */
export async function inChunks<T, R>(
  all: readonly T[],
  read: (chunk: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const found: R[] = [];
  for (const chunk of chunksOf(all)) found.push(...(await read(chunk)));
  return found;
}
