/** What those who listen may take of this process. All bounded: what a caller can make grow has an end (reliability R33). */
export interface SubscriptionLimits {
  /** WebSockets and event streams open at once, also those whose key is not known yet. */
  readonly sessions: number;
  /** Those whose key is not known yet: they leave room for the others. */
  readonly strangers: number;
  /** The same of one API key. */
  readonly sessionsOfKey: number;
  /** The same of all keys of one tenant: it leaves room for the others. */
  readonly sessionsOfTenant: number;
  /** Subscriptions open at once, on all WebSockets and event streams, also those that are being opened. */
  readonly subscriptions: number;
  /** The same of one API key. */
  readonly subscriptionsOfKey: number;
  /** The same of all keys of one tenant. */
  readonly subscriptionsOfTenant: number;
  /** Subscriptions at once on one WebSocket. */
  readonly subscriptionsOfConnection: number;
  /** Time to `connection_init`. */
  readonly initMs: number;
  /** Largest message of a client, in bytes; that of a request body. */
  readonly messageBytes: number;
  /** Time between signs of life: pings on a WebSocket, comments on an event stream. */
  readonly pingMs: number;
  /** Time that a WebSocket stays open without a subscription. */
  readonly idleMs: number;
  /** Time that a consumer may take to read what was sent. */
  readonly slowMs: number;
  /** Bytes that wait for a consumer besides what it was last told. */
  readonly bufferedBytes: number;
  /** How often it is asked whether a key is in force; the answer is half a second old at most (reliability R11). */
  readonly keyCheckMs: number;
  /** Time for saying goodbye when the process stops. */
  readonly goodbyeMs: number;
}

export const SUBSCRIPTION_LIMITS: SubscriptionLimits = {
  sessions: 2_000,
  strangers: 500,
  sessionsOfKey: 50,
  sessionsOfTenant: 500,
  subscriptions: 4_000,
  subscriptionsOfKey: 200,
  subscriptionsOfTenant: 1_000,
  subscriptionsOfConnection: 20,
  initMs: 3_000,
  messageBytes: 256 * 1024,
  pingMs: 15_000,
  idleMs: 300_000,
  slowMs: 10_000,
  bufferedBytes: 1024 * 1024,
  keyCheckMs: 250,
  goodbyeMs: 2_000,
};
