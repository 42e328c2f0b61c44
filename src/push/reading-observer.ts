import type { ErrorCode } from '../errors/codes.js';
import type { PlatformName } from '../tenants/shop.js';

/** What is told of reconciling reads, for metrics. Every value is of a closed set (reliability R33). */
export interface ReadingObserver {
  /** A stream of a shop was read, or could not be. */
  read(platform: PlatformName, stream: string, outcome: 'OK' | ErrorCode): void;
  /** Changes were found that no message had told of. */
  found(platform: PlatformName, stream: string, changes: number): void;
}
