import type { Faults } from '../../../emulator/faults.js';
import type { Journal } from '../../../emulator/journal.js';
import type { Logger } from '../../../log/logger.js';
import { type Auditor, type Buyer, createAuditor, createBuyer } from './buyer.js';
import { type Pace, type PaceOptions, startPace } from './push/pace.js';
import type { PushSender, PushTarget } from './push/push.sender.js';
import { seedDemo } from './seeds/demo.seed.js';
import { FIXTURES_TIME, seedFixtures } from './seeds/fixtures.seed.js';
import { seedSandbox } from './seeds/sandbox.seed.js';
import { type DouyinSeed, EMPTY_SEED } from './seeds/seed.js';
import { addShop, createSide, grantOf, type Side, serve, type TestShopDraft } from './side.js';
import { Clock } from './state/clock.js';
import { type DouyinRules, defaultRules, type GivenRules } from './state/rules.js';
import type { Shop } from './state/shop.record.js';
import type { DouyinState } from './state/state.js';

export type { Auditor, Buyer } from './buyer.js';
export type { OrderDraft } from './orders/order.life.js';
export type { Pace, PaceOptions } from './push/pace.js';
export type { PushTarget } from './push/push.sender.js';
export type { DouyinSeed } from './seeds/seed.js';
export type { DouyinRules } from './state/rules.js';
export type { DouyinState } from './state/state.js';

/** How to start the stand-in; the rules of {@link DouyinRules} may be given too. */
export interface DouyinEmulatorOptions extends GivenRules {
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** 0 (any free port) unless told. */
  readonly port?: number;
  /** Port of the sandbox host; 0 (any free port) unless told. */
  readonly sandboxPort?: number;
  /** `demo`: two believable shops; `fixtures`: the platform's samples, at the time of the samples; `empty`. Default `demo`. */
  readonly seed?: 'demo' | 'fixtures' | 'empty';
  /** Clock in epoch milliseconds; signatures, tokens and times follow it. */
  readonly now?: () => number;
  /** Milliseconds that every answer takes. */
  readonly latencyMs?: number;
  /** Seed of the fault rules with `p`, and of the shares of the push rules. */
  readonly faultSeed?: number;
  readonly log?: Logger;
}

/** A running stand-in of the Douyin merchant open platform: a production host and a sandbox host. */
export interface DouyinEmulator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly sandboxUrl: string;
  readonly journal: Journal;
  readonly sandboxJournal: Journal;
  readonly faults: Faults;
  readonly sandboxFaults: Faults;
  /** Names what the seed made. */
  readonly seed: DouyinSeed;
  /** All that it remembers; read freely, change through the methods and by calls. */
  readonly state: DouyinState;
  readonly sandboxState: DouyinState;
  /** May be switched while running; of both hosts. */
  readonly rules: DouyinRules;
  /** What buyers do on the production host. */
  readonly buyer: Buyer;
  readonly sandboxBuyer: Buyer;
  /** What the platform decides on the production host. */
  readonly auditor: Auditor;
  /** Epoch milliseconds of the emulator's clock. */
  readonly now: () => number;
  /** Moves the clock of both hosts forward by milliseconds. */
  readonly advance: (ms: number) => void;
  /** Adds a shop, with addresses, warehouses and brands but without goods, and lets its app use it. */
  readonly addShop: (draft: TestShopDraft) => Shop;
  /** Makes an access token no longer valid; its refresh token stays. */
  readonly expireToken: (accessToken: string) => void;
  /** The merchant takes an authorisation back, or switches it off; `restoreGrant` gives it again. */
  readonly withdrawGrant: (appKey: string, shopId: string, how?: 'withdrawn' | 'closed') => void;
  readonly restoreGrant: (appKey: string, shopId: string) => void;
  /** The code that a merchant's consent sends to a tool app. */
  readonly issueCode: (appKey: string, shopId: string) => string;
  /** Another secret for an app, on both hosts. */
  readonly rotateSecret: (appKey: string, appSecret: string) => void;
  /** Sets where the messages of production shops go; rejects when the probe is not acknowledged. */
  readonly pushTo: (target: PushTarget) => Promise<void>;
  /** The sender of messages: deliveries so far, `whenIdle`, `stop`. */
  readonly push: Pick<PushSender, 'deliveries' | 'whenIdle' | 'stop'>;
  /** Lets buyers come to the production shops until stopped. */
  readonly startPace: (options: PaceOptions) => Pace;
  /** State back to the seed, faults and journal emptied, pushes stopped, clock as it was. Rules stay as they are. */
  readonly reset: () => void;
  /** Stops listening on both ports, so that connects are refused by the operating system, until `acceptConnections`. */
  readonly refuseConnections: () => Promise<void>;
  readonly acceptConnections: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const SEEDS = { demo: seedDemo, fixtures: seedFixtures, empty: () => EMPTY_SEED };

