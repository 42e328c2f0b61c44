import type { PlatformName } from '../tenants/shop.js';

/** How long a shop belongs to the process that reads it, in milliseconds, unless that says it goes on. */
export const READING_LEASE_MS = 15_000;

/** How far one stream of a shop was read. */
export interface StreamProgress {
  readonly stream: string;
  /** All updates before this instant of the platform's clock were read. */
  readonly readUntil: Date;
  /** Turns that failed since one went well, and the code of the last; null after one that went well. */
  readonly failures: number;
  readonly failure: string | null;
}

/** A shop that one process may read now, and what of it is due. */
export interface ReadingTurn {
  readonly tenantId: string;
  readonly shopKey: string;
  readonly streams: readonly StreamProgress[];
}

/** What became of a stream in a turn. */
export interface StreamEnd {
  readonly stream: string;
  /** How far it was read. */
  readonly readUntil: Date;
  /** Until it is due again, in milliseconds by the store's clock. */
  readonly waitMs: number;
  /** Why it could not be read: an error code; null when it could. */
  readonly failure: string | null;
}

/** A platform and the names of its streams. */
export interface StreamNames {
  readonly platform: PlatformName;
  readonly streams: readonly string[];
}

/** What a process can read now. */
export interface WantedTurns {
  readonly names: readonly StreamNames[];
  readonly limit: number;
  readonly exceptShops: readonly string[];
  /** What has longer to wait than this is due: the clock has been set back since. Milliseconds. */
  readonly longestWaitMs: number;
}

/**
 * Port of the turns in which shops are read, and of how far they were. Read are shops in production that are not suspended. Every
 * method returns after its change is on disk, or throws AppError STORAGE_UNAVAILABLE and has changed nothing.
 */
export interface ReadingTurns {
  /**
   * Begins with shops that are new to it, some hundreds at a time.
   * @param beginning for a shop by when it was registered: as if all had been read until then; and how long the first turn of
   * each stream waits
   */
  enrol(
    names: StreamNames,
    beginning: (registeredAt: Date) => { readonly readUntil: Date; readonly waitMs: (stream: string) => number },
  ): Promise<void>;
  /** Gives shops that have streams due to one process for `READING_LEASE_MS`, those that wait longest first. */
  claim(owner: string, wanted: WantedTurns): Promise<readonly ReadingTurn[]>;
  /** Holds these shops, as far as the process has them, for another `READING_LEASE_MS`. */
  renew(owner: string, shopKeys: readonly string[]): Promise<void>;
  /** Notes how far a stream was read, never less far than before, unless that is yet to come. @returns false when the shop belongs to another by now */
  advance(owner: string, shopKey: string, stream: string, readUntil: Date): Promise<boolean>;
  /**
   * Ends a turn and gives the shop back; a stream without an end is due as before. Does nothing for a shop that belongs to another
   * by now.
   */
  finish(owner: string, shopKey: string, ends: readonly StreamEnd[]): Promise<void>;
  /** How far the shop and stream is that is furthest behind; null while nothing is to be read. */
  oldest(): Promise<Date | null>;
}
