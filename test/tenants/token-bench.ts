import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Store } from '../../src/store/open-store.js';
import { RefreshingTokenSources } from '../../src/tenants/refreshing-tokens.js';
import type { TenantRegistry } from '../../src/tenants/registry.js';
import { revealSecret } from '../../src/tenants/reveal-secret.js';
import type { Vault } from '../../src/tenants/sealing.js';
import type { Shop } from '../../src/tenants/shop.js';
import type { TokenTimings } from '../../src/tenants/token-timings.js';
import { freshKey, type Home, kuaizhanShop, makeHome, makeRegistry } from '../store/home.js';
import { FakeClock } from '../support/fake-clock.js';
import { TokenPlatform } from './token-platform.js';

/** One store, one shop, one platform, one clock, and as many token sources as there would be processes. */
export class TokenBench {
  readonly platform: TokenPlatform;
  /** What the sources told: `expired: <reason>`, `renewed`, `error: <code>`. */
  readonly told: string[] = [];
  /** The credential version of each pair that the platform gave. */
  readonly granted: number[] = [];
  /** All text that errors could give away. */
  uttered = '';

  constructor(
    readonly clock: FakeClock,
    readonly home: Home,
    readonly store: Store,
    readonly keyring: string,
    readonly registry: TenantRegistry,
    readonly vault: Vault,
    readonly shop: Shop,
  ) {
    this.platform = new TokenPlatform(() => clock.wall());
  }

  register(nativeId: string): Promise<Shop> {
    return register(this.registry, this.shop.tenantId, nativeId);
  }

  /** What a process of its own would have. */
  process(timings: Partial<TokenTimings> = {}, store = this.store.tokens): RefreshingTokenSources {
    return new RefreshingTokenSources({
      store,
      vault: this.vault,
      clock: this.clock,
      timings: { pollMs: 2, busyMs: 5, ...timings },
      onGranted: (shop) => this.granted.push(shop.credentialVersion),
      onExpired: (_, reason) => this.told.push(`expired: ${reason}`),
      onRenewed: () => this.told.push('renewed'),
      onError: (error) => this.told.push(`error: ${this.codeOf(error)}`),
    });
  }

  /** The token that a process gets, or the code of the error. */
  get(process: RefreshingTokenSources, shop = this.shop, platform = this.platform): Promise<string> {
    return process
      .of(shop, platform.grants)
      .get()
      .then(revealSecret, (error: unknown) => this.codeOf(error));
  }

  private codeOf(error: unknown): string {
    this.uttered += inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
    return String((error as { code?: string }).code ?? (error as Error).message);
  }
}

const register = (registry: TenantRegistry, tenantId: string, nativeId: string): Promise<Shop> =>
  registry.registerShop(tenantId, {
    name: nativeId,
    registration: kuaizhanShop(nativeId, 'app secret'),
    isSandbox: false,
    labels: [],
  });

/** @param options of the store, whose clock is the bench's */
export async function makeBench(options: { file?: string; maxBytes?: number } = {}): Promise<TokenBench> {
  const [clock, home, keyring] = [new FakeClock(), makeHome(), freshKey('k1')];
  const store = await home.open({ ...options, now: () => new Date(clock.wall()) });
  const { registry, vault } = await makeRegistry(store, keyring);
  const tenant = await registry.createTenant('Acme');
  const shop = await register(registry, tenant.id, '1');
  return new TokenBench(clock, home, store, keyring, registry, vault, shop);
}

/** Goes on as soon as something holds, which is soon. */
export async function until(holds: () => boolean): Promise<void> {
  for (let n = 0; !holds(); n += 1) {
    if (n > 2_000) throw new Error('it never came to that');
    await sleep(1);
  }
}

/** A promise that is kept when told. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
