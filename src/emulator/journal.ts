import type { FaultName } from './fault-rule.js';

/** A change of state that a request really made; the truth that tests compare answers with. */
export interface Effect {
  /** Number of the request that made it. */
  readonly request: number;
  /** What changed, e.g. `commodity.create`. */
  readonly kind: string;
  /** The platform's id of what changed. */
  readonly id: string;
}

/** Who asked, as the journal may show it. The token itself is never kept. */
export interface Caller {
  /** Name the seed gave the token; null for an unknown or missing one. */
  readonly label: string | null;
  /** First 12 hex characters of the token's SHA-256; null when none was sent. */
  readonly fingerprint: string | null;
}

/** One request. `status`, `result` and `outcome` are filled in when it is answered. */
export interface JournalEntry {
  /** Counts from 1, over the life of the journal; `clear` does not restart it. */
  readonly sequence: number;
  /** Epoch milliseconds of the emulator's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Method and path, e.g. `GET /v2/ec/commodity/list`. */
  readonly operation: string;
  /** Parameters without the token; a repeated one is a list. */
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  readonly caller: Caller;
  /** HTTP status that was sent, null while none was. */
  status: number | null;
  /** The platform's own result code in the answer that was sent. */
  result: number | null;
  /** The fault that was played. */
  fault: FaultName | null;
  readonly effects: Effect[];
  /** `cut`: we broke the connection; `abandoned`: the client left before the answer was complete. */
  outcome: 'pending' | 'answered' | 'cut' | 'abandoned';
}

/** What is known of a request when it arrives. */
export type Arrival = Pick<JournalEntry, 'at' | 'method' | 'path' | 'operation' | 'params' | 'caller'>;

/** How much a journal remembers; counts stay exact whatever is forgotten. */
export interface JournalLimits {
  /** Newest requests kept; 20 000 unless told. */
  readonly entries?: number;
  /** Newest effects kept; 200 000 unless told. */
  readonly effects?: number;
}

/** What was asked of an emulator, and what it did. */
export class Journal {
  private readonly kept: JournalEntry[] = [];
  private readonly ledger: Effect[] = [];
  private readonly counts = new Map<string, number>();
  private readonly maxEntries: number;
  private readonly maxEffects: number;
  private sequence = 0;

  constructor(limits: JournalLimits = {}) {
    this.maxEntries = limits.entries ?? 20_000;
    this.maxEffects = limits.effects ?? 200_000;
  }

  /** The requests kept, in order of arrival. */
  get entries(): readonly JournalEntry[] {
    return this.kept;
  }

  /** The effects kept, in the order they were made. */
  get effects(): readonly Effect[] {
    return this.ledger;
  }

  /** The requests of one operation, e.g. `calls('GET /v2/ec/commodity/list')`; all when none is named. */
  calls(operation?: string): readonly JournalEntry[] {
    return operation === undefined ? this.kept : this.kept.filter((entry) => entry.operation === operation);
  }

  /** How often an operation was asked since the last `clear`; all together when none is named. */
  count(operation?: string): number {
    if (operation !== undefined) return this.counts.get(operation) ?? 0;
    let total = 0;
    for (const count of this.counts.values()) total += count;
    return total;
  }

  /** Requests by operation since the last `clear`. */
  get countsByOperation(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts);
  }

  /** Writes a request down; the host completes the entry when it is answered. */
  open(arrival: Arrival): JournalEntry {
    this.sequence += 1;
    const entry: JournalEntry = {
      sequence: this.sequence,
      ...arrival,
      status: null,
      result: null,
      fault: null,
      effects: [],
      outcome: 'pending',
    };
    this.kept.push(entry);
    // Forgetting in bulk: one `shift` for each request would move the whole list every time.
    if (this.kept.length > this.maxEntries * 1.25) this.kept.splice(0, this.kept.length - this.maxEntries);
    this.counts.set(entry.operation, (this.counts.get(entry.operation) ?? 0) + 1);
    return entry;
  }

  /** Writes an effect into the ledger and into its request. */
  note(entry: JournalEntry, kind: string, id: string): void {
    const effect: Effect = { request: entry.sequence, kind, id };
    entry.effects.push(effect);
    this.ledger.push(effect);
    if (this.ledger.length > this.maxEffects * 1.25) this.ledger.splice(0, this.ledger.length - this.maxEffects);
  }

  /** Forgets requests, effects and counts. */
  clear(): void {
    this.kept.length = 0;
    this.ledger.length = 0;
    this.counts.clear();
  }
}
