/** One shop of a seed with the keys to it. Ids are the platform's, as text. */
export interface SeedShop {
  readonly name: string;
  readonly accessToken: string;
  readonly siteId: string;
  readonly shopId: string;
  readonly forumId: string;
}

/** What a seed holds that a test or a demonstration needs to name. Empty lists in the seed `empty`. */
export interface DemoSeed {
  readonly shops: readonly SeedShop[];
  /** Columns with articles. `postCount` counts drafts too. */
  readonly columns: readonly { readonly siteId: string; readonly columnId: string; readonly postCount: number }[];
  /** Members of the forums. */
  readonly communityUsers: readonly { readonly forumId: string; readonly userId: string }[];
  /** Open ids for the site with an official account; null when no site has one. */
  readonly officialAccount: {
    readonly siteId: string;
    readonly followerOpenId: string;
    readonly strangerOpenId: string;
    /** A secret that must never leave the gateway; tests search for it. */
    readonly appSecret: string;
  } | null;
}

export const EMPTY_SEED: DemoSeed = { shops: [], columns: [], communityUsers: [], officialAccount: null };
