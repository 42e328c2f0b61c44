import type { Config } from './config/config.js';
import type { Foundation } from './foundation.js';
import { SeenStock, settleCopies, stockSettlements } from './inventory/index.js';
import { KeyedLock } from './ledger/keyed-lock.js';
import { Reconciler } from './ledger/reconciler.js';
import { RevisionRecorder } from './ledger/revision-recorder.js';
import { runSafeWrite } from './ledger/safe-write.js';
import { isReplayed } from './ledger/stored-refusal.js';
import { SwitchMirror } from './ledger/switch-mirror.js';
import { verdictOf } from './ledger/write-verdict.js';
import type { Logger } from './log/logger.js';
import { createGreaterWms, type GreaterWms } from './platforms/greaterwms/index.js';
import { createPlatforms } from './platforms/index.js';
import type { Platform } from './platforms/platform.js';
import type { ShopMirror } from './registry/index.js';
import type { Reconcile, SafeWrites } from './subgraph/write.js';
import { RefreshingTokenSources } from './tenants/refreshing-tokens.js';
import { Secret } from './tenants/secret.js';
import type { Shop, ShopStatus } from './tenants/shop.js';
import { StaticTokenSources } from './tenants/token-source.js';
import { ReadCache } from './upstream/read-cache.js';

/** The platforms with the ledger they write to. */
export interface OpenPlatforms {
  readonly list: readonly Platform[];
  readonly writes: SafeWrites;
  /** How copies of items are settled whose outcome is open. */
  readonly settleCopies: Reconcile;
  /** The older host that follows the switches of shops; null for none. */
  readonly mirror: ShopMirror | null;
  /** What happens outside of any request is told to it. */
  readonly log: Logger;
  /** Answers that requests of all platforms share. */
  readonly readCache: ReadCache;
  /** Settles what an earlier run left open, and goes on settling. Once per process, and only in a server. */
  startSettling(): Promise<void>;
  /** Finishes the writes and calls in flight, then closes; the store stays open. */
  close(): Promise<void>;
}

/** How often unknown outcomes are looked through, in milliseconds; each row has longer waits of its own. */
const SETTLE_EVERY_MS = 2_000;
/** How often debts to the older host are looked through. */
const MIRROR_EVERY_MS = 500;

/** Makes the platforms. Nothing is connected before the first call. */
export function openPlatforms(config: Config, foundation: Foundation, log: Logger): OpenPlatforms {
  const { store, registry, vault } = foundation;
  const running = new Set<Promise<unknown>>();
  const writes: SafeWrites = {
    run: (write) => {
      const result = runSafeWrite({ ...write, journal: store.journal });
      running.add(result);
      result.then(
        () => running.delete(result),
        () => running.delete(result),
      );
      return result;
    },
    isReplayed,
    verdictOf,
  };
  const readCache = new ReadCache();
  const recorder = new RevisionRecorder(store.revisions, log);
  const onExpired = (shop: Shop, reason: string): void => {
    log.warn({ shop: shop.key, reason }, 'the platform takes none of the tokens of a shop');
    void mark(shop, 'ACTIVE', 'AUTH_EXPIRED');
  };
  const lasting = new StaticTokenSources(registry, {
    onExpired,
    onError: (err) => log.error({ err }, 'a proven credential could not be noted'),
  });
  const renewed = new RefreshingTokenSources({
    store: store.tokens,
    vault,
    onExpired,
    onRenewed: (shop) => void mark(shop, 'AUTH_EXPIRED', 'ACTIVE'),
    onError: (err, shop) => log.warn({ err, shop: shop.key }, 'the tokens of a shop could not be renewed'),
  });
  /** Only from the state expected, so that a suspension is never lifted. */
  const mark = async (shop: Shop, from: ShopStatus, to: ShopStatus): Promise<void> => {
    try {
      const present = await store.shops.find(shop.key);
      if (present?.shop.status === from) await registry.updateShop(shop.key, { status: to });
    } catch (err) {
      log.error({ err, shop: shop.key }, 'the state of a shop could not be noted');
    }
  };
  const seen = new SeenStock({ items: store.stockItems, log });
  const list = createPlatforms({
    kuaizhanUrl: config.kuaizhanUrl.href,
    douyinUrl: config.douyinUrl.href,
    douyinSandboxUrl: config.douyinSandboxUrl.href,
    registry,
    tokensOf: (shop, source) => renewed.of(shop, source),
    tokenFacts: (shop) => renewed.facts(shop),
    allowPrivate: config.upstreamAllowPrivate,
    proxyHosts: config.egressProxyHosts,
    proxyPasswordFor: (shop) => registry.proxyPassword(shop),
    tokenFor: (shop) => {
      const source = lasting.of(shop);
      return {
        get: () => source.get(),
        invalidate: (reason, refused) => source.invalidate(reason, refused),
        accept: (taken) => {
          source.accept(taken);
          if (shop.status === 'AUTH_EXPIRED') void mark(shop, 'AUTH_EXPIRED', 'ACTIVE');
        },
      };
    },
    readCache,
    writes,
    kept: store.keptObjects,
    recorder,
    witness: seen,
    lock: new KeyedLock(),
    siblings: (record, since) => store.journal.siblings(record, since),
    shopByKey: (key) => registry.shopByKey(key),
    log,
  });
  const stock = list.flatMap((platform) => platform.stock ?? []);
  const shopByKey = (key: string) => registry.shopByKey(key);
  const handlers = Object.assign(
    stockSettlements({ items: store.stockItems, journal: store.journal, stock, shopByKey, log }),
    ...list.map((platform) => platform.settlements),
  ) as Platform['settlements'];
  const catalog = list.flatMap((platform) => platform.catalog ?? []);
  const copies = settleCopies({ journal: store.journal, catalog, settlements: handlers });
  const host = openHost(config, foundation);
  const mirror = host === null ? null : new SwitchMirror({ debts: store.switchDebts, shops: store.shops, host, log });
  const reconciler = new Reconciler({
    journal: store.journal,
    handlers: { ...handlers, catalogSyndicate: copies },
    log,
  });

  return {
    list,
    writes,
    settleCopies: copies,
    log,
    mirror:
      host === null || mirror === null
        ? null
        : { plan: host.plan, carry: (shop, name, call) => mirror.carry(shop, name, call) },
    readCache,
    async startSettling() {
      const { failed, unknown } = await store.journal.recover();
      if (failed + unknown > 0) log.warn({ failed, unknown }, 'writes of an earlier run were found open');
      reconciler.start(SETTLE_EVERY_MS);
      mirror?.start(MIRROR_EVERY_MS);
    },
    async close() {
      await reconciler.stop();
      await mirror?.stop();
      await Promise.allSettled(running);
      await renewed.close();
      await Promise.all(list.map((platform) => platform.close()));
      await host?.close();
      await recorder.flush();
      await seen.flush();
    },
  };
}

/** The older host as it is configured. */
function openHost({ greaterWms, upstreamAllowPrivate }: Config, { registry }: Foundation): GreaterWms | null {
  if (greaterWms === null) return null;
  return createGreaterWms({
    baseUrl: greaterWms.url,
    token: new Secret(greaterWms.token()),
    allowPrivate: upstreamAllowPrivate,
    tCodeOf: async (shop) => new Secret(await registry.tCode(shop)),
    proxyPasswordFor: (shop) => registry.proxyPassword(shop),
    secretsOf: async (shop) => Object.values((await registry.secrets(shop)).current),
  });
}
