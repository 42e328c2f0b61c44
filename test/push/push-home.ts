import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../src/log/logger.js';
import type { Change } from '../../src/push/change.js';
import type { PushPlatform } from '../../src/push/dialect.js';
import { type DispatcherParts, PushDispatcher } from '../../src/push/dispatcher.js';
import type { PushHandler } from '../../src/push/handler.js';
import type { InboxMessage } from '../../src/push/inbox.js';
import type { PushObserver } from '../../src/push/observer.js';
import { PushReceiver } from '../../src/push/receiver.js';
import type { Store } from '../../src/store/open-store.js';
import type { TenantRegistry } from '../../src/tenants/registry.js';
import { Secret } from '../../src/tenants/secret.js';
import type { Shop, ShopRegistration } from '../../src/tenants/shop.js';
import { freshKey, makeHome, makeRegistry } from '../store/home.js';
import { LINES, type Line, linesOf, signLines } from './lines.dialect.js';

export const APP = '1000000000000000007';

/** A shop whose app signs pushes with a secret. */
export const appShop = (nativeId: string, appSecret: string, appId = APP): ShopRegistration => ({
  platform: 'KUAIZHAN',
  nativeId,
  nativeResource: 'shop',
  attributes: { appId },
  secrets: { appSecret: new Secret(appSecret) },
  mainSecret: 'appSecret',
  appId,
  pushes: true,
});

/** An observer that remembers `what:label:label` and how often. */
export function countingObserver(): PushObserver & { readonly counts: Record<string, number> } {
  const counts: Record<string, number> = {};
  const add = (name: string, by = 1): void => {
    counts[name] = (counts[name] ?? 0) + by;
  };
  return {
    counts,
    received: (_platform, messages) => add('received', messages),
    refused: (_platform, reason) => add(`refused:${reason}`),
    duplicates: (_platform, messages) => add('duplicates', messages),
    quarantined: (_platform, reason) => add(`quarantined:${reason}`),
    dispatched: (_platform, outcome) => add(`dispatched:${outcome}`),
    acknowledged: () => add('acknowledged'),
  };
}

/** The inbound pipe on a store of its own, with a tenant and one shop. */
export async function makePushHome() {
  const home = makeHome();
  const keyring = freshKey('k1');
  const store = await home.open();
  const { registry } = await makeRegistry(store, keyring);
  const tenantId = (await registry.createTenant('Acme')).id;
  const register = (registration: ShopRegistration, tenant = tenantId): Promise<Shop> =>
    registry.registerShop(tenant, { name: 'Shop', registration, isSandbox: false, labels: [] });
  const shop = await register(appShop('77', 'secret-of-77'));
  const dispatchers: PushDispatcher[] = [];
  return {
    home,
    keyring,
    store,
    registry,
    tenantId,
    shop,
    register,
    /** The pipe on a store; several on one file are several processes. */
    pipe: (options: PipeOptions = {}) => {
      const pipe = makePipe(options.store ?? store, options.registry ?? registry, options);
      dispatchers.push(pipe.dispatcher);
      return pipe;
    },
    changes: (over: { tenantId?: string; after?: number; limit?: number } = {}): Promise<Change[]> =>
      store.changeFeed.list({ tenantId, shopKeys: null, kinds: null, after: 0, limit: 10_000, ...over }),
    letters: (): Promise<InboxMessage[]> => store.inbox.list({ states: ['PARKED', 'QUARANTINED'], limit: 100 }),
    async close() {
      for (const dispatcher of dispatchers) await dispatcher.stop();
      await home.close();
    },
  };
}

export interface PipeOptions {
  readonly store?: Store;
  readonly registry?: TenantRegistry;
  readonly handle?: PushHandler;
  readonly dialect?: PushPlatform['dialect'];
  readonly times?: DispatcherParts['times'];
  readonly now?: () => Date;
}

function makePipe(store: Store, registry: TenantRegistry, options: PipeOptions) {
  const observer = countingObserver();
  const logLines: string[] = [];
  const log = createLogger({ level: 'info', format: 'json', write: (line) => void logLines.push(line) });
  const { handle, dialect = LINES, now } = options;
  const platforms: PushPlatform[] = [{ name: 'KUAIZHAN', dialect, ...(handle === undefined ? {} : { handle }) }];
  const { inbox } = store;
  const receiver = new PushReceiver({
    platforms,
    registry,
    inbox,
    observer,
    onStored: () => dispatcher.wake(),
    ...(now === undefined ? {} : { now }),
  });
  const times = { gapsMs: [20, 20, 20, 20], pollMs: 50, ...options.times };
  const dispatcher: PushDispatcher = new PushDispatcher({
    inbox,
    platforms,
    registry,
    receiver,
    observer,
    log,
    times,
  });
  return {
    receiver,
    dispatcher,
    counts: observer.counts,
    logLines,
    /** Pushes a signed body to a shop's address. */
    push: (shop: Shop, secret: string, body: Uint8Array, headers: Readonly<Record<string, string>> = {}) => {
      const given: Readonly<Record<string, string>> = {
        'x-app': APP,
        'x-sign': signLines(APP, secret, body),
        ...headers,
      };
      return receiver.receive(shop, body, (name) => given[name]);
    },
    pushLines: async (shop: Shop, secret: string, ...lines: Line[]) => {
      const body = linesOf(...lines);
      const given: Readonly<Record<string, string>> = { 'x-app': APP, 'x-sign': signLines(APP, secret, body) };
      return receiver.receive(shop, body, (name) => given[name]);
    },
  };
}

/** Waits until something holds; for ten seconds at most, unless told. */
export async function eventually<T>(
  look: () => Promise<T> | T,
  holds: (value: T) => boolean,
  patienceMs = 10_000,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (holds(value) || performance.now() > end) return value;
    await sleep(10);
  }
}
