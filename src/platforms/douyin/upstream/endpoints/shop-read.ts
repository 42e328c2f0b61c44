import { Type } from '@sinclair/typebox';
import { decodeList } from '../../../../upstream/decode.js';
import { int64 } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { flagOf, textOf, wireDecoder, wireFlag, wireId, wireOptional, wireText } from '../wire.js';

/** A category of products (the platform's page, g.5). */
export interface CategoryRecord {
  readonly id: string;
  readonly name: string;
  /** Goods go only into leaves. */
  readonly isLeaf: boolean;
}

/** A trade mark the shop is authorised for. */
export interface BrandRecord {
  readonly id: string;
  readonly name: string;
}

const decodeCategory = wireDecoder(
  Type.Object({ id: wireId(), name: Type.String(), is_leaf: wireFlag(), enable: wireFlag() }),
);
const decodeBrand = wireDecoder(
  Type.Object({ id: wireId(), brand_chinese_name: wireText(), brand_english_name: wireText() }),
);

/**
 * Categories below one, those that goods may go into or that lead to such.
 * @param parentId `0` for the roots
 * @throws AppError
 */
export async function listCategories(client: DouyinClient, parentId: string): Promise<readonly CategoryRecord[]> {
  const method = METHODS.shopCategories;
  const found = await client.call({ method, parameters: { cid: int64(parentId) } }, (data, seen) => {
    const list = decodeList(data ?? [], decodeCategory);
    if (list.badRows.count > 0) seen.markPartial();
    return list;
  });
  client.noteBadRows(method, found.badRows);
  return found.rows
    .filter(({ enable }) => enable == null || flagOf(enable))
    .map(({ id, name, is_leaf }) => ({ id: String(id), name, isLeaf: flagOf(is_leaf) }));
}

const decodeBrandInfos = wireDecoder(
  Type.Object({
    brand_infos: wireOptional(
      Type.Record(
        Type.String(),
        Type.Object({ brand_id: wireId(), brand_name_c_n: wireText(), brand_name_e_n: wireText() }),
      ),
    ),
  }),
);

/** Brands by their ids, of whatever category; missing ones are missing. @throws AppError */
export const getBrands = (client: DouyinClient, ids: readonly string[]): Promise<readonly BrandRecord[]> => {
  const parameters = { brand_ids: ids.map(int64), full_brand_info: true, offset: 0, size: ids.length };
  return client.call({ method: METHODS.brandList, parameters, batchSize: ids.length }, (data) =>
    Object.values(decodeBrandInfos(data ?? {}).brand_infos ?? {}).map((info) => ({
      id: String(info.brand_id),
      name: textOf(info.brand_name_c_n) ?? textOf(info.brand_name_e_n) ?? '',
    })),
  );
};

/** The brands of the shop. @throws AppError */
export async function listBrands(client: DouyinClient): Promise<readonly BrandRecord[]> {
  const method = METHODS.shopBrands;
  const found = await client.call({ method, parameters: {} }, (data, seen) => {
    const list = decodeList(data ?? [], decodeBrand);
    if (list.badRows.count > 0) seen.markPartial();
    return list;
  });
  client.noteBadRows(method, found.badRows);
  return found.rows.map(({ id, brand_chinese_name: chinese, brand_english_name: english }) => ({
    id: String(id),
    name: textOf(chinese) ?? textOf(english) ?? '',
  }));
}
