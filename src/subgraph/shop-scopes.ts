import { AppError } from '../errors/app-error.js';
import { shopGlobalId } from '../tenants/global-id.js';
import { tupleKey } from '../tenants/key-tuple.js';
import type { PlatformName, Shop } from '../tenants/shop.js';
import type { RequestContext } from './request-context.js';

/**
 * A platform as one request sees it: one scope for each shop it touches, with the client, the loaders and whatever else is the
 * shop's for as long as the request runs (conventions 3.4).
 */
export class ShopScopes<S extends { readonly shop: Shop }> {
  /** As many as the shops that one operation may touch, which its cost bounds: an LRU cache would cost more than it saves. */
  private readonly scopes = new Map<string, S>();
  /** The scope given last: the rows of a list ask for theirs one after the other. */
  private latest: S | null = null;

  constructor(
    private readonly platform: PlatformName,
    private readonly request: RequestContext,
    private readonly make: (shop: Shop) => S,
  ) {}

  /**
   * The scope of a shop of this platform. A switch of environment or keys in mid-request opens a new one, so that nothing
   * of before is mixed in.
   * @throws AppError SHOP_SUSPENDED
   */
  of(shop: Shop): S {
    if (this.latest?.shop !== shop) this.latest = this.scopeOf(shop);
    return this.latest;
  }

  /**
   * The scope of the shop with this key.
   * @returns null for a shop the caller may not see and for one of another platform
   */
  async ofKey(shopKey: string): Promise<S | null> {
    const shop = await this.request.shops.visible(shopKey);
    return shop?.platform === this.platform ? this.of(shop) : null;
  }

  /**
   * The scope of a shop to write to.
   * @throws AppError NOT_FOUND, PERMISSION_DENIED, SHOP_SUSPENDED, WRONG_PLATFORM
   */
  async forWrite(shopKey: string): Promise<S> {
    const shop = await this.request.shops.writable(shopKey);
    if (shop.platform === this.platform) return this.of(shop);
    throw new AppError('WRONG_PLATFORM', undefined, { shopId: shopGlobalId(shop.key) });
  }

  private scopeOf(shop: Shop): S {
    if (shop.status === 'SUSPENDED')
      throw new AppError('SHOP_SUSPENDED', undefined, { shopId: shopGlobalId(shop.key), platform: shop.platform });
    const key = tupleKey([shop.key, String(shop.isSandbox), String(shop.credentialVersion)]);
    const known = this.scopes.get(key);
    if (known !== undefined) return known;
    const scope = this.make(shop);
    this.scopes.set(key, scope);
    return scope;
  }
}
