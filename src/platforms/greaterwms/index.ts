import { POINTS_PER_CALL } from '../../subgraph/cost.js';
import type { PlannedCall } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Secret } from '../../tenants/secret.js';
import type { Shop, ShopProxySetting } from '../../tenants/shop.js';
import { createGreaterWmsClient, type GreaterWmsClientOptions, type HostCall } from './upstream/client.js';
import { ENDPOINTS } from './upstream/endpoints.js';
import { isHostRefusal } from './upstream/host-error.js';
import { withoutPassword } from './upstream/proxy-map.js';

/** What the host is made with. */
export interface GreaterWmsOptions extends GreaterWmsClientOptions {
  /** The code by which the host knows a shop. */
  readonly tCodeOf: (shop: Shop) => Promise<Secret>;
  readonly proxyPasswordFor: (shop: Shop) => Promise<Secret | null>;
  /** The shop's keys, which no text of the host may repeat. */
  readonly secretsOf: (shop: Shop) => Promise<readonly Secret[]>;
}

/** Where a switch stands, or is to stand. */
export type SwitchPosition =
  | { readonly name: 'sandbox'; readonly isSandbox: boolean }
  | { readonly name: 'proxy'; readonly proxy: ShopProxySetting | null };

/**
 * An older GreaterWMS host. It is no platform: it has switches of Douyin shops that are moved here, and is told of each move
 * (docs/decisions/021-greaterwms.md).
 */
export interface GreaterWms {
  /** Only Douyin shops have these switches there. */
  has(shop: Shop): boolean;
  /**
   * Sets a switch there as it stands on the shop given, and makes sure of it.
   * @throws AppError, retryable; see `hostError`
   */
  tell(shop: Shop, name: SwitchPosition['name'], call: HostCall): Promise<void>;
  /** Whether an error of `tell` is the host's own word on this switch. */
  isRefusal(error: unknown): boolean;
  /** The calls that bring a switch there, without secrets; none for a shop the host does not have. */
  plan(shop: Shop, to: SwitchPosition): PlannedCall[];
  close(): Promise<void>;
}

/** Makes the host. Nothing is connected before the first call. */
export function createGreaterWms(options: GreaterWmsOptions): GreaterWms {
  const client = createGreaterWmsClient(options);
  const has = (shop: Shop): boolean => shop.platform === 'DOUYIN';
  return {
    has,
    async tell(shop, name, call) {
      const password = await options.proxyPasswordFor(shop);
      const secrets = [...(await options.secretsOf(shop)), ...(password === null ? [] : [password])];
      const ref = { shop, tCode: await options.tCodeOf(shop), secrets };
      if (name === 'sandbox') return client.setSandbox(ref, shop.isSandbox, call);
      return client.setProxy(ref, shop.proxy?.isEnabled === true ? { url: shop.proxy.url, password } : null, call);
    },
    isRefusal: isHostRefusal,
    plan: (shop, to) =>
      has(shop) ? [planned(shop, to.name, { t_code: '[redacted]', ...fieldsOf(to) }), planned(shop, 'list', null)] : [],
    close: client.close,
  };
}

const planned = (shop: Shop, call: keyof typeof ENDPOINTS, body: object | null): PlannedCall => ({
  platform: shop.platform,
  shopId: shopGlobalId(shop.key),
  endpoint: ENDPOINTS[call].name,
  batchSize: 1,
  cost: POINTS_PER_CALL,
  idempotent: true,
  body,
});

function fieldsOf(to: SwitchPosition): object {
  if (to.name === 'sandbox') return { sandbox: to.isSandbox ? 1 : 0 };
  if (to.proxy?.isEnabled !== true) return { proxy: 0 };
  const url = withoutPassword(to.proxy.url);
  return { proxy: 1, proxy_ip: { http: url, https: url } };
}
