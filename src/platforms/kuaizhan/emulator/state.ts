import { createHash } from 'node:crypto';
import { IdSource } from './ids.js';
import type {
  Ban,
  Category,
  ClubUser,
  Column,
  Commodity,
  Forum,
  Post,
  Shop,
  Site,
  Token,
  Topic,
  WxAccount,
} from './records.js';
import { TYPE } from './records.js';
import { shopRow } from './shop.row.js';
import { NO_SPECS, specTotals } from './specs.js';

/** States of an item that passed review, and of one that did not; a set, the order means nothing. */
const PASSED_STATES = [100, -110, 50, 0];
const NOT_PASSED_STATES = [50, -110, 0];

/** A shop to add; the rest of its row is given by `row`, by the platform's keys. */
export interface ShopDraft {
  readonly siteId: number;
  readonly title?: string;
  readonly id?: string;
  readonly row?: Readonly<Record<string, unknown>>;
  readonly createdAt?: number;
  readonly updatedAt?: number;
}

/** A commodity to add: only shop and title are needed. With specs, price and amount follow from them. */
export type CommodityDraft = { readonly shopId: string; readonly title: string } & Partial<
  Omit<Commodity, 'shop' | 'title' | 'cached'>
>;

/** A category to add. */
export interface CategoryDraft {
  readonly shopId: string;
  readonly title: string;
  readonly desc?: string | null;
  readonly id?: string;
  /** The millisecond of creation unless told. */
  readonly sortVolume?: number;
  readonly createdAt?: number;
  readonly updatedAt?: number;
}

/** All that the stand-in remembers. Endpoints read the maps; whatever adds or removes goes through a method. */
export class KuaizhanState {
  readonly sites = new Map<number, Site>();
  readonly tokens = new Map<string, Token>();
  readonly shops = new Map<string, Shop>();
  readonly commodities = new Map<string, Commodity>();
  readonly categories = new Map<string, Category>();
  readonly forums = new Map<string, Forum>();
  readonly clubUsers = new Map<string, ClubUser>();
  readonly topics = new Map<string, Topic>();
  readonly bans = new Map<string, Ban>();
  readonly columns = new Map<number, Column>();
  readonly posts = new Map<number, Post>();
  readonly accounts = new Map<number, WxAccount>();
  private ids: IdSource;

  constructor(
    private readonly idSeed: string,
    private readonly now: () => number,
  ) {
    this.ids = new IdSource(idSeed);
  }

  /** Forgets everything; ids start again. */
  clear(): void {
    for (const map of Object.values(this)) if (map instanceof Map) map.clear();
    this.ids = new IdSource(this.idSeed);
  }

  nextId(at = this.now()): string {
    return this.ids.next(at);
  }

  addSite(site: Site): Site {
    this.sites.set(site.siteId, site);
    return site;
  }

  /** Makes a token that opens these sites. */
  addToken(token: string, label: string, siteIds: readonly number[], expiresAt: number | null = null): Token {
    const opened = new Set(siteIds);
    const shopIds = [...this.shops.values()].filter((shop) => opened.has(shop.siteId)).map((shop) => shop.id);
    const names = new Set([label, ...siteIds.map(String), ...shopIds]);
    const made: Token = { token, label, siteIds: opened, expiresAt, fingerprint: fingerprint(token), names };
    this.tokens.set(token, made);
    return made;
  }

  addShop(draft: ShopDraft): Shop {
    const createdAt = draft.createdAt ?? this.now();
    const id = draft.id ?? this.nextId(createdAt);
    const facts = {
      id,
      siteId: draft.siteId,
      title: draft.title ?? '店铺',
      createdAt,
      updatedAt: draft.updatedAt ?? createdAt,
    };
    const shop: Shop = { id, siteId: draft.siteId, row: shopRow(facts, draft.row), commodities: [], categories: [] };
    this.shops.set(id, shop);
    for (const token of this.tokens.values()) if (token.siteIds.has(shop.siteId)) token.names.add(id);
    return shop;
  }

