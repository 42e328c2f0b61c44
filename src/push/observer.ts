import type { PlatformName } from '../tenants/shop.js';
import type { SignatureFault } from './dialect.js';
import type { Outcome, QuarantineReason } from './inbox.js';

/** Why a body was not taken. */
export type PushRefusal = SignatureFault | 'unknown_address' | 'unreadable' | 'overloaded' | 'storage' | 'late';

/** What is told of push messages, for metrics. Every value is of a closed set (reliability R33). */
export interface PushObserver {
  /** Messages of a body are on disk. */
  received(platform: PlatformName, messages: number): void;
  /** A body was refused; the platform is `NONE` where its address is nobody's. */
  refused(platform: PlatformName | 'NONE', reason: PushRefusal): void;
  /** Messages were there already. */
  duplicates(platform: PlatformName, messages: number): void;
  quarantined(platform: PlatformName, reason: QuarantineReason): void;
  /** A message was dispatched, with this outcome. */
  dispatched(platform: PlatformName, outcome: Outcome): void;
  /** Seconds from a body's arrival to its acknowledgement. */
  acknowledged(platform: PlatformName, seconds: number): void;
}
