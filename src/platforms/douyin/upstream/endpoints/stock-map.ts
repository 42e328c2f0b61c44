import { type Static, Type } from '@sinclair/typebox';
import { integerOf, wireInteger } from '../wire.js';

/** Stock by the merchant's own code of a regional warehouse; none for ordinary stock. */
export const WireStockMap = Type.Optional(Type.Union([Type.Record(Type.String(), wireInteger()), Type.Null()]));

type StockMap = Static<typeof WireStockMap> | undefined;

/** Stock of a SKU in one regional warehouse. */
export interface StockByWarehouse {
  /** The merchant's own code of the warehouse. */
  readonly outerId: string;
  readonly stock: number;
  /** Held by unpaid and unsent orders; null where the answer does not tell. */
  readonly held: number | null;
}

/** The map as a list, in the order of the codes. */
export const stocksOf = (stocks: StockMap, held: StockMap): readonly StockByWarehouse[] =>
  Object.entries(stocks ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([outerId, stock]) => ({
      outerId,
      stock: integerOf(stock) ?? 0,
      held: held == null ? null : (integerOf(held[outerId]) ?? 0),
    }));

/** All of a map together. */
export const regionalSum = (stocks: StockMap): number =>
  Object.values(stocks ?? {}).reduce<number>((sum, stock) => sum + (integerOf(stock) ?? 0), 0);
