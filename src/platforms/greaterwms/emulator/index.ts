import { Faults } from '../../../emulator/faults.js';
import { createEmulatorHost } from '../../../emulator/host.js';
import { Journal } from '../../../emulator/journal.js';
import type { Logger } from '../../../log/logger.js';
import { type PlatformAnswer, smallPlatform } from './plugin.views.js';
import type { GreaterWmsRules, HostShop } from './records.js';
import { DEFAULT_MOUNTS, hostDialect, hostRoutes, otherwise } from './routes.js';
import { type GreaterWmsSeed, seedHost } from './seed.js';
import { GreaterWmsState, type HostShopDraft } from './state.js';
import { Throttle } from './throttle.js';
import type { World } from './view.js';

export type { GreaterWmsRules, HostShop } from './records.js';
export type { GreaterWmsSeed } from './seed.js';
export type { GreaterWmsState } from './state.js';

/** How to start the stand-in; the rules of {@link GreaterWmsRules} may be given too. */
export interface GreaterWmsEmulatorOptions extends Partial<GreaterWmsRules> {
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** 0 (any free port) unless told. */
  readonly port?: number;
  /** Clock in epoch milliseconds: times, codes of shops and the throttle follow it. */
  readonly now?: () => number;
  /** Milliseconds that every answer takes. */
  readonly latencyMs?: number;
  /** Plugin views by path, each with its operation; the default is the tutorial's and a few more. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** What stands behind the plugin views; a few goods unless told. */
  readonly platform?: PlatformAnswer;
  /** Proxies that the default platform can be reached through; others are taken for unreachable. */
  readonly reachableProxies?: readonly string[];
  readonly log?: Logger;
}

/** A running stand-in of a GreaterWMS host with the Douyin plugin. */
export interface GreaterWmsEmulator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Names what the seed made. */
  readonly seed: GreaterWmsSeed;
  readonly state: GreaterWmsState;
  /** May be switched while running. */
  readonly rules: GreaterWmsRules;
  /** Adds a shop to the seed's account unless told. */
  readonly addShop: (draft: Omit<HostShopDraft, 'account'> & Partial<Pick<HostShopDraft, 'account'>>) => HostShop;
  /** State back to the seed, rules of misbehaviour and journal emptied. */
  readonly reset: () => void;
  /** Stops listening, so that connects are refused by the operating system, until `acceptConnections`. */
  readonly refuseConnections: () => Promise<void>;
  readonly acceptConnections: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Starts a stateful stand-in of the host's shop registry, its two switches and a few mounted views, with the host's own order
 * of checks, texts and envelopes. Shares no code with the client. It can be steered over its own port as every stand-in can,
 * see `/_control/`.
 */
export async function startGreaterWmsEmulator(options: GreaterWmsEmulatorOptions = {}): Promise<GreaterWmsEmulator> {
  const now = options.now ?? Date.now;
  const state = new GreaterWmsState(now);
  const rules: GreaterWmsRules = {
    throttle: options.throttle ?? true,
    sandboxDefect: options.sandboxDefect ?? false,
    crossTenant: options.crossTenant ?? false,
    echoSecrets: options.echoSecrets ?? true,
  };
  const world: World = { state, rules, throttle: new Throttle(now), now };
  let seed = seedHost(state);
  const restore = (): void => {
    state.clear();
    world.throttle.clear();
    seed = seedHost(state);
  };
  const platform = options.platform ?? smallPlatform(new Set(options.reachableProxies));
  const routes = hostRoutes(world, options.mounts ?? DEFAULT_MOUNTS, platform);
  const journal = new Journal();
  const faults = new Faults();
  const host = await createEmulatorHost({
    routes,
    otherwise: otherwise(world, new Set(routes.map(({ path }) => path))),
    dialect: hostDialect(world),
    journal,
    faults,
    now,
    reset: restore,
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  return {
    url: host.url,
    port: host.port,
    journal,
    faults,
    get seed() {
      return seed;
    },
    state,
    rules,
    addShop: (draft) => state.addShop({ account: state.accounts[0] ?? seed.account, ...draft }),
    reset: () => {
      restore();
      faults.clear();
      journal.clear();
    },
    refuseConnections: host.refuseConnections,
    acceptConnections: host.acceptConnections,
    close: host.close,
  };
}
