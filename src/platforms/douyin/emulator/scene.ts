import type { Row } from './protocol/wire-json.js';
import type { DouyinRules } from './state/rules.js';
import type { Shop } from './state/shop.record.js';
import type { DouyinState } from './state/state.js';

/** Where something happens: a shop at a moment, with the way out for messages about it. */
export interface Scene {
  readonly state: DouyinState;
  readonly rules: DouyinRules;
  readonly shop: Shop;
  /** Epoch seconds. */
  readonly now: number;
  /** Pushes a message to the apps of the shop (specification e.2); it is made only when somebody is to have it. */
  readonly post: (tag: number, message: () => Row) => void;
}

/** The time of a change: it grows even when two changes fall into one second, as windows over update times need. */
export const laterThan = (before: number, now: number): number => Math.max(now, before + 1);
