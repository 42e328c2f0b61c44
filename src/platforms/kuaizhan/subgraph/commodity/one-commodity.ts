import type { GraphQLResolveInfo } from 'graphql';
import { isSelected } from '../../../../subgraph/selection.js';
import type { ShopScope } from '../context.js';
import type { Commodity } from './commodity.type.js';

/** One commodity by native id; its categories are asked for beside it where it had some before. */
export function oneCommodity(scope: ShopScope, id: string, info: GraphQLResolveInfo): Promise<Commodity | null> {
  if (!isSelected(info, 'categories')) return scope.commodities.load(id);
  return scope.categories.beside(
    `commodity ${id}`,
    () => scope.commodities.load(id),
    (found) => found !== null && found.record.categoryIds.length > 0,
  );
}
