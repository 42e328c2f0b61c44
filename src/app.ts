import type { Config } from './config/config.js';
import { ConfigProblems } from './config/config-problems.js';
import type { Foundation } from './foundation.js';
import { createInventoryPart, createStockEngine, SaleFollower, stockSyncWork } from './inventory/index.js';
import { JobRunner, type JobWork } from './ledger/job-runner.js';
import type { JobKind } from './ledger/jobs.js';
import { CallTrace } from './log/call-trace.js';
import type { Logger } from './log/logger.js';
import type { OpenPlatforms } from './open-platforms.js';
import type { Platform } from './platforms/platform.js';
import { PushDispatcher } from './push/dispatcher.js';
import type { ReadingTimes } from './push/reading-times.js';
import { PushReceiver } from './push/receiver.js';
import { ReconcilingReads } from './push/reconciling-reads.js';
import { Retention } from './push/retention.js';
import { changesReplayWork, createRegistryPart, type PlatformFacts } from './registry/index.js';
import { createAdminServer } from './server/admin-server.js';
import type { VerifyKey } from './server/authentication.js';
import { addExplorer, type ExplorerOptions } from './server/explorer.js';
import { addGraphqlEndpoint } from './server/graphql-endpoint.js';
import { createGraphqlEngine } from './server/graphql-engine.js';
import { addGreaterWmsEndpoint } from './server/greaterwms-endpoint.js';
import { letHeapGrow } from './server/heap-growth.js';
import { createHttpServer } from './server/http-server.js';
import { createMetrics } from './server/metrics.js';
import { addPushEndpoint } from './server/push-endpoint.js';
import { Sessions } from './server/sessions.js';
import { SUBSCRIPTION_LIMITS, type SubscriptionLimits } from './server/subscription-limits.js';
import { Subscriptions } from './server/subscriptions.js';
import type { CreateContext } from './server/through-engine.js';
import { addWebSocketEndpoint } from './server/websocket-endpoint.js';
import { buildGraph, type Graph } from './subgraph/build-graph.js';
import { estimateCost } from './subgraph/cost.js';
import { type CostGate, type CostLimits, createCostGate } from './subgraph/cost-gate.js';
import { Entities } from './subgraph/entities.js';
import type { SubgraphPart } from './subgraph/part.js';
import { createRequestContext } from './subgraph/request-context.js';
import type { Shop } from './tenants/shop.js';
import { createShopAccess } from './tenants/shop-access.js';
import { turns } from './upstream/turns.js';

/** What the server is made of. It owns all of it: stopping the server closes them. */
export interface AppParts {
  readonly config: Config;
  readonly foundation: Foundation;
  readonly platforms: OpenPlatforms;
  readonly log: Logger;
  /** Without it the explorer has neither examples nor a key. */
  readonly explorer?: ExplorerOptions;
  /** Budgets other than the specified ones, for the benchmark; no configuration leads here. */
  readonly costLimits?: Partial<CostLimits>;
  /** Limits of those who listen other than the usual ones, for tests; no configuration leads here. */
  readonly subscriptionLimits?: Partial<SubscriptionLimits>;
  /** Whether operations seen before take the short way; true. False for the benchmark; no configuration leads here. */
  readonly plans?: boolean;
  /** When shops are asked for what no message told of, where it is to be other than usual; false: never, for tests that count calls. */
  readonly reconciling?: Partial<ReadingTimes> | false;
}

/** Where a started server answers. */
export interface AppAddresses {
  /** `PUBLIC_URL`, or where it listens; no slash at the end. */
  readonly url: string;
  readonly adminUrl: string;
}

/** A server. */
export interface App {
  readonly log: Logger;
  /** @throws ConfigProblems when an address is in use or cannot be listened on */
  start(): Promise<AppAddresses>;
  /** Says "not ready" at once, finishes accepted work for at most so many milliseconds, closes everything. */
  stop(graceMs: number): Promise<void>;
}

/** The parts of the graph joined, with what serving them needs. */
export interface JoinedGraph extends Graph {
  readonly parts: readonly SubgraphPart[];
}

/**
 * Joins the parts that this process serves.
 * @param publicUrl where the server answers, without a slash at the end; known once it listens
 * @param onJob told when there is a job to be done
 * @param stock writes stock; one for the process
 * @throws ConfigProblems when `SUBGRAPHS` names none that this version has
 */
