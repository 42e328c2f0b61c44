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

/** Who asks: an API key of a tenant, and the tenant's shops. */
export interface Tenant {
  readonly apiKey: string;
  readonly shops: readonly CalledShop[];
}

/** How many tenants with how many shops each a server is given. */
export interface Population {
  readonly tenants: number;
  readonly shopsEach: (tenant: number) => number;
}

const DIGITS = 5;

/**
 * One of the many shops made out of one: another native id of the same length and another token, so that answers have
 * the same number of bytes.
 */
export function numberedShop(origin: BenchShop, number: number): BenchShop {
  const shopId = origin.shopId.slice(0, -DIGITS) + String(number).padStart(DIGITS, '0');
  return { ...origin, shopId, accessToken: tokenOf(shopId) };
}

const PREFIX = 'bench-';
const tokenOf = (shopId: string): string => PREFIX + shopId;

/** The shop that a token of {@link numberedShop} opens. */
export const shopIdOf = (accessToken: string): string => accessToken.slice(PREFIX.length);
