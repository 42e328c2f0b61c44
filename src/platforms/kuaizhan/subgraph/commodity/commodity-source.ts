import { AppError } from '../../../../errors/app-error.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import { type ListCommoditiesParams, listCommodities } from '../../upstream/endpoints/commodity.js';
import type { ShopScope } from '../context.js';
import type { Commodity } from './commodity.type.js';
import type { CommoditySelector } from './commodity-selector.input.js';

/** A part of a list. */
export interface SourcePart {
  readonly nodes: readonly Commodity[];
  /** Place of each node in the platform's answer. */
  readonly indices: readonly number[];
  /** How many rows the platform answered. */
  readonly count: number;
}

/** A list the platform can page through. */
export interface CommoditySource {
  read(offset: number, limit: number): Promise<SourcePart>;
  /** Rows of other shops may be among them: the platform ignores the shop for this selection (trap 4). */
  readonly isShared?: boolean;
}

/**
 * The lists a selector stands for, one after the other. The platform has no "on or off the shelf": both take two.
 * @throws AppError INVALID_INPUT with the path into the selector
 */
export function sourcesOf(scope: ShopScope, select: CommoditySelector | null): readonly CommoditySource[] {
  const shopId = scope.nativeShopId;
  if (shopId === null) return [];
  const list = (params: Omit<ListCommoditiesParams, 'shopId' | 'offset' | 'limit'>): CommoditySource =>
    listSource(scope, { shopId, ...params });
  if (select?.state != null) {
    const { stateCode, isOnline } = select.state;
    return [list({ isOnline, ...(stateCode == null ? {} : { stateCode }) })];
  }
  if (select?.category != null) {
    const { categoryId, isPassed, isOnline } = select.category;
    return [
      list({
        categoryId: nativeCategoryId(scope, categoryId, ['select', 'category', 'categoryId']),
        isPassed,
        isOnline,
      }),
    ];
  }
  if (select?.search != null) {
    const { query, isOnline } = select.search;
    return (isOnline == null ? [true, false] : [isOnline]).map((online) => ({
      ...list({ query, isOnline: online }),
      isShared: true,
    }));
  }
  if (select?.nativeIds != null) return [idSource(scope, select.nativeIds)];
  return [list(select?.pointsOnly === true ? { isOnline: true, pureScore: true } : { isOnline: true })];
}

/** Commodities of one category, on the shelf, off it, or both. */
export function categorySources(
  scope: ShopScope,
  categoryId: string,
  isOnline: boolean | null,
): readonly CommoditySource[] {
  const shopId = scope.nativeShopId;
  if (shopId === null) return [];
  return (isOnline === null ? [true, false] : [isOnline]).map((online) =>
    listSource(scope, { shopId, categoryId, isPassed: true, isOnline: online }),
  );
}

/**
 * The native id of a category of this shop.
 * @throws AppError INVALID_INPUT for another type's id and another shop's
 */
export function nativeCategoryId(scope: ShopScope, id: string, path: readonly string[]): string {
  const decoded = decodeGlobalId(id);
  if (decoded?.type === 'CommodityCategory' && decoded.shopKey === scope.shop.key) return decoded.nativeId;
  throw new AppError('INVALID_INPUT', 'Not the id of a category of this shop.', {
    path,
    constraint: 'a CommodityCategory of the shop',
  });
}

function listSource(scope: ShopScope, params: Omit<ListCommoditiesParams, 'offset' | 'limit'>): CommoditySource {
  return {
    read: (offset, limit) =>
      scope.once.run(JSON.stringify([params, offset, limit]), async () => {
        const page = await scope.profile.riding(listCommodities(scope.client, { offset, limit, ...params }));
        return { nodes: scope.commodities.take(page.rows), indices: page.indices, count: page.count };
      }),
  };
}

/** By native ids, in the order asked; missing ones are left out. */
function idSource(scope: ShopScope, ids: readonly string[]): CommoditySource {
  return {
    read: async (offset, limit) => {
      const part = ids.slice(offset, offset + limit);
      const found = await scope.commodities.loadMany(part);
      const indices = [...found.keys()].filter((index) => found[index] !== null);
      return { nodes: found.filter((node) => node !== null), indices, count: part.length };
    },
  };
}
