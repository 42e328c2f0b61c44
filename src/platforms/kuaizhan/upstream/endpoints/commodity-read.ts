import { AppError } from '../../../../errors/app-error.js';
import { type BadRows, decodeList, Misfit } from '../../../../upstream/decode.js';
import type { KuaizhanClient } from '../client.js';
import type { Fields } from '../encode.js';
import { ENDPOINTS } from '../endpoints.js';
import { type CommodityRecord, toCommodity } from './commodity-record.js';
import { nullIfMissing, refuseOtherId } from './one-by-id.js';

/** Most commodities one call answers. */
export const MAX_COMMODITY_IDS = ENDPOINTS.commodityList.batchLimit;

/** One page of a shop's commodities. Which filters hold together is the platform's rule (its page, section 5.8). */
export interface ListCommoditiesParams {
  readonly shopId: string;
  /** Void when `categoryId` is given. */
  readonly stateCode?: number;
  readonly categoryId?: string;
  /** Only with `categoryId`. */
  readonly isPassed?: boolean;
  /** The platform lists those on the shelf when this is absent; there is no "both". */
  readonly isOnline?: boolean;
  /** Words; the platform then looks at nothing but `isOnline`, not even at the shop. */
  readonly query?: string;
  /** Only those sold for points alone. */
  readonly pureScore?: boolean;
  readonly offset: number;
  /** 1 to 100. */
  readonly limit: number;
}

/** Commodities of one answer. */
export interface CommodityPage {
  /** Those of the shop that was asked for, in the platform's order. */
  readonly rows: readonly CommodityRecord[];
  /** Place of each row in the platform's answer, counted from 0. */
  readonly indices: readonly number[];
  readonly receivedAt: Date;
  readonly badRows: BadRows;
  /** Elements of the answer, with bad ones and those of other shops or ids: a full page is one with `limit` of them. */
  readonly count: number;
}

/**
 * One commodity with its shop, whether on the shelf or not; null when there is none.
 * @throws AppError
 */
export const getCommodity = (client: KuaizhanClient, id: string): Promise<CommodityRecord | null> =>
  nullIfMissing(
    client.call({ endpoint: ENDPOINTS.commodityInfo, fields: [['commodity_id', id]] }, (data, seen) =>
      refuseOtherId(toCommodity(data, seen), id),
    ),
  );

/**
 * A page of a shop's commodities. Rows of other shops, which a search may bring, are left out.
 * @throws AppError INVALID_INPUT for a window outside what the platform takes, before anything is sent
 */
export async function listCommodities(client: KuaizhanClient, params: ListCommoditiesParams): Promise<CommodityPage> {
  const { shopId, offset, limit } = params;
  if (!(limit >= 1 && limit <= MAX_COMMODITY_IDS)) throw outOfRange('limit', `1 to ${MAX_COMMODITY_IDS}`);
  if (!(offset >= 0)) throw outOfRange('offset', '0 or more');
  const fields: Fields = [...filterFields(params), ['offset', offset], ['limit', limit]];
  return fetchPage(client, fields, 1, (row) => row.shopId === shopId);
}

function filterFields({
  shopId,
  stateCode,
  categoryId,
  isPassed,
  isOnline,
  query,
  pureScore,
}: ListCommoditiesParams): Fields {
  const shared: Fields = [
    ['shop_id', shopId],
    ['is_online', isOnline],
    ['fetch_pure_score', pureScore],
  ];
  if (query !== undefined) return [...shared, ['query', query]];
  if (categoryId !== undefined) return [...shared, ['category_id', categoryId], ['is_passed', isPassed]];
  return [...shared, ['state', stateCode]];
}

/**
 * Commodities of one shop by their ids, unordered; missing ones are missing. Send the others to `getCommodity`: it is
 * not known whether this call finds commodities that are off the shelf.
 * @param ids 1 to 100
 * @param isOnline not sent unless told: the platform may then look on the shelf alone, or at both
 * @throws AppError INVALID_INPUT for no ids or too many, before anything is sent
 */
export async function getCommoditiesByIds(
  client: KuaizhanClient,
  shopId: string,
  ids: readonly string[],
  isOnline?: boolean,
): Promise<CommodityPage> {
  const asked = new Set(ids);
  if (asked.size === 0 || asked.size > MAX_COMMODITY_IDS) throw outOfRange('ids', `1 to ${MAX_COMMODITY_IDS} ids`);
  const fields: Fields = [
    ['shop_id', shopId],
    ['fetch_by_ids', true],
    ['ids', [...asked]],
    ['is_online', isOnline],
    ['limit', asked.size],
    ['offset', 0],
  ];
  return fetchPage(client, fields, asked.size, (row) => row.shopId === shopId && asked.has(row.id));
}

async function fetchPage(
  client: KuaizhanClient,
  fields: Fields,
  batchSize: number,
  isAsked: (row: CommodityRecord) => boolean,
): Promise<CommodityPage> {
  const endpoint = ENDPOINTS.commodityList;
  const page = await client.call({ endpoint, fields, batchSize }, (data, seen) => {
    const { rows, indices, badRows } = decodeList(data, (element) => toCommodity(element, seen));
    if (badRows.count > 0) seen.markPartial();
    const answer = { rows, indices, badRows, receivedAt: seen.receivedAt, count: rows.length + badRows.count };
    return rows.every(isAsked) ? answer : only(isAsked, answer);
  });
  client.noteBadRows(endpoint, page.badRows);
  return page;
}

/** The same page without the rows that do not pass. */
function only(isAsked: (row: CommodityRecord) => boolean, page: CommodityPage): CommodityPage {
  const passes = page.rows.map(isAsked);
  const rows = page.rows.filter((_, at) => passes[at]);
  return { ...page, rows, indices: page.indices.filter((_, at) => passes[at]) };
}

/**
 * How many commodities the shop has; whether those off the shelf count is not documented.
 * @throws AppError
 */
export const countCommodities = (client: KuaizhanClient, shopId: string): Promise<number> =>
  client.call({ endpoint: ENDPOINTS.commodityCount, fields: [['shop_id', shopId]] }, (data) => {
    const count = typeof data === 'string' && /^\d{1,15}$/.test(data) ? Number(data) : data;
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
      throw new Misfit('', 'Expected a count');
    return count;
  });

const outOfRange = (name: string, constraint: string): AppError =>
  new AppError('INVALID_INPUT', `${name} must be ${constraint}.`, { path: [name], constraint });
