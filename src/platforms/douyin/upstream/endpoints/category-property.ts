import { Type } from '@sinclair/typebox';
import { decodeList } from '../../../../upstream/decode.js';
import { int64 } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { integerOf, listIn, listOf, textOf, wireDecoder, wireId, wireInteger, wireList, wireText } from '../wire.js';

/** An attribute that goods of a category may state (`product.getCatePropertyV2`). */
export interface PropertyRecord {
  readonly id: string;
  readonly options: readonly { readonly id: number; readonly name: string }[];
  /** A value of the merchant's own may be stated. */
  readonly isOpen: boolean;
  /** Most values at a time. */
  readonly maxValues: number;
}

const decodeProperty = wireDecoder(
  Type.Object({
    property_id: wireId(),
    diy_type: wireInteger(),
    multi_select_max: wireInteger(),
    options: wireList(Type.Object({ name: wireText(), value_id: wireInteger() })),
  }),
);

/** The attributes of a leaf category. @throws AppError */
export async function listProperties(client: DouyinClient, categoryId: string): Promise<readonly PropertyRecord[]> {
  const method = METHODS.productCategoryProperties;
  const found = await client.call({ method, parameters: { category_leaf_id: int64(categoryId) } }, (data, seen) => {
    const list = decodeList(listIn(data, 'data'), decodeProperty);
    if (list.badRows.count > 0) seen.markPartial();
    return list;
  });
  client.noteBadRows(method, found.badRows);
  return found.rows.map((wire) => ({
    id: String(wire.property_id),
    options: listOf(wire.options).flatMap((option) => {
      const id = integerOf(option.value_id);
      return id === null ? [] : [{ id, name: textOf(option.name) ?? '' }];
    }),
    isOpen: integerOf(wire.diy_type) === 1,
    maxValues: Math.max(1, integerOf(wire.multi_select_max) ?? 1),
  }));
}