export function joinGraph(
  { config, foundation, platforms }: Pick<AppParts, 'config' | 'foundation' | 'platforms'>,
  gate: CostGate,
  publicUrl: () => string = () => '',
  onJob: () => void = () => undefined,
  stock = stockEngine({ foundation, platforms }),
): JoinedGraph {
  const { registry, store } = foundation;
  const pushUrl = async (shop: Shop): Promise<string> =>
    `${publicUrl()}/push/${shop.platform.toLowerCase()}/${await registry.pushAddresses.idOf(shop)}`;
  const registryPart = createRegistryPart(
    {
      registry,
      groups: registry.groups,
      audit: store.audit,
      revisions: store.revisions,
      writes: platforms.writes,
      changeFeed: store.changeFeed,
      jobs: store.jobs,
      onJob,
      platforms: new Map(platforms.list.map((platform) => [platform.name, factsOf(platform, pushUrl)])),
      egressProxyHosts: config.egressProxyHosts,
      ...(platforms.mirror === null ? {} : { mirror: platforms.mirror }),
      budget: gate.status,
      entities: () => entities,
    },
    platforms.list.flatMap(({ part }) => part.revisioned),
  );
  const inventoryPart = createInventoryPart(
    {
      items: store.stockItems,
      groups: registry.groups,
      writes: platforms.writes,
      engine: stock,
      jobs: store.jobs,
      onJob,
      stock: platforms.list.flatMap(({ stock }) => stock ?? []),
      catalog: platforms.list.flatMap(({ catalog }) => catalog ?? []),
      settleCopies: platforms.settleCopies,
      warehouses: platforms.list.flatMap(({ warehouses }) => warehouses ?? []),
      entities: () => entities,
    },
    platforms.list.flatMap(({ part }) => part.stockUnits ?? []),
  );
  const parts = [registryPart, ...platforms.list.map(({ part }) => part), inventoryPart];
  const served = parts.filter(({ name }) => config.subgraphs.includes(name));
  const entities = new Entities(served);
  if (served.length === 0) throw new ConfigProblems(['SUBGRAPHS: names no part that this version serves']);
  const names = served.map(({ name }) => name);
  return { ...buildGraph(parts, entities, names), parts };
}

/** What the stock of all shops is written with. */
const stockEngine = ({ foundation: { store, registry }, platforms }: Pick<AppParts, 'foundation' | 'platforms'>) =>
  createStockEngine({
    items: store.stockItems,
    journal: store.journal,
    writes: platforms.writes,
    stock: platforms.list.flatMap(({ stock }) => stock ?? []),
    shopByKey: (key) => registry.shopByKey(key),
    log: platforms.log,
  });

const factsOf = (
  { registration, health, tokenFacts, push }: Platform,
  pushUrl: (shop: Shop) => Promise<string>,
): PlatformFacts => ({
  registration,
  ...(push === undefined ? {} : { pushUrl }),
  ...(tokenFacts === undefined ? {} : { tokenFacts }),
  health: (shop) => {
    const { rateBuckets, ...state } = health(shop);
    return { ...state, rateBuckets: [...rateBuckets] };
  },
});

