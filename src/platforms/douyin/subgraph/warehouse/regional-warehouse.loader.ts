import { asError, boundedParallel, FailedKey, type KeyedLoader, keyedLoader } from '../../../../subgraph/loader.js';
import {
  getWarehouse,
  getWarehousesByOuterIds,
  MAX_WAREHOUSES,
  type WarehouseRecord,
} from '../../upstream/endpoints/warehouse-read.js';
import type { ShopLane } from '../shop-lane.js';
import { toRegionalWarehouse } from './regional-warehouse.mapper.js';
import type { RegionalWarehouse } from './regional-warehouse.type.js';

/** Warehouses of one shop by the merchant's own codes. */
export interface WarehouseLoader extends KeyedLoader<RegionalWarehouse> {
  /** Rows that a list brought, remembered. */
  take(rows: readonly WarehouseRecord[]): RegionalWarehouse[];
}

/** Calls for single warehouses that run at a time, as the platform's page advises for a shop (section d). */
const AT_ONCE = 5;

/** Makes the warehouse loader of one shop in one request: `warehouse.info` for one, `warehouse.list` for more. */
export function warehouseLoader(scope: ShopLane, infos: KeyedLoader<WarehouseRecord>): WarehouseLoader {
  const toOwn = (record: WarehouseRecord): RegionalWarehouse => toRegionalWarehouse(record, scope.shop);
  const loader = keyedLoader<RegionalWarehouse>({
    chunk: MAX_WAREHOUSES,
    key: ({ record }) => record.outerId,
    fetchOne: async (outerId) => {
      const record = await infos.load(outerId);
      return record === null ? null : toOwn(record);
    },
    fetch: async (outerIds) => (await getWarehousesByOuterIds(scope.client, outerIds)).map(toOwn),
    onForeign: (count) => warnOfForeign(scope, count),
  });
  return Object.assign(loader, {
    take: (rows: readonly WarehouseRecord[]) => {
      const warehouses = rows.map(toOwn);
      loader.prime(warehouses);
      return warehouses;
    },
  });
}

/** Makes the loader of what only `warehouse.info` tells, one warehouse a call: the names of its regions. */
export const warehouseInfoLoader = (scope: ShopLane): KeyedLoader<WarehouseRecord> =>
  keyedLoader<WarehouseRecord>({
    chunk: MAX_WAREHOUSES,
    key: ({ outerId }) => outerId,
    fetch: async (outerIds) => {
      const answers = await boundedParallel(outerIds, AT_ONCE, (outerId) => getWarehouse(scope.client, outerId));
      return answers.flatMap((answer, at): (WarehouseRecord | FailedKey)[] => {
        if (answer.status === 'rejected') return [new FailedKey(outerIds[at] ?? '', asError(answer.reason))];
        return answer.value === null ? [] : [answer.value];
      });
    },
    onForeign: (count) => warnOfForeign(scope, count),
  });

const warnOfForeign = ({ log, shop }: ShopLane, count: number): void =>
  log.warn({ shop: shop.key, count }, 'the platform answered with warehouses nobody asked for');
