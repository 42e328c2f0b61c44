import { Faults } from '../../../emulator/faults.js';
import { createEmulatorHost, type EmulatorHost } from '../../../emulator/host.js';
import { Journal } from '../../../emulator/journal.js';
import type { Logger } from '../../../log/logger.js';
import type { World } from './endpoint.js';
import { Throttle } from './protocol/throttle.js';
import { PushSender } from './push/push.sender.js';
import { douyinDialect, douyinRoutes } from './routes.js';
import { furnish } from './seeds/premises.seed.js';
import type { Grant } from './state/app.record.js';
import type { Clock } from './state/clock.js';
import type { DouyinRules } from './state/rules.js';
import type { Shop } from './state/shop.record.js';
import { DouyinState } from './state/state.js';
import { Grants } from './tokens/grants.js';

/** How the hosts are run. */
export interface SideOptions {
  readonly host?: string;
  readonly latencyMs?: number;
  readonly faultSeed?: number;
  readonly log?: Logger;
}

/** A shop to add for a test; an app that is new is made. */
export interface TestShopDraft {
  readonly shopId: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly name?: string;
  /** Name in journal and fault rules; the shop id unless told. */
  readonly label?: string;
  /** On the sandbox host, as its test shop. */
  readonly sandbox?: boolean;
  readonly appKind?: 'self_use' | 'tool';
}

/** One of the two hosts before it listens. */
export interface Side {
  readonly world: World;
  readonly sender: PushSender;
  readonly journal: Journal;
  readonly faults: Faults;
}

/** A host's world with its own state, tokens, journal, faults and sender. @param realm part of its tokens */
export function createSide(options: SideOptions, rules: DouyinRules, clock: Clock, realm: string): Side {
  const state = new DouyinState();
  const grants = new Grants(clock, rules, realm);
  const sender = new PushSender({ clock, rules, state, grants, seed: options.faultSeed ?? 1, log: options.log });
  const world: World = {
    state,
    grants,
    rules,
    clock,
    throttle: new Throttle(clock),
    post: (shop, tag, message) => sender.take(shop, tag, message),
    log: options.log,
  };
  return { world, sender, journal: new Journal(), faults: new Faults(options.faultSeed) };
}

/** Lets a side listen. @param reset puts its state back to the seed, for `POST /_control/reset` */
export function serve(
  { world, journal, faults }: Side,
  options: SideOptions,
  port: number | undefined,
  reset: () => void,
): Promise<EmulatorHost> {
  return createEmulatorHost({
    ...douyinRoutes(world),
    dialect: douyinDialect(world),
    journal,
    faults,
    now: () => world.clock.now(),
    reset,
    ...(options.host === undefined ? {} : { host: options.host }),
    ...(port === undefined ? {} : { port }),
    ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
}

/** Adds a shop with addresses, warehouses and brands but without goods, and lets its app use it. */
export function addShop(world: World, draft: TestShopDraft): Shop {
  const { state, grants } = world;
  const { shopId, appKey, appSecret, name = `店铺${shopId}`, label = shopId } = draft;
  if (!state.apps.has(appKey)) state.addApp({ appKey, appSecret, kind: draft.appKind ?? 'self_use' });
  const shop = state.addShop({ id: shopId, name, label, isTest: draft.sandbox === true });
  furnish(world, shop);
  if (state.apps.get(appKey)?.kind === 'self_use') grants.authorise(appKey, shopId);
  return shop;
}

/** The authorisation of an app for a shop, on either side. @throws RangeError when there is none */
export function grantOf(sides: readonly Side[], appKey: string, shopId: string): Grant {
  for (const { world } of sides) {
    const grant = world.grants.find(appKey, shopId);
    if (grant !== undefined) return grant;
  }
  throw new RangeError(`no authorisation of ${appKey} for ${shopId}`);
}
