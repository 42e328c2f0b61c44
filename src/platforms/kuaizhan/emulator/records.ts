import type { Specs } from './specs.js';

/** Commodity types. 100 and 200 are the platform's; 300 for coupons is a convention of this emulator. */
export const TYPE = { ordinary: 100, groupBuy: 200, coupon: 300 } as const;

/** A web site; integers as the platform has them, URLs without scheme. */
export interface Site {
  readonly siteId: number;
  readonly userId: number;
  /** 0 not online, 1 under review, 2 online, 3 rejected, 4 deleted, 5 banned. */
  status: number;
  readonly logoUrl: string;
  readonly name: string;
  readonly domain: string;
  readonly privateDomain: string;
}

/** An access token and the sites it opens. */
export interface Token {
  readonly token: string;
  /** Name for journal and fault rules. */
  readonly label: string;
  readonly siteIds: ReadonlySet<number>;
  /** Epoch milliseconds, null for never. */
  expiresAt: number | null;
  /** First 12 hex characters of its SHA-256. */
  readonly fingerprint: string;
  /** Label, site ids and shop ids, by which a fault rule may name it. */
  readonly names: Set<string>;
}

/** A shop; `row` is what commodities embed. */
export interface Shop {
  readonly id: string;
  readonly siteId: number;
  readonly row: Readonly<Record<string, unknown>>;
  /** Newest first. */
  readonly commodities: Commodity[];
  /** Newest first. */
  readonly categories: Category[];
}

/** The group-buy part of a commodity. */
export interface GroupBuy {
  readonly price: number;
  readonly members: number;
  readonly hours: number;
  readonly multiJoining: boolean;
}

/** A commodity as the stand-in keeps it; prices in yuan. */
export interface Commodity {
  readonly id: string;
  readonly shop: Shop;
  readonly type: number;
  title: string;
  desc: string;
  keywords: string;
  globalCategory: string;
  categoryIds: readonly string[];
  imageUrls: readonly string[];
  specs: Specs;
  price: number;
  originalPrice: number | null;
  amount: number;
  group: GroupBuy | null;
  freight: number | null;
  /** A commodity with a template shows no freight. */
  freightTemplateId: string | null;
  usesBuyerSettings: boolean;
  isOnline: boolean;
  isPassed: boolean;
  states: readonly number[];
  readonly points: { readonly enabled: boolean | null; readonly only: boolean | null; readonly share: number | null };
  readonly unitName: string | null;
  readonly maxCountOfPurchase: number | null;
  readonly enablePurchaseLimit: boolean | null;
  readonly coupon: {
    readonly startDate: string | null;
    readonly endDate: string | null;
    readonly autoRefund: boolean | null;
  };
  readonly salesVolume: number;
  readonly createdAt: number;
  updatedAt: number;
  /** Bytes of the row in a list, until something changes. */
  cached: Buffer | null;
}

/** A commodity category. */
export interface Category {
  readonly id: string;
  readonly shop: Shop;
  title: string;
  desc: string | null;
  /** Creation in epoch milliseconds, rounded from microseconds where `createdAt` is cut: the samples differ by one. */
  readonly sortVolume: number;
  readonly createdAt: number;
  updatedAt: number;
}

export interface Forum {
  readonly id: string;
  readonly siteId: number;
  readonly title: string;
}

export interface ClubUser {
  readonly id: string;
  readonly siteId: number;
  readonly name: string;
}

/** A topic; `row` is what its creation answered. */
export interface Topic {
  readonly id: string;
  readonly forumId: string;
  readonly userId: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A muted user of a forum; `until` in epoch milliseconds, null for ever. */
export interface Ban {
  readonly userId: string;
  readonly forumId: string;
  readonly reason: string | null;
  readonly until: number | null;
}

/** A column (栏目) of articles. */
export interface Column {
  readonly id: number;
  readonly siteId: number;
  readonly title: string;
  /** Newest first. */
  readonly posts: Post[];
}

export interface Post {
  readonly id: number;
  readonly column: Column;
  readonly isOnline: boolean;
  readonly title: string;
  readonly desc: string;
  readonly content: string;
  readonly picId: string;
  readonly coverUrl: string;
  readonly weight: number;
  readonly commentOn: number;
  readonly setTime: string;
}

/** The WeChat account of a site. */
export interface WxAccount {
  readonly siteId: number;
  readonly verifyType: number;
  readonly serviceType: number;
  readonly appId: string;
  readonly appSecret: string;
  readonly nickName: string;
  readonly headImg: string;
  readonly qrcodeUrl: string;
  readonly guideFollowPostUrl: string;
  /** Open ids that follow it. */
  readonly followers: Set<string>;
}
