import { type Static, Type } from '@sinclair/typebox';
import { AppError } from '../../../../errors/app-error.js';
import { type BadRows, decodeList } from '../../../../upstream/decode.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { JsonObject } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import {
  idOf,
  integerOf,
  listIn,
  listOf,
  PROVENANCE,
  type Provenance,
  type Raw,
  requiredTime,
  type Seen,
  textOf,
  timeOf,
  wireDecoder,
  wireId,
  wireList,
  wireOptional,
  wireOptionalId,
  wireText,
  wireTime,
} from '../wire.js';
import { nullIfMissing } from './one-by-id.js';

/** Most warehouses one call answers; of a larger page the platform gives these and says nothing. */
export const MAX_WAREHOUSES = METHODS.warehouseList.batchLimit;
/** Number of the last page (the platform's page, f.5). */
export const LAST_WAREHOUSE_PAGE = 100;

const WireArea = Type.Object({
  addr_id1: wireOptionalId(),
  addr_id2: wireOptionalId(),
  addr_id3: wireOptionalId(),
  addr_id4: wireOptionalId(),
});

/** A row of `warehouse.list`, or the answer of `warehouse.info`, which has the names of the regions as well. */
const WireWarehouse = Type.Object({
  out_warehouse_id: wireId(),
  name: Type.String(),
  intro: wireText(),
  addr: wireList(WireArea),
  warehouse_location: wireOptional(
    Type.Object({
      address_id1: wireOptionalId(),
      address_name1: wireText(),
      address_name2: wireText(),
      address_name3: wireText(),
      address_name4: wireText(),
    }),
  ),
  address_detail: wireText(),
  create_time: wireTime(),
  update_time: wireText(),
});

type Wire = Static<typeof WireWarehouse>;

/** A regional warehouse (the platform's page, g.5). */
export interface WarehouseRecord extends Provenance {
  /** The merchant's own code: what every call names a warehouse by. */
  readonly outerId: string;
  readonly name: string;
  readonly intro: string | null;
  /** Codes of the regions it serves, each from the province down. */
  readonly coverage: readonly (readonly string[])[];
  /** Whether it stands anywhere, as far as the platform knows. */
  readonly isPlaced: boolean;
  /** Names of the regions it stands in, from the province down; null where the answer has none. */
  readonly regionNames: readonly (string | null)[] | null;
  readonly addressDetail: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly raw: Raw;
}

const decodeWire = wireDecoder(WireWarehouse);

const Warehouse = lazyView<Wire, Seen, WarehouseRecord>({
  outerId: (wire) => String(wire.out_warehouse_id),
  name: (wire) => wire.name,
  intro: (wire) => textOf(wire.intro),
  coverage: ({ addr }) => listOf(addr).map(codesOf),
  isPlaced: ({ warehouse_location: location }) => idOf(location?.address_id1) !== null,
  regionNames: (wire) => regionNamesOf(wire),
  addressDetail: (wire) => textOf(wire.address_detail),
  createdAt: (wire) => requiredTime(wire.create_time),
  updatedAt: (wire) => timeOf(wire.update_time) ?? requiredTime(wire.create_time),
  raw: (wire) => wire,
  ...PROVENANCE,
});

/** 0 stands for all below. */
const codesOf = (area: Static<typeof WireArea>): string[] =>
  [area.addr_id1, area.addr_id2, area.addr_id3, area.addr_id4].map(idOf).filter((code) => code !== null);

function regionNamesOf({ warehouse_location: location }: Wire): WarehouseRecord['regionNames'] {
  if (location == null || textOf(location.address_name1) === null) return null;
  return [location.address_name1, location.address_name2, location.address_name3, location.address_name4].map(textOf);
}

/** Reads a warehouse of either answer. @throws Misfit */
export const toWarehouse = (value: unknown, seen: Seen): WarehouseRecord => new Warehouse(decodeWire(value), seen);

/** Warehouses of one answer. */
export interface WarehousePage {
  readonly rows: readonly WarehouseRecord[];
  /** Place of each row in the platform's answer, from 0. */
  readonly indices: readonly number[];
  /** How many there are; null where the platform does not say. */
  readonly total: number | null;
  readonly badRows: BadRows;
}

/**
 * A page of a shop's warehouses of 100, the oldest first: a warehouse is never deleted, so that rows keep their numbers.
 * @param page from 0
 * @throws AppError
 */
export function listWarehouses(client: DouyinClient, page: number): Promise<WarehousePage> {
  if (page < 0 || page > LAST_WAREHOUSE_PAGE) throw new AppError('PAGINATION_TOO_DEEP', undefined, { path: ['after'] });
  return askList(client, { page, size: MAX_WAREHOUSES, order_by: 'create_time', rank: 'asc' }, 1);
}

/**
 * Warehouses of the shop by the merchant's codes, unordered; missing ones are missing.
 * @param outerIds 1 to 100
 * @throws AppError
 */
export const getWarehousesByOuterIds = async (
  client: DouyinClient,
  outerIds: readonly string[],
): Promise<readonly WarehouseRecord[]> =>
  (await askList(client, { page: 0, size: outerIds.length, out_warehouse_ids: outerIds }, outerIds.length)).rows;

async function askList(client: DouyinClient, parameters: JsonObject, batchSize: number): Promise<WarehousePage> {
  const method = METHODS.warehouseList;
  const found = await client.call({ method, parameters, batchSize }, (data, seen) => {
    const list = decodeList(listIn(data, 'warehouses'), (element) => toWarehouse(element, seen));
    if (list.badRows.count > 0) seen.markPartial();
    return { ...list, total: integerOf((data as { total?: number | string | null } | null)?.total) };
  });
  client.noteBadRows(method, found.badRows);
  return found;
}

/** One warehouse with the names of its regions; null when there is none. @throws AppError */
export const getWarehouse = (client: DouyinClient, outerId: string): Promise<WarehouseRecord | null> =>
  nullIfMissing(client.call({ method: METHODS.warehouseInfo, parameters: { out_warehouse_id: outerId } }, toWarehouse));