/** The one place that makes and joins the objects of a server. */
export async function createApp(app: AppParts): Promise<App> {
  const { config, foundation, platforms, log } = app;
  letHeapGrow();
  const gate = createCostGate(app.costLimits);
  const { inbox, changeFeed, readingTurns } = foundation.store;
  const stock = stockEngine(app);
  const hasInventory = config.subgraphs.includes('inventory');
  const jobs = new JobRunner({
    jobs: foundation.store.jobs,
    works: new Map<JobKind, JobWork>([
      ['CHANGE_BACKFILL', changesReplayWork(changeFeed)],
      // The order of counts is kept in one process: the one that serves the inventory.
      ...(hasInventory ? ([['STOCK_SYNC', stockSyncWork(stock, log)]] as const) : []),
    ]),
    log,
  });
  // Known once it listens, and asked for by requests alone.
  let publicUrl = '';
  const { schema, parts } = joinGraph(
    app,
    gate,
    () => publicUrl,
    () => jobs.wake(),
    stock,
  );
  const metrics = createMetrics({
    readCache: () => platforms.readCache.state,
    waitingQueries: () => engine.waitingQueries(),
    waitingTurns: () => turns.size,
    inboxDepth: () => inbox.depth(),
    sessions: () => sessions.size,
    readUntil: () => readingTurns.oldest(),
  });
  const limits = { ...SUBSCRIPTION_LIMITS, ...app.subscriptionLimits };
  const sessions: Sessions = new Sessions({ isInForce: (keyId) => foundation.apiKeys.isInForce(keyId), limits });
  const engine = createGraphqlEngine({
    schema,
    introspection: config.introspection,
    gate,
    estimate: estimateCost,
    log,
    observers: [metrics.behaviour],
    onInterpreted: metrics.countInterpreted,
    platformWrites: () => platforms.readCache.mark,
    keepsPlans: app.plans ?? true,
  });
  const { apollo, answerPlanned } = engine;
  await apollo.start();
  const verifyKey: VerifyKey = (key) => foundation.apiKeys.verify(key);
  const createContext: CreateContext = (request) =>
    createRequestContext(
      {
        ...request,
        shops: createShopAccess(foundation.registry, request.caller),
        audit: foundation.store.audit,
        trace: new CallTrace(),
        log: () => log.child({ requestId: request.requestId }),
      },
      parts,
    );
  const { requestTimeoutMs, corsOrigins } = config;
  const room = () => turns.room('request');
  const subscriptions = new Subscriptions({
    ...{ apollo, answerEvent: engine.answerEvent, createContext, requestTimeoutMs, room, sessions, limits, log },
    observer: metrics.subscriptions,
  });
  const pushing = platforms.list.flatMap(({ push }) => (push === undefined ? [] : [push]));
  const pushParts = { platforms: pushing, registry: foundation.registry, inbox, observer: metrics.push };
  const receiver = new PushReceiver({ ...pushParts, onStored: () => dispatcher.wake() });
  const dispatcher: PushDispatcher = new PushDispatcher({ ...pushParts, receiver, log });
  const reconciling = new ReconcilingReads({
    platforms: app.reconciling === false ? [] : platforms.list.flatMap((platform) => platform.reconciling ?? []),
    turns: readingTurns,
    feed: changeFeed,
    registry: foundation.registry,
    observer: metrics.readings,
    log,
    ...(app.reconciling ? { times: app.reconciling } : {}),
  });
  const sales = new SaleFollower({ sales: foundation.store.sales, feed: changeFeed, engine: stock, log });
  const retention = new Retention({ inbox, feed: changeFeed, log });
  const http = await createHttpServer({
    log,
    corsOrigins,
    onRefusal: metrics.countRefusal,
    addRoutes: (routes) => {
      addGraphqlEndpoint(routes, {
        apollo,
        answerPlanned,
        verifyKey,
        requestTimeoutMs,
        room,
        createContext,
        subscriptions,
      });
      addWebSocketEndpoint(routes, {
        ...{ subscriptions, verifyKey, requestTimeoutMs, corsOrigins, log },
        publicUrl: () => publicUrl,
        onRefusal: metrics.countRefusal,
      });
      if (config.subgraphs.includes('registry'))
        addGreaterWmsEndpoint(routes, {
          apollo,
          verifyKey,
          createContext,
          requestTimeoutMs,
          log,
        });
      addPushEndpoint(routes, { receiver, observer: metrics.push });
      addExplorer(routes, app.explorer ?? { tabs: [], emulated: false });
    },
  });
  let isReady = false;
  let rewrapping: Promise<void> = Promise.resolve();
  const admin = createAdminServer({
    metrics,
    isReady: async () => {
      await foundation.store.ping();
      return isReady;
    },
  });
  const stop = async (graceMs: number): Promise<void> => {
    isReady = false;
    const reading = reconciling.stop();
    await Promise.all([sessions.stop(), http.stop(graceMs)]);
    await reading;
    await apollo.stop();
    await dispatcher.stop();
    await retention.stop();
    await jobs.stop();
    await sales.stop();
    await platforms.close();
    await rewrapping;
    await foundation.close();
    metrics.close();
    await admin.close();
  };

  return {
    log,
    stop,
    async start() {
      try {
        // First: a second server that was started by mistake fails here, before it takes the journal's open rows.
        const adminPort = await admin.listen(config.adminPort).catch(refused('ADMIN_PORT'));
        await platforms.startSettling();
        dispatcher.start();
        retention.start();
        jobs.start();
        if (hasInventory) sales.start();
        reconciling.start();
        const port = await http.listen(config.host, config.port).catch(refused('PORT'));
        isReady = true;
        rewrapping = rewrap(foundation, log);
        const host = config.host.includes(':') ? `[${config.host}]` : config.host;
        const url = config.publicUrl?.href.replace(/\/$/, '') ?? `http://${host}:${port}`;
        publicUrl = url;
        return { url, adminUrl: `http://127.0.0.1:${adminPort}` };
      } catch (error) {
        await stop(0);
        throw error;
      }
    },
  };
}

/** After a new current master key; beside the requests, since both keys open what is sealed. */
async function rewrap(foundation: Foundation, log: Logger): Promise<void> {
  try {
    const count = await foundation.rewrap();
    if (count > 0) log.info({ count }, 'shop keys were wrapped with the current master key');
  } catch (err) {
    log.error({ err }, 'shop keys could not be wrapped with the current master key');
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use by another process',
  EACCES: 'this user may not listen on the port',
  EADDRNOTAVAIL: 'HOST is not an address of this machine',
  ENOTFOUND: 'HOST cannot be resolved',
};

const refused =
  (name: string) =>
  (error: unknown): never => {
    const reason = REASONS[String((error as NodeJS.ErrnoException).code)];
    throw reason === undefined ? error : new ConfigProblems([`${name}: ${reason}`]);
  };
