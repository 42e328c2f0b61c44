import { type Static, Type } from '@sinclair/typebox';
import { decodeList } from '../../../../upstream/decode.js';
import { lazyView } from '../../../../upstream/lazy-view.js';
import { int64 } from '../canonical-json.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import {
  integerOf,
  listOf,
  PROVENANCE,
  type Provenance,
  type Raw,
  type Seen,
  textOf,
  wireDecoder,
  wireId,
  wireInteger,
  wireList,
  wireText,
} from '../wire.js';
import { nullIfMissing } from './one-by-id.js';
import { regionalSum, type StockByWarehouse, stocksOf, WireStockMap } from './stock-map.js';

const WireSku = Type.Object({
  id: wireId(),
  product_id: wireId(),
  code: wireText(),
  price: wireInteger(),
  sku_type: wireInteger(),
  stock_num: wireInteger(),
  prehold_stock_num: wireInteger(),
  stock_map: WireStockMap,
  prehold_stock_map: WireStockMap,
  sell_properties: wireList(Type.Object({ value_name: wireText() })),
  spec_detail_name1: wireText(),
  spec_detail_name2: wireText(),
  spec_detail_name3: wireText(),
});

type Wire = Static<typeof WireSku>;

/** A SKU with its stock (the platform's page, g.4, `sku.list`). */
export interface SkuRecord extends Provenance {
  readonly id: string;
  readonly productId: string;
  readonly code: string | null;
  readonly priceFen: number | null;
  /** Ordinary stock, or the sum over regional warehouses. */
  readonly stock: number | null;
  /** Held by unpaid and unsent orders. */
  readonly held: number | null;
  readonly stocks: readonly StockByWarehouse[];
  /** Its stock is that of regional warehouses, and no other (the platform's page, traps 16). */
  readonly isRegional: boolean;
  /** Values of the options; their names stand in the detail of the product. */
  readonly values: readonly string[];
  /** With their names, where the record was made of the detail; null otherwise. */
  readonly options: readonly { readonly name: string; readonly value: string }[] | null;
  readonly raw: Raw;
}

const decodeWire = wireDecoder(WireSku);

const Sku = lazyView<Wire, Seen, SkuRecord>({
  id: (wire) => String(wire.id),
  productId: (wire) => String(wire.product_id),
  code: (wire) => textOf(wire.code),
  priceFen: (wire) => integerOf(wire.price),
  stock: (wire) => (isRegional(wire) ? regionalSum(wire.stock_map) : integerOf(wire.stock_num)),
  held: (wire) => (isRegional(wire) ? regionalSum(wire.prehold_stock_map) : integerOf(wire.prehold_stock_num)),
  stocks: (wire) => stocksOf(wire.stock_map, wire.prehold_stock_map ?? {}),
  isRegional: (wire) => isRegional(wire),
  values: (wire) => valuesOf(wire),
  options: () => null,
  raw: (wire) => Object.fromEntries(Object.entries(wire).filter(([key]) => key !== 'open_user_id')),
  ...PROVENANCE,
});

const isRegional = ({ sku_type }: Wire): boolean => integerOf(sku_type) === 1;

function valuesOf(wire: Wire): string[] {
  const named = listOf(wire.sell_properties).map(({ value_name }) => textOf(value_name));
  const values =
    named.length > 0 ? named : [wire.spec_detail_name1, wire.spec_detail_name2, wire.spec_detail_name3].map(textOf);
  return values.filter((value) => value !== null);
}

const toSku = (value: unknown, seen: Seen): SkuRecord => new Sku(decodeWire(value), seen);

/** The SKUs of a product; none for a product that is not there. @throws AppError */
export async function listSkus(client: DouyinClient, productId: string): Promise<readonly SkuRecord[]> {
  const method = METHODS.skuList;
  const parameters = { product_id: int64(productId) };
  const found = await nullIfMissing(
    client.call({ method, parameters }, (data, seen) => {
      const { rows, badRows } = decodeList(data ?? [], (element) => toSku(element, seen));
      if (badRows.count > 0) seen.markPartial();
      return { rows: rows.filter((row) => row.productId === productId), badRows };
    }),
  );
  if (found === null) return [];
  client.noteBadRows(method, found.badRows);
  return found.rows;
}

/** One SKU; null when there is none. @throws AppError */
export const getSku = (client: DouyinClient, id: string): Promise<SkuRecord | null> =>
  nullIfMissing(client.call({ method: METHODS.skuDetail, parameters: { sku_id: int64(id) } }, toSku));
