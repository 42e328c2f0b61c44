import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { GraphQLError, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { AppError } from '../../src/errors/app-error.js';
import { CallTrace } from '../../src/log/call-trace.js';
import { createLogger } from '../../src/log/logger.js';
import { createAdminServer } from '../../src/server/admin-server.js';
import { addExplorer, type ExplorerOptions } from '../../src/server/explorer.js';
import { addGraphqlEndpoint } from '../../src/server/graphql-endpoint.js';
import { createGraphqlEngine } from '../../src/server/graphql-engine.js';
import { createHttpServer } from '../../src/server/http-server.js';
import { createMetrics } from '../../src/server/metrics.js';
import { Sessions } from '../../src/server/sessions.js';
import { SUBSCRIPTION_LIMITS, type SubscriptionLimits } from '../../src/server/subscription-limits.js';
import { Subscriptions } from '../../src/server/subscriptions.js';
import type { CreateContext } from '../../src/server/through-engine.js';
import { addWebSocketEndpoint } from '../../src/server/websocket-endpoint.js';
import { type CostLimits, createCostGate } from '../../src/subgraph/cost-gate.js';
import type { RequestContext } from '../../src/subgraph/request-context.js';
import type { Caller } from '../../src/tenants/tenant.js';

export interface TinyGraphOptions {
  readonly corsOrigins?: readonly string[];
  readonly introspection?: 'off' | 'admin' | 'all';
  readonly requestTimeoutMs?: number;
  readonly costLimits?: Partial<CostLimits>;
  readonly explorer?: ExplorerOptions;
  /** When there is room for a request; always unless told. */
  readonly room?: () => Promise<void> | null;
  readonly subscriptionLimits?: Partial<SubscriptionLimits>;
}

const caller = (name: string, scopes: readonly string[], tenantId = 'tn_1'): Caller => ({
  tenantId,
  keyId: `id-${name}`,
  name,
  scopes: new Set(scopes),
  shopGrants: null,
});

const notFound = () => Promise.reject(new AppError('NOT_FOUND'));

const CALLERS: Readonly<Record<string, Caller>> = {
  reader: caller('reader', ['shops:read']),
  admin: caller('admin', ['shops:admin']),
  stranger: caller('stranger', ['shops:read'], 'tn_2'),
};

/** The real listener and engine around a graph of a few fields, so that only the HTTP side is under test. */
export async function startTinyGraph(options: TinyGraphOptions = {}) {
  const logLines: Record<string, unknown>[] = [];
  const log = createLogger({ level: 'info', format: 'json', write: (line) => logLines.push(JSON.parse(line)) });
  const aborted: unknown[] = [];
  const started: string[] = [];
  const metrics = createMetrics({ sessions: () => sessions.size });
  const { apollo, answerPlanned, answerEvent } = createGraphqlEngine({
    schema: tinySchema(aborted, started),
    introspection: options.introspection ?? 'admin',
    gate: createCostGate(options.costLimits),
    estimate: (_schema, _document, _operation, variables) => Number(variables['cost'] ?? 1),
    log,
    observers: [metrics.behaviour],
    platformWrites: () => 0,
    onInterpreted: metrics.countInterpreted,
  });
  await apollo.start();
  const createContext: CreateContext = (request): RequestContext => ({
    ...request,
    shops: { visible: async () => null, writable: notFound, owned: notFound },
    log,
    release: () => undefined,
    trace: new CallTrace(),
    audit: { begin: async () => 1, finish: async () => undefined },
    part: () => {
      throw new Error('no parts here');
    },
  });
  const verifyKey = (key: string) => CALLERS[key] ?? null;
  const { corsOrigins = [], requestTimeoutMs = 10_000, room = () => null } = options;
  const limits = { ...SUBSCRIPTION_LIMITS, ...options.subscriptionLimits };
  const sessions = new Sessions({ isInForce: () => true, limits });
  const subscriptions = new Subscriptions({
    ...{ apollo, answerEvent, createContext, requestTimeoutMs, room, sessions, limits, log },
    observer: metrics.subscriptions,
  });
  const server = await createHttpServer({
    log,
    corsOrigins,
    onRefusal: metrics.countRefusal,
    addRoutes: (routes) => {
      addGraphqlEndpoint(routes, {
        ...{ apollo, answerPlanned, verifyKey, createContext, requestTimeoutMs, room, subscriptions },
      });
      addWebSocketEndpoint(routes, {
        ...{ subscriptions, verifyKey, requestTimeoutMs, corsOrigins, log },
        publicUrl: () => '',
      });
      if (options.explorer !== undefined) addExplorer(routes, options.explorer);
    },
  });
  let isReady = true;
  const admin = createAdminServer({ metrics, isReady: async () => isReady });
  const port = await server.listen('127.0.0.1', 0);
  const adminPort = await admin.listen(0);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    adminUrl: `http://127.0.0.1:${adminPort}`,
    logLines,
    aborted,
    /** The fields that take their time, in the order they were begun. */
    started,
    server,
    setReady: (ready: boolean) => {
      isReady = ready;
    },
    post: (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer reader', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async stop() {
      await Promise.all([sessions.stop(), server.stop(1000)]);
      await admin.close();
      await apollo.stop();
      metrics.close();
    },
  };
}

