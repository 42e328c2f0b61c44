import { type Static, Type } from '@sinclair/typebox';
import { type BadRows, decodeList } from '../../../../upstream/decode.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import type { KuaizhanClient } from '../client.js';
import type { Fields } from '../encode.js';
import { ENDPOINTS } from '../endpoints.js';
import { type PlannedWrite, plannedCall } from '../planned-call.js';
import {
  integerOf,
  listOf,
  PROVENANCE,
  type Provenance,
  type Raw,
  rawWithout,
  type Seen,
  textOf,
  timeOf,
  wireCode,
  wireDecoder,
  wireId,
  wireList,
  wireNumber,
  wireOptionalId,
  wireText,
  wireTime,
} from '../wire.js';
import type { BeforeFirstByte } from './commodity-write.js';
import { nullIfMissing, refuseOtherId } from './one-by-id.js';

const WireCategory = Type.Object({
  _id: wireId(),
  shop_id: wireId(),
  site_id: wireId(),
  title: Type.String(),
  desc: wireText(),
  sort_volume: wireOptionalId(),
  count_commodities: wireNumber(),
  count_online_commodities: wireNumber(),
  count_offline_commodities: wireNumber(),
  states: wireList(wireCode()),
  ctime: wireTime(),
  utime: wireTime(),
});

/** A category of commodities in a shop (the platform's page, section 4.7). */
export interface CategoryRecord extends Provenance {
  readonly id: string;
  readonly shopId: string;
  readonly siteId: string;
  readonly title: string;
  readonly desc: string | null;
  /** Decimal text: it passes 32 bits. */
  readonly sortVolume: string;
  readonly countCommodities: number;
  readonly countOnline: number;
  readonly countOffline: number;
  readonly stateCodes: readonly number[];
  readonly ctime: Date;
  readonly utime: Date;
  readonly raw: Raw;
}

const decodeWire = wireDecoder(WireCategory);

const Category = lazyView<Static<typeof WireCategory>, Seen, CategoryRecord>({
  id: (wire) => String(wire._id),
  shopId: (wire) => String(wire.shop_id),
  siteId: (wire) => String(wire.site_id),
  title: (wire) => wire.title,
  desc: (wire) => textOf(wire.desc),
  sortVolume: (wire) => textOf(wire.sort_volume) || '0',
  countCommodities: (wire) => integerOf(wire.count_commodities) ?? 0,
  countOnline: (wire) => integerOf(wire.count_online_commodities) ?? 0,
  countOffline: (wire) => integerOf(wire.count_offline_commodities) ?? 0,
  stateCodes: (wire) => listOf(wire.states).map(Number),
  ctime: (wire) => timeOf(wire.ctime),
  utime: (wire) => timeOf(wire.utime),
  raw: (wire) => rawWithout(wire),
  ...PROVENANCE,
});

/** @throws Misfit */
const toCategory = (value: unknown, seen: Seen): CategoryRecord => new Category(decodeWire(value), seen);

/** All categories of a shop. */
export interface CategoryList {
  readonly rows: readonly CategoryRecord[];
  readonly receivedAt: Date;
  readonly badRows: BadRows;
}

/** All categories of a shop, in the platform's order. @throws AppError */
export async function listCategories(client: KuaizhanClient, shopId: string): Promise<CategoryList> {
  const endpoint = ENDPOINTS.categoryList;
  const list = await client.call({ endpoint, fields: [['shop_id', shopId]] }, (data, seen) => {
    const { rows, badRows } = decodeList(data, (element) => toCategory(element, seen));
    if (badRows.count > 0) seen.markPartial();
    return { rows: rows.filter((row) => row.shopId === shopId), badRows, receivedAt: seen.receivedAt };
  });
  client.noteBadRows(endpoint, list.badRows);
  return list;
}

/** One category; null when there is none. @throws AppError */
export const getCategory = (client: KuaizhanClient, id: string): Promise<CategoryRecord | null> =>
  nullIfMissing(
    client.call({ endpoint: ENDPOINTS.categoryInfo, fields: [['category_id', id]] }, (data, seen) =>
      refuseOtherId(toCategory(data, seen), id),
    ),
  );

/** A category to create. */
export interface CreateCategoryParams {
  readonly shopId: string;
  readonly title: string;
  readonly desc?: string;
}

/**
 * A category to change or delete. The platform documents the shop and the title but no id, which is most likely a slip:
 * both are sent (its page, section 5.11). Send the title even where it does not change.
 */
export interface ChangeCategoryParams {
  readonly id: string;
  readonly shopId: string;
  readonly title?: string;
}

/** New values; absent ones are not sent. */
export interface UpdateCategoryParams extends ChangeCategoryParams {
  readonly desc?: string;
}

const createFields = ({ shopId, title, desc }: CreateCategoryParams): Fields => [
  ['shop_id', shopId],
  ['title', title],
  ['desc', desc],
];

const changeFields = ({ id, shopId, title }: ChangeCategoryParams): Fields => [
  ['category_id', id],
  ['shop_id', shopId],
  ['title', title],
];

const updateFields = (params: UpdateCategoryParams): Fields => [...changeFields(params), ['desc', params.desc]];

/** What `createCategory` would send. */
export const planCreateCategory = (params: CreateCategoryParams): PlannedWrite =>
  plannedCall(ENDPOINTS.categoryCreate, createFields(params));

/** What `updateCategory` would send. */
export const planUpdateCategory = (params: UpdateCategoryParams): PlannedWrite =>
  plannedCall(ENDPOINTS.categoryUpdate, updateFields(params));

/** What `deleteCategory` would send. */
export const planDeleteCategory = (params: ChangeCategoryParams): PlannedWrite =>
  plannedCall(ENDPOINTS.categoryDelete, changeFields(params));

/** Creates a category. @throws AppError OUTCOME_UNKNOWN also for a success without the category */
export const createCategory = (
  client: KuaizhanClient,
  params: CreateCategoryParams,
  beforeFirstByte: BeforeFirstByte,
): Promise<CategoryRecord> =>
  client.call({ endpoint: ENDPOINTS.categoryCreate, fields: createFields(params), beforeFirstByte }, toCategory);

/** Changes a category. The platform answers with nothing: read it back. @throws AppError NOT_FOUND when there is none */
export const updateCategory = (
  client: KuaizhanClient,
  params: UpdateCategoryParams,
  beforeFirstByte: BeforeFirstByte,
): Promise<void> =>
  client.call({ endpoint: ENDPOINTS.categoryUpdate, fields: updateFields(params), beforeFirstByte }, () => undefined);

/** Deletes a category. @throws AppError NOT_FOUND when there is none */
export const deleteCategory = (
  client: KuaizhanClient,
  params: ChangeCategoryParams,
  beforeFirstByte: BeforeFirstByte,
): Promise<void> =>
  client.call({ endpoint: ENDPOINTS.categoryDelete, fields: changeFields(params), beforeFirstByte }, () => undefined);
