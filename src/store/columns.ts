/** A time column; null stays null. */
export const dateOf = (milliseconds: number | null): Date | null =>
  milliseconds === null ? null : new Date(milliseconds);

/** A column with a JSON list of texts, written by this program. */
export const stringsOf = (json: string): string[] => JSON.parse(json) as string[];
