import type { WarehousePlatform, WarehouseSeen } from '../../../../subgraph/stock-warehouses.js';
import { LAST_WAREHOUSE_PAGE, listWarehouses, MAX_WAREHOUSES } from '../../upstream/endpoints/warehouse-read.js';
import { douyinOf, type ShopScope } from '../context.js';
import { RegionalWarehouse } from './regional-warehouse.type.js';

/** The regional warehouses of Douyin's shops, as the inventory asks for them. */
export const douyinWarehouses: WarehousePlatform = {
  name: 'DOUYIN',
  type: RegionalWarehouse,
  of: (shop, ctx) => {
    const scope = douyinOf(ctx).of(shop);
    return {
      all: () => allWarehouses(scope),
      find: async (codes) => {
        const found = await scope.warehouses.loadMany(codes);
        return found.filter((one) => one !== null).map(toSeen);
      },
    };
  },
};

/** One call for each hundred; nearly every shop has fewer. */
async function allWarehouses(scope: ShopScope): Promise<WarehouseSeen[]> {
  const seen: WarehouseSeen[] = [];
  for (let page = 0, isMore = true; isMore && page <= LAST_WAREHOUSE_PAGE; page += 1) {
    const { rows, indices, badRows, total } = await scope.once.run(`warehouses ${page}`, () =>
      listWarehouses(scope.client, page),
    );
    seen.push(...scope.warehouses.take(rows).map(toSeen));
    const shown = indices.length + badRows.count;
    isMore = total === null ? shown >= MAX_WAREHOUSES : (page + 1) * MAX_WAREHOUSES < total;
  }
  return seen;
}

const toSeen = (warehouse: RegionalWarehouse): WarehouseSeen => ({
  code: warehouse.outerId,
  name: warehouse.name,
  object: warehouse,
});
