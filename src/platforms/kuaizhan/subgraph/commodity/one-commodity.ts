import type { GraphQLResolveInfo } from 'graphql';
import { isSelected } from '../../../../subgraph/selection.js';
import type { ShopScope } from '../context.js';
import type { Commodity } from './commodity.type.js';

/** One commodity by native id; its categories are asked for beside it where it had some before. */
export async function oneCommodity(scope: ShopScope, id: string, info: GraphQLResolveInfo): Promise<Commodity | null> {
  if (!isSelected(info, 'categories')) return scope.commodities.load(id);
  scope.categories.expect(id);
  const commodity = await scope.commodities.load(id);
  if (commodity !== null) scope.categories.noteNeed(id, commodity.record.categoryIds.length > 0);
  return commodity;
}
