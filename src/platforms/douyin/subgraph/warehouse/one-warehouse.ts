import type { GraphQLResolveInfo } from 'graphql';
import { isSelectedBeside } from '../../../../subgraph/selection.js';
import type { ShopScope } from '../context.js';
import { TOLD_BY_CODE, warehouseByCode } from './regional-warehouse.mapper.js';
import type { RegionalWarehouse } from './regional-warehouse.type.js';

/**
 * The warehouse that something names by the merchant's code: without a call where nothing is selected that the code does not tell.
 * Warehouses asked for in the same tick share a call. Null for one that is not there.
 */
export const oneWarehouse = (
  scope: ShopScope,
  outerId: string,
  info: GraphQLResolveInfo,
): Promise<RegionalWarehouse | null> =>
  isSelectedBeside(info, TOLD_BY_CODE)
    ? scope.warehouses.load(outerId)
    : Promise.resolve(warehouseByCode(outerId, scope.shop));
