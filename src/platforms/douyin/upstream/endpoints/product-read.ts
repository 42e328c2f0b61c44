import { AppError } from '../../../../errors/app-error.js';
import { type BadRows, decodeList } from '../../../../upstream/decode.js';
import type { JsonObject } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { integerOf, listIn } from '../wire.js';
import { nullIfMissing } from './one-by-id.js';
import { type ProductDetailRecord, type ProductRecord, toProduct, toProductDetail } from './product-record.js';

/** Most products one call answers. */
export const MAX_PRODUCTS = METHODS.productList.batchLimit;
/** How deep pages go (the platform's page, f.5). */
export const MAX_PRODUCT_ROWS = 10_000;

/** Which products; the platform takes all conditions together. Bounds of times are exclusive. */
export interface ProductFilter {
  readonly statusCode?: number;
  readonly checkCode?: number;
  readonly name?: string;
  /** At most 100. */
  readonly ids?: readonly string[];
  /** Epoch seconds. */
  readonly createdAfter?: number;
  readonly createdBefore?: number;
  readonly updatedAfter?: number;
  readonly updatedBefore?: number;
}

/** Products of one answer. */
export interface ProductPage {
  readonly rows: readonly ProductRecord[];
  /** Place of each row in the platform's answer, from 0. */
  readonly indices: readonly number[];
  /** How many there are; null where the platform does not say. */
  readonly total: number | null;
  readonly badRows: BadRows;
  /** Elements of the answer, with those that could not be read. */
  readonly count: number;
}

/**
 * A page of a shop's products.
 * @param page from 1
 * @param size 1 to 100
 * @throws AppError
 */
export async function listProducts(
  client: DouyinClient,
  filter: ProductFilter,
  page: number,
  size: number,
): Promise<ProductPage> {
  if (page < 1 || size < 1 || size > MAX_PRODUCTS || page * size > MAX_PRODUCT_ROWS)
    throw new AppError('PAGINATION_TOO_DEEP', undefined, { path: ['after'] });
  const method = METHODS.productList;
  const parameters: JsonObject = {
    page,
    size,
    status: filter.statusCode,
    check_status: filter.checkCode,
    name: filter.name,
    product_id: filter.ids,
    start_time: filter.createdAfter,
    end_time: filter.createdBefore,
    update_start_time: filter.updatedAfter,
    update_end_time: filter.updatedBefore,
  };
  const found = await client.call({ method, parameters, batchSize: filter.ids?.length ?? 1 }, (data, seen) => {
    const { rows, indices, badRows } = decodeList(listIn(data, 'data'), (element) => toProduct(element, seen));
    if (badRows.count > 0) seen.markPartial();
    const total = integerOf((data as { total?: number | string | null } | null)?.total);
    return { rows, indices, badRows, total, count: rows.length + badRows.count };
  });
  client.noteBadRows(method, found.badRows);
  return found;
}

/**
 * Products of the shop by their ids, unordered; missing ones are missing.
 * @param ids 1 to 100
 * @throws AppError
 */
export const getProductsByIds = async (
  client: DouyinClient,
  ids: readonly string[],
): Promise<readonly ProductRecord[]> => (await listProducts(client, { ids }, 1, ids.length)).rows;

/**
 * One product with its SKUs; null when there is none.
 * @param isDraft as it was last edited, where that is not on the shelf yet
 * @throws AppError
 */
export const getProduct = (client: DouyinClient, id: string, isDraft = false): Promise<ProductDetailRecord | null> =>
  nullIfMissing(
    client.call(
      { method: METHODS.productDetail, parameters: { product_id: id, ...(isDraft ? { show_draft: 'true' } : {}) } },
      toProductDetail,
    ),
  );
