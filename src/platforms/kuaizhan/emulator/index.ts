import { Faults } from '../../../emulator/faults.js';
import { createEmulatorHost } from '../../../emulator/host.js';
import { Journal } from '../../../emulator/journal.js';
import type { Logger } from '../../../log/logger.js';
import { seedDemo } from './demo.seed.js';
import type { KuaizhanRules } from './endpoint.js';
import { seedFixtures } from './fixtures.seed.js';
import type { Category, Commodity, Shop } from './records.js';
import { kuaizhanDialect, kuaizhanRoutes } from './routes.js';
import { type DemoSeed, EMPTY_SEED } from './seed.js';
import { type CategoryDraft, type CommodityDraft, KuaizhanState, type ShopDraft } from './state.js';

export type { KuaizhanRules } from './endpoint.js';
export type { DemoSeed } from './seed.js';
export type { CategoryDraft, CommodityDraft, KuaizhanState, ShopDraft } from './state.js';

/** How to start the stand-in; the rules of {@link KuaizhanRules} may be given too. */
export interface KuaizhanEmulatorOptions extends Partial<KuaizhanRules> {
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** 0 (any free port) unless told. */
  readonly port?: number;
  /** `demo`: two believable shops; `fixtures`: the platform's own samples; `empty`. Default `demo`. */
  readonly seed?: 'demo' | 'fixtures' | 'empty';
  /** Clock in epoch milliseconds; ids and times follow it. */
  readonly now?: () => number;
  /** Milliseconds that every answer takes. */
  readonly latencyMs?: number;
  /** Seed of the fault rules with `p`. */
  readonly faultSeed?: number;
  readonly log?: Logger;
}

/** A shop to add for a test. Its site is made when it is new, and the token opens it beside what it opened before. */
export interface TestShopDraft extends ShopDraft {
  readonly token: string;
  /** Name of the token in journal and fault rules; the site id unless told. */
  readonly label?: string;
}

/** A running stand-in of the Kuaizhan open API. */
export interface KuaizhanEmulator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Names what the seed made. */
  readonly seed: DemoSeed;
  /** All that it remembers; read freely, change through the methods. */
  readonly state: KuaizhanState;
  /** May be switched while running. */
  readonly rules: KuaizhanRules;
  readonly addShop: (draft: TestShopDraft) => Shop;
  readonly addCommodity: (draft: CommodityDraft) => Commodity;
  readonly addCategory: (draft: CategoryDraft) => Category;
  /** Makes a token no longer valid. */
  readonly expireToken: (token: string) => void;
  /** State back to the seed, rules of misbehaviour and journal emptied. */
  readonly reset: () => void;
  /** Stops listening, so that connects are refused by the operating system, until `acceptConnections`. */
  readonly refuseConnections: () => Promise<void>;
  readonly acceptConnections: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const SEEDS = { demo: seedDemo, fixtures: seedFixtures, empty: () => EMPTY_SEED };

/**
 * Starts a stateful, strict stand-in of the 18 endpoints on a local port. Shares no code with the platform's client.
 *
 * It can be steered in this process (`faults`, `journal`, `state`) and over its own port, without token:
 * `GET|PUT|DELETE /_control/rules` (list of `FaultRule`, e.g.
 * `[{"match":{"operation":"GET /v2/ec/commodity/list","nth":2},"fault":"http_status","status":503}]`),
 * `GET|DELETE /_control/journal`, `POST /_control/release` (requests at the barrier of `hold`), `POST /_control/reset`.
 */
export async function startKuaizhanEmulator(options: KuaizhanEmulatorOptions = {}): Promise<KuaizhanEmulator> {
  const now = options.now ?? Date.now;
  const seedName = options.seed ?? 'demo';
  const state = new KuaizhanState(`kuaizhan ${seedName}`, now);
  const rules: KuaizhanRules = {
    strict: options.strict ?? true,
    idsRespectOnline: options.idsRespectOnline ?? false,
    idsNeedShop: options.idsNeedShop ?? true,
    queryScope: options.queryScope ?? 'site',
    unboundAccount: options.unboundAccount ?? 'not_bound',
    deleteAnswers: options.deleteAnswers ?? 'five',
    categoryByTitle: options.categoryByTitle ?? true,
  };
  const seed = SEEDS[seedName](state);
  const restoreState = () => {
    state.clear();
    SEEDS[seedName](state);
  };
  const journal = new Journal();
  const faults = new Faults(options.faultSeed);
  const host = await createEmulatorHost({
    routes: kuaizhanRoutes({ state, rules, now }),
    dialect: kuaizhanDialect(state),
    journal,
    faults,
    now,
    reset: restoreState,
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
    seed,
    state,
    rules,
    addShop: (draft) => addShop(state, draft),
    addCommodity: (draft) => state.addCommodity(draft),
    addCategory: (draft) => state.addCategory(draft),
    expireToken: (token) => {
      const known = state.tokens.get(token);
      if (known !== undefined) known.expiresAt = 0;
    },
    reset: () => {
      restoreState();
      faults.clear();
      journal.clear();
    },
    refuseConnections: host.refuseConnections,
    acceptConnections: host.acceptConnections,
    close: host.close,
  };
}

function addShop(state: KuaizhanState, { token, label, ...draft }: TestShopDraft): Shop {
  const { siteId } = draft;
  if (!state.sites.has(siteId)) {
    const name = draft.title ?? `site ${siteId}`;
    const domain = `s${siteId}.example.com`;
    state.addSite({ siteId, userId: 1, status: 2, logoUrl: `${domain}/logo.png`, name, domain, privateDomain: '' });
  }
  const opened = state.tokens.get(token)?.siteIds ?? [];
  state.addToken(token, label ?? state.tokens.get(token)?.label ?? String(siteId), [...new Set([...opened, siteId])]);
  return state.addShop(draft);
}
