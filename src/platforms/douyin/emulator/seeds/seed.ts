/** One shop of a seed with the keys to it. */
export interface SeedShop {
  readonly name: string;
  /** Name in journal and fault rules. */
  readonly label: string;
  readonly shopId: string;
  readonly appKey: string;
  readonly appSecret: string;
}

/** A shop as a merchant would register it. */
export interface DemoShop {
  readonly name: string;
  readonly credential: Readonly<Record<'appId' | 'appSecret' | 'shopId', string>>;
}

/** What a seed holds that a test or a demonstration needs to name. Empty lists in the seed `empty`. */
export interface DouyinSeed {
  readonly shops: readonly SeedShop[];
  readonly demoShops: readonly DemoShop[];
  /** An app of a service provider, which gets tokens by codes; null when the seed has none. */
  readonly toolApp: { readonly appKey: string; readonly appSecret: string } | null;
  /** The test shop on the sandbox host; null when there is none. The apps of the other shops open it too. */
  readonly sandboxShop: SeedShop | null;
}

/** The seed `empty`. */
export const EMPTY_SEED: DouyinSeed = { shops: [], demoShops: [], toolApp: null, sandboxShop: null };

/** Credentials to register by. */
export const demoShop = ({ name, appKey, appSecret, shopId }: SeedShop): DemoShop => ({
  name,
  credential: { appId: appKey, appSecret, shopId },
});
