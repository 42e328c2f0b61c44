import type { KeptObjects } from '../../ledger/kept-objects.js';
import type { RevisionRecorder } from '../../ledger/revision-recorder.js';
import { CallTrace } from '../../log/call-trace.js';
import type { Logger } from '../../log/logger.js';
import type { PushPlatform } from '../../push/dialect.js';
import type { Reread } from '../../push/handler.js';
import { NewestWrite } from '../../subgraph/newest-write.js';
import type { ObjectLock } from '../../subgraph/object-write.js';
import type { StockWitness } from '../../subgraph/stock-seen.js';
import type { SafeWrites } from '../../subgraph/write.js';
import type { TokenFacts } from '../../tenants/refreshing-tokens.js';
import type { Shop } from '../../tenants/shop.js';
import type { GrantSource } from '../../tenants/token-grant.js';
import type { TokenSource } from '../../tenants/token-source.js';
import { systemClock } from '../../upstream/clock.js';
import type { Platform } from '../platform.js';
import { douyinStreams } from './push/change-streams.js';
import { createDouyinPush } from './push/dialect.js';
import { douyinRegistration } from './registration.js';
import { createDouyinPart } from './subgraph/part.js';
import { ShelfCalls } from './subgraph/product/shelf-calls.js';
import { douyinReconcile } from './subgraph/reconcile.js';
import type { Siblings } from './subgraph/settling.js';
import { RegionalSkus } from './subgraph/sku/regional-skus.js';
import { douyinStock } from './subgraph/sku/stock-platform.js';
import { douyinCatalog } from './subgraph/syndicate/catalog-platform.js';
import { douyinWarehouses } from './subgraph/warehouse/stock-warehouses.js';
import { type AppKeyRegistry, AppKeys } from './upstream/app-keys.js';
import {
  type ClientRequest,
  createDouyinClients,
  type DouyinClient,
  type DouyinClientOptions,
} from './upstream/client.js';
import { getAfterSale } from './upstream/endpoints/after-sale-read.js';
import { getOrder } from './upstream/endpoints/order-read.js';
import { grantSource } from './upstream/grant.js';

/** What the platform is made with. */
export interface DouyinOptions extends Omit<DouyinClientOptions, 'keys'> {
  readonly registry: AppKeyRegistry;
  /** The tokens of a shop, which the source makes. */
  readonly tokensOf: (shop: Shop, source: GrantSource) => TokenSource;
  /** When they end; null while there are none. */
  readonly tokenFacts: (shop: Shop) => Promise<TokenFacts | null>;
  readonly writes: SafeWrites;
  readonly kept: KeptObjects;
  readonly recorder: RevisionRecorder;
  readonly lock: ObjectLock;
  /** Told what reads show of stock. */
  readonly witness?: StockWitness;
  /** Other writes of the same kind, for telling whose a found object is, and what is newer. */
  readonly siblings: Siblings;
  /** Any tenant's shop, for the settlement of unknown outcomes outside of requests. */
  readonly shopByKey: (shopKey: string) => Promise<Shop | null>;
  readonly log: Logger;
}

/** Longest a look for an unknown outcome may take, in milliseconds. */
const SETTLE_MS = 10_000;

/** Douyin shops: products, orders, shipping, after-sales, warehouses. */
export function createDouyin(options: DouyinOptions): Platform {
  const { registry, tokensOf, log, clock = systemClock } = options;
  const keys = new AppKeys(registry, (err) => log.error({ err }, 'a proven credential could not be noted'));
  const clients = createDouyinClients({ ...options, keys });
  const reconcile = douyinReconcile(
    async (shopKey, isSandbox) => {
      const shop = await options.shopByKey(shopKey);
      if (shop === null || shop.platform !== 'DOUYIN') return null;
      const signal = AbortSignal.timeout(SETTLE_MS);
      const deadlineAt = clock.now() + SETTLE_MS;
      return clientFor({ ...shop, isSandbox }, { signal, deadlineAt, trace: new CallTrace(), log });
    },
    options.siblings,
    options.lock,
  );
  const clientFor = (shop: Shop, request: ClientRequest): DouyinClient =>
    clients.forShop(shop, request, tokensOf(shop, grantSource(shop, grants)));
  const grants = { clients, codeOf: (shop: Shop) => keys.codeOf(shop), clock, log };
  // What is pushed is of production, whichever environment the shop is in by now.
  const liveClient = (shop: Shop, ended: AbortSignal): DouyinClient => {
    const signal = AbortSignal.any([ended, AbortSignal.timeout(SETTLE_MS)]);
    const deadlineAt = clock.now() + SETTLE_MS;
    return clientFor({ ...shop, isSandbox: false }, { signal, deadlineAt, trace: new CallTrace(), log });
  };
  const noteChange = (shop: Shop): void => clients.noteChange({ ...shop, isSandbox: false });
  const reread: Reread = async (shop, { type, nativeId }, signal) => {
    const client = liveClient(shop, signal);
    const found = type === 'Order' ? await getOrder(client, nativeId) : await getAfterSale(client, nativeId);
    if (found === null) throw new Error('the platform knows no such object');
  };
  const { lock, siblings } = options;
  const stock = { clientFor, lock, siblings, regionalSkus: new RegionalSkus(), newestStocks: new NewestWrite() };
  return {
    name: 'DOUYIN',
    push: withReads(createDouyinPush(reread), noteChange),
    reconciling: { name: 'DOUYIN', streams: douyinStreams(liveClient), noteChange },
    part: createDouyinPart({
      ...options,
      reconcile,
      shelf: new ShelfCalls(),
      ...stock,
    }),
    catalog: douyinCatalog,
    stock: douyinStock(stock),
    warehouses: douyinWarehouses,
    registration: douyinRegistration,
    tokenFacts: options.tokenFacts,
    health: clients.health,
    settlements: { ...reconcile },
    close: clients.close,
  };
}

/** What was kept of a shop's reads is over when the platform tells of a change: before the change is told, so that who hears of it reads anew. */
const withReads = (push: PushPlatform, noteChange: (shop: Shop) => void): PushPlatform => ({
  ...push,
  handle: async (handling) => {
    noteChange(handling.shop);
    return push.handle === undefined ? [handling.change] : push.handle(handling);
  },
});
