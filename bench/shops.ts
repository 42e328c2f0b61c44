/** A shop of the stand-in, with what a merchant would register. */
export interface BenchShop {
  readonly name: string;
  readonly accessToken: string;
  readonly siteId: string;
  readonly shopId: string;
  readonly forumId: string;
}

/** A registered shop: its key inside global ids, and what is behind it. */
export interface CalledShop extends BenchShop {
  readonly key: string;
}

/** A Douyin shop of the stand-in, likewise, and the token that the platform grants it. */
export interface DouyinBenchShop {
  readonly name: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly shopId: string;
  readonly accessToken: string;
}

/** A registered Douyin shop: its key inside global ids, and the end of the address its messages are pushed to. */
export interface CalledDouyinShop extends DouyinBenchShop {
  readonly key: string;
  readonly pushId: string;
}

/** Who asks: an API key of a tenant, and the tenant's shops. */
export interface Tenant {
  readonly apiKey: string;
  readonly shops: readonly CalledShop[];
  /** Null where only Kuaizhan is measured. */
  readonly douyin: CalledDouyinShop | null;
}

/** How many tenants with how many Kuaizhan shops each a server is given. */
export interface Population {
  readonly tenants: number;
  readonly shopsEach: (tenant: number) => number;
}

const DIGITS = 5;

const numbered = (text: string, number: number): string =>
  text.slice(0, -DIGITS) + String(number).padStart(DIGITS, '0');

/**
 * One of the many shops made out of one: another native id of the same length and another token, so that answers have
 * the same number of bytes.
 */
export function numberedShop(origin: BenchShop, number: number): BenchShop {
  const shopId = numbered(origin.shopId, number);
  return { ...origin, shopId, accessToken: tokenOf(shopId) };
}

/** The same of a Douyin shop, which has an app of its own, as shops without a service provider do. */
export function numberedDouyinShop(origin: DouyinBenchShop, number: number): DouyinBenchShop {
  const shopId = numbered(origin.shopId, number);
  const appId = numbered(origin.appId, number);
  return { ...origin, shopId, appId, appSecret: numbered(origin.appSecret, number), accessToken: tokenOf(shopId) };
}

const PREFIX = 'bench-';

/** The token that opens a shop. */
export const tokenOf = (shopId: string): string => PREFIX + shopId;

/** The shop that such a token opens. */
export const shopIdOf = (accessToken: string): string => accessToken.slice(PREFIX.length);
