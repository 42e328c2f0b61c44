import type { AuditLog } from '../ledger/audit.js';
import type { Jobs } from '../ledger/jobs.js';
import type { Revisions } from '../ledger/revisions.js';
import type { ChangeFeed } from '../push/change-feed.js';
import type { Entities } from '../subgraph/entities.js';
import type { RequestContext } from '../subgraph/request-context.js';
import type { SafeWrites } from '../subgraph/write.js';
import type { TokenFacts } from '../tenants/refreshing-tokens.js';
import type { TenantRegistry } from '../tenants/registry.js';
import type { PlatformName, Shop, ShopRegistration } from '../tenants/shop.js';
import type { ShopGroups } from '../tenants/shop-groups.js';
import type { ShopMirror } from './shop/mirror.js';
import type { ShopHealth } from './shop/shop-details.type.js';

/** What the registry part knows of a platform: how to read its keys, and the state of its lines. */
export interface PlatformFacts {
  readonly registration: (fields: Readonly<Record<string, string | undefined>>) => ShopRegistration;
  readonly health: (shop: Shop) => ShopHealth;
  /** When the tokens of a shop end; absent for a platform whose tokens do not. Null while there are none. */
  readonly tokenFacts?: (shop: Shop) => Promise<TokenFacts | null>;
  /** Where its push messages go; absent for a platform that pushes nothing. */
  readonly pushUrl?: (shop: Shop) => Promise<string>;
}

/** A caller's cost budget as it stands now. */
export interface Budget {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: Date;
}

/** What the registry part is made with. */
export interface RegistryDeps {
  readonly registry: TenantRegistry;
  readonly groups: ShopGroups;
  readonly audit: AuditLog;
  readonly revisions: Revisions;
  readonly writes: SafeWrites;
  readonly changeFeed: ChangeFeed;
  readonly jobs: Jobs;
  /** Told when there is a job to be done. */
  readonly onJob: () => void;
  readonly platforms: ReadonlyMap<PlatformName, PlatformFacts>;
  /** Proxies that shops may use, `host:port` (`EGRESS_PROXY_HOSTS`). */
  readonly egressProxyHosts: readonly string[];
  /** The older host that follows the switches of shops, where there is one. */
  readonly mirror?: ShopMirror;
  readonly budget: (keyId: string) => Budget;
  readonly entities: () => Entities;
}

/** The part's name: in `SUBGRAPHS`, in file names, in the request context. */
export const REGISTRY = 'registry';

/** The registry's own context; it has no state per request. */
export const registryOf = (ctx: RequestContext): RegistryDeps => ctx.part<RegistryDeps>(REGISTRY);
