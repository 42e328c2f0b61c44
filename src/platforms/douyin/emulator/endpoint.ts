import type { EmulatedRequest } from '../../../emulator/answer.js';
import type { Logger } from '../../../log/logger.js';
import type { Params } from './protocol/params.js';
import type { Throttle } from './protocol/throttle.js';
import type { Json, Row } from './protocol/wire-json.js';
import type { Scene } from './scene.js';
import type { App } from './state/app.record.js';
import type { Clock } from './state/clock.js';
import type { DouyinRules } from './state/rules.js';
import type { Shop } from './state/shop.record.js';
import type { DouyinState } from './state/state.js';
import type { Grants } from './tokens/grants.js';

/** All that one host of the platform consists of. */
export interface World {
  readonly state: DouyinState;
  readonly grants: Grants;
  readonly rules: DouyinRules;
  readonly clock: Clock;
  readonly throttle: Throttle;
  /** Pushes a message about a shop; it is made only when somebody is to have it. */
  readonly post: (shop: Shop, tag: number, message: () => Row) => void;
  readonly log: Logger | undefined;
}

/** A call that passed all checks up to its business. */
export interface OpenCall extends World {
  readonly app: App;
  readonly params: Params;
  readonly effect: EmulatedRequest['effect'];
  readonly whenAnswered: EmulatedRequest['whenAnswered'];
}

/** A call with the access token of a shop. */
export interface Call extends Omit<OpenCall, 'post'>, Scene {}

/** One method of the platform. `undefined` is a write without payload; an answer throws a Refusal. */
export interface Endpoint {
  /** Dotted name, e.g. `order.searchList`. */
  readonly method: string;
  /** Number of the refusal of a value of the wrong form (40004); 11000 unless told. */
  readonly wrong?: number;
  /** Number of the refusal of an absent value (40002); the same as `wrong` unless told. */
  readonly absent?: number;
  readonly answer: (call: Call) => Json | undefined;
}

/** A method without access token. */
export interface OpenEndpoint extends Omit<Endpoint, 'answer'> {
  readonly open: true;
  readonly answer: (call: OpenCall) => Json | undefined;
}

/** Path of a method, e.g. `/order/searchList`. */
export const pathOf = (method: string): string => `/${method.replaceAll('.', '/')}`;