  /** @throws RangeError for a shop that does not exist */
  addCommodity(draft: CommodityDraft): Commodity {
    const { shopId, ...given } = draft;
    const shop = this.shopOf(shopId);
    const createdAt = draft.createdAt ?? this.now();
    const type = draft.type ?? TYPE.ordinary;
    const specs = draft.specs ?? NO_SPECS;
    const isPassed = draft.isPassed ?? true;
    const isGroupBuy = type === TYPE.groupBuy;
    const commodity: Commodity = {
      id: draft.id ?? this.nextId(createdAt),
      shop,
      type,
      desc: '',
      keywords: '',
      globalCategory: '',
      categoryIds: [],
      imageUrls: [],
      price: 1,
      originalPrice: null,
      amount: 0,
      group: isGroupBuy ? { price: 1, members: 2, hours: 24, multiJoining: false } : null,
      freight: null,
      freightTemplateId: null,
      usesBuyerSettings: false,
      isOnline: true,
      states: isPassed ? PASSED_STATES : NOT_PASSED_STATES,
      points: isGroupBuy ? { enabled: null, only: null, share: null } : { enabled: false, only: false, share: 1 },
      unitName: null,
      maxCountOfPurchase: null,
      enablePurchaseLimit: isGroupBuy ? null : false,
      coupon: { startDate: null, endDate: null, autoRefund: null },
      salesVolume: 0,
      updatedAt: draft.createdAt ?? createdAt,
      ...given,
      ...(specs.units.length > 0 ? specTotals(specs) : {}),
      specs,
      isPassed,
      createdAt,
      cached: null,
    };
    insertNewestFirst(shop.commodities, commodity);
    this.commodities.set(commodity.id, commodity);
    return commodity;
  }

  /** Changes a commodity; `at` becomes its update time. */
  changeCommodity(commodity: Commodity, changes: Partial<Commodity>, at = this.now()): void {
    Object.assign(commodity, changes);
    if (commodity.specs.units.length > 0) Object.assign(commodity, specTotals(commodity.specs));
    commodity.updatedAt = at;
    commodity.cached = null;
  }

  removeCommodity(commodity: Commodity): void {
    this.commodities.delete(commodity.id);
    commodity.shop.commodities.splice(commodity.shop.commodities.indexOf(commodity), 1);
  }

  /** @throws RangeError for a shop that does not exist */
  addCategory(draft: CategoryDraft): Category {
    const shop = this.shopOf(draft.shopId);
    const createdAt = draft.createdAt ?? this.now();
    const category: Category = {
      id: draft.id ?? this.nextId(createdAt),
      shop,
      title: draft.title,
      desc: draft.desc ?? null,
      sortVolume: draft.sortVolume ?? createdAt,
      createdAt,
      updatedAt: draft.updatedAt ?? createdAt,
    };
    insertNewestFirst(shop.categories, category);
    this.categories.set(category.id, category);
    return category;
  }

  /** Removes a category, and its id from the commodities of the shop; their times stay. */
  removeCategory(category: Category): void {
    this.categories.delete(category.id);
    category.shop.categories.splice(category.shop.categories.indexOf(category), 1);
    for (const commodity of category.shop.commodities) {
      if (!commodity.categoryIds.includes(category.id)) continue;
      commodity.categoryIds = commodity.categoryIds.filter((id) => id !== category.id);
      commodity.cached = null;
    }
  }

  addColumn(id: number, siteId: number, title: string): Column {
    const column: Column = { id, siteId, title, posts: [] };
    this.columns.set(id, column);
    return column;
  }

  /** Adds an article in front of the others of its column. */
  addPost(post: Post): void {
    post.column.posts.unshift(post);
    this.posts.set(post.id, post);
  }

  /** Mutes a user; a second ban takes the place of the first. */
  ban(ban: Ban): void {
    this.bans.set(`${ban.forumId}:${ban.userId}`, ban);
  }

  isBanned(forumId: string, userId: string): boolean {
    const ban = this.bans.get(`${forumId}:${userId}`);
    return ban !== undefined && (ban.until === null || ban.until > this.now());
  }

  private shopOf(id: string): Shop {
    const shop = this.shops.get(id);
    if (shop === undefined) throw new RangeError(`no shop ${id}`);
    return shop;
  }
}

/** First 12 hex characters of the SHA-256 of a token. */
export const fingerprint = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 12);

function insertNewestFirst<T extends { readonly createdAt: number }>(items: T[], item: T): void {
  const at = items.findIndex((other) => other.createdAt <= item.createdAt);
  items.splice(at < 0 ? items.length : at, 0, item);
}