async function* untilAborted(signal: AbortSignal): AsyncGenerator<void> {
  if (!signal.aborted) await once(signal, 'abort');
  yield;
}

function tinySchema(aborted: unknown[], started: string[]): GraphQLSchema {
  const Thing: GraphQLObjectType = new GraphQLObjectType({
    name: 'Thing',
    fields: () => ({
      name: { type: GraphQLString },
      thing: { type: Thing, resolve: () => ({ name: 'inner' }) },
      things: { type: new GraphQLList(Thing), resolve: () => [{ name: 'a' }, { name: 'b' }] },
    }),
  });
  const text = (resolve: (args: Record<string, unknown>, context: RequestContext) => unknown) => ({
    type: GraphQLString,
    args: { text: { type: GraphQLString }, ms: { type: GraphQLInt }, cost: { type: GraphQLInt } },
    resolve: (_root: unknown, args: Record<string, unknown>, context: RequestContext) => resolve(args, context),
  });
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        echo: text(({ text: value }) => value ?? 'nothing'),
        thing: { type: Thing, resolve: () => ({ name: 'outer' }) },
        huge: text(() => 'x'.repeat(9 * 1024 * 1024)),
        bug: text(() => {
          throw new Error('password=hunter2 at /srv/secret.ts');
        }),
        refused: text(() => {
          throw new AppError('RATE_LIMITED', 'Slow down.', { retryAfterMs: 2400 });
        }),
        upstream: text((_args, { trace }) => {
          const call = { platform: 'KUAIZHAN', shop: 'gid://v1/Shop/s1/s1', operation: 'GET /x', batchSize: 1 };
          trace.record({ ...call, source: 'LIVE', attempts: 1, durationMs: 3, outcome: 'OK' });
          return 'called';
        }),
        wait: text(async ({ ms }, { signal }) => {
          started.push('wait');
          signal.addEventListener('abort', () => aborted.push(signal.reason));
          await sleep(Number(ms), undefined, { signal }).catch(() => {
            throw signal.reason instanceof AppError ? signal.reason : new GraphQLError('cut off');
          });
          return 'waited';
        }),
        deaf: text(async ({ ms }) => {
          started.push('deaf');
          return sleep(Number(ms), 'at last', { ref: false });
        }),
      },
    }),
    mutation: new GraphQLObjectType({ name: 'Mutation', fields: { write: text(({ text: value }) => value) } }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        // Takes its time to open, whoever leaves meanwhile; then nothing happens.
        quiet: {
          ...text(() => 'heard'),
          subscribe: async (_root: unknown, { ms }: Record<string, unknown>, { signal }: RequestContext) => {
            started.push('quiet');
            await sleep(Number(ms ?? 0), undefined, { ref: false });
            return untilAborted(signal);
          },
        },
      },
    }),
  });
}
