/** How many there are of each, e.g. sessions of each key; those of whom there are none take no room. */
export class Held {
  private readonly counts = new Map<string, number>();

  /** Counts one more. @returns false when there are `limit` already */
  take(whose: string, limit: number): boolean {
    const present = this.counts.get(whose) ?? 0;
    if (present >= limit) return false;
    this.counts.set(whose, present + 1);
    return true;
  }

  give(whose: string): void {
    const left = (this.counts.get(whose) ?? 1) - 1;
    if (left > 0) this.counts.set(whose, left);
    else this.counts.delete(whose);
  }

  /** Those of whom there are some. */
  get owners(): readonly string[] {
    return [...this.counts.keys()];
  }
}