/**
 * Starts a stateful, strict stand-in on two local ports. Shares no code with the platform's client.
 *
 * It can be steered in this process and over its own ports, without signature: `GET|PUT|DELETE /_control/rules` (list of
 * `FaultRule`, e.g. `[{"match":{"operation":"POST /order/searchList"},"fault":"business_code","code":60000,
 * "message":"isv.traffic-limited"}]`), `GET|DELETE /_control/journal`, `POST /_control/release`, `POST /_control/reset`.
 * Operations of the journal and of rules are named by their path, as `POST /order/searchList`.
 */
export async function startDouyinEmulator(options: DouyinEmulatorOptions = {}): Promise<DouyinEmulator> {
  const seedName = options.seed ?? 'demo';
  const clock = new Clock(options.now ?? clockOf(seedName));
  const rules = defaultRules(rulesOf(options));
  const main = createSide(options, rules, clock, 'production');
  const sandbox = createSide(options, rules, clock, 'sandbox');
  const fill = (): DouyinSeed => {
    for (const { world } of [main, sandbox]) {
      world.state.clear();
      world.grants.clear();
      world.throttle.clear();
    }
    const made = SEEDS[seedName](main.world);
    return { ...made, sandboxShop: seedSandbox(sandbox.world, made) };
  };
  const seed = fill();
  const restore = (side: Side) => () => {
    side.sender.clear();
    fill();
  };
  const host = await serve(main, options, options.port, restore(main));
  const sandboxHost = await serve(sandbox, options, options.sandboxPort, restore(sandbox)).catch(
    async (error: unknown) => {
      await host.close();
      throw error;
    },
  );
  const buyer = createBuyer(main.world);
  const auditor = createAuditor(main.world);
  const paces = new Set<Pace>();
  return {
    url: host.url,
    port: host.port,
    sandboxUrl: sandboxHost.url,
    journal: main.journal,
    sandboxJournal: sandbox.journal,
    faults: main.faults,
    sandboxFaults: sandbox.faults,
    seed,
    state: main.world.state,
    sandboxState: sandbox.world.state,
    rules,
    buyer,
    sandboxBuyer: createBuyer(sandbox.world),
    auditor,
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    addShop: (draft) => addShop((draft.sandbox === true ? sandbox : main).world, draft),
    expireToken: (accessToken) => {
      for (const { world } of [main, sandbox]) world.grants.expire(accessToken);
    },
    withdrawGrant: (appKey, shopId, how = 'withdrawn') => {
      grantOf([main, sandbox], appKey, shopId).standing = how;
    },
    restoreGrant: (appKey, shopId) => {
      grantOf([main, sandbox], appKey, shopId).standing = 'open';
    },
    issueCode: (appKey, shopId) => main.world.grants.issueCode(appKey, shopId),
    rotateSecret: (appKey, appSecret) => {
      for (const { world } of [main, sandbox]) {
        const app = world.state.apps.get(appKey);
        if (app !== undefined) app.appSecret = appSecret;
      }
    },
    pushTo: (target) => main.sender.pushTo(target),
    push: main.sender,
    startPace: (paceOptions) => {
      const pace = startPace(main.world, buyer, auditor, paceOptions);
      paces.add(pace);
      return pace;
    },
    reset: () => {
      clock.reset();
      main.sender.clear();
      sandbox.sender.clear();
      fill();
      for (const { faults, journal } of [main, sandbox]) {
        faults.clear();
        journal.clear();
      }
    },
    refuseConnections: async () => {
      await Promise.all([host.refuseConnections(), sandboxHost.refuseConnections()]);
    },
    acceptConnections: async () => {
      await Promise.all([host.acceptConnections(), sandboxHost.acceptConnections()]);
    },
    close: async () => {
      for (const pace of paces) pace.stop();
      main.sender.close();
      sandbox.sender.close();
      await Promise.all([host.close(), sandboxHost.close()]);
    },
  };
}

/** The rules among the options, so that ports and clocks do not stand between them. */
function rulesOf({
  host: _host,
  port: _port,
  sandboxPort: _sandboxPort,
  seed: _seed,
  ...rest
}: DouyinEmulatorOptions): GivenRules {
  const { now: _now, latencyMs: _latencyMs, faultSeed: _faultSeed, log: _log, ...rules } = rest;
  return rules;
}

/** The samples are of a day in 2023: their clock starts there and goes on from it. */
function clockOf(seedName: 'demo' | 'fixtures' | 'empty'): () => number {
  if (seedName !== 'fixtures') return Date.now;
  const started = Date.now();
  return () => FIXTURES_TIME * 1000 + (Date.now() - started);
}
