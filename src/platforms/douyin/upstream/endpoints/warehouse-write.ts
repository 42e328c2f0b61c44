import { Misfit } from '../../../../upstream/decode.js';
import type { JsonObject } from '../canonical-json.js';
import { int64 } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { wireDecoder, wireId } from '../wire.js';
import type { MethodWrite } from './product-write.js';
import { refusal, type WriteRefusals } from './write-refusals.js';

/** A warehouse to make. The platform wants words about it. */
export interface NewWarehouse {
  readonly outerId: string;
  readonly name: string;
  readonly intro: string;
}

/** Region codes from the province down, one to four. */
export type RegionCodes = readonly string[];

const toWire = ({ outerId, name, intro }: NewWarehouse) => ({ out_warehouse_id: outerId, name, intro });

/** One by its own call, which answers its number; several by the call for several, all of them or none. */
export function createWrite(warehouses: readonly NewWarehouse[]): MethodWrite {
  const [first, ...others] = warehouses;
  return first !== undefined && others.length === 0
    ? { method: METHODS.warehouseCreate, parameters: toWire(first) }
    : { method: METHODS.warehouseCreateBatch, parameters: { out_warehouse_list: warehouses.map(toWire) } };
}

const decodeNumber = wireDecoder(wireId());

/** Sends it. @throws AppError; Misfit for one warehouse without its number */
export const sendCreate = (
  client: DouyinClient,
  { method, parameters }: MethodWrite,
  beforeFirstByte: () => Promise<void>,
): Promise<void> =>
  client.call({ method, parameters, beforeFirstByte }, (data) => {
    if (method === METHODS.warehouseCreate) decodeNumber(data);
  });

const TAKEN = refusal('ALREADY_EXISTS', 'outerId')('The shop has a warehouse of this code.');
const noWarehouse = refusal('NOT_FOUND', 'warehouse')('No such warehouse in this shop.');
const noRegion = refusal('INVALID_INPUT', 'region')('The platform does not know this region.');

/** Refusals of new warehouses; 2 is a parameter that the platform does not take. */
export const CREATE_REFUSALS: WriteRefusals = {
  1005: TAKEN,
  2: refusal('INVALID_INPUT', 'warehouse')('The platform does not take this warehouse.'),
};

/** Changes words of a warehouse; what is absent stays. */
export const editWrite = (
  outerId: string,
  { name, intro }: { readonly name?: string; readonly intro?: string },
): MethodWrite => ({ method: METHODS.warehouseEdit, parameters: { out_warehouse_id: outerId, name, intro } });

/** The platform answers a bare `true`. @throws Misfit for anything else */
export function verifyEdited(data: unknown): void {
  if (data !== true && data !== 'true') throw new Misfit('', 'Expected true');
}

const addressOf = (codes: RegionCodes): JsonObject =>
  Object.fromEntries(codes.map((code, at) => [`addr_id${at + 1}`, int64(code)]));

/** Lets a warehouse serve regions: one by its own call. */
export const coverWrite = (outerId: string, regions: readonly RegionCodes[]): MethodWrite => {
  const [first, ...others] = regions.map(addressOf);
  return first !== undefined && others.length === 0
    ? { method: METHODS.warehouseAreaSet, parameters: { out_warehouse_id: outerId, addr: first } }
    : {
        method: METHODS.warehouseAreasSet,
        parameters: { out_warehouse_id: outerId, addr_list: regions.map(addressOf) },
      };
};

/** Takes a region off a warehouse; the platform has no call for several. */
export const uncoverWrite = (outerId: string, region: RegionCodes): MethodWrite => ({
  method: METHODS.warehouseAreaRemove,
  parameters: { out_warehouse_id: outerId, addr: addressOf(region) },
});

/** Places a warehouse among those of a region. @param priority 0 highest to 5 */
export const priorityWrite = (outerId: string, region: RegionCodes, priority: number): MethodWrite => ({
  method: METHODS.warehousePrioritySet,
  parameters: { addr: addressOf(region), priorities: { [outerId]: priority } },
});

/** Refusals of changes. */
export const EDIT_REFUSALS: WriteRefusals = {
  20002: noWarehouse,
  2: refusal('INVALID_INPUT', 'words')('The platform does not take this.'),
};
export const COVER_REFUSALS: WriteRefusals = { 20002: noWarehouse, 2: noRegion };
export const UNCOVER_REFUSALS: WriteRefusals = {
  20002: noWarehouse,
  2: noRegion,
  1005: refusal('NOT_FOUND', 'region')('The warehouse does not serve this region.'),
};
