/** What an event of a subscription tells of itself where its answer cannot be given, so that whoever listens can go on after it. */
export interface EventMark {
  /** Cursor, to resume after it. */
  readonly cursor: string;
  /** Global id of what it is about; null when it is about no object. */
  readonly nodeId: string | null;
}

/** An event that knows its place. */
export interface MarkedEvent {
  readonly mark: EventMark;
}

/** Null for an event that has no place to go on after. */
export function markOf(event: unknown): EventMark | null {
  return typeof event === 'object' && event !== null && 'mark' in event ? (event as MarkedEvent).mark : null;
}
