import { Field, Int, ObjectType } from 'type-graphql';
import type { Shop as ShopRecord } from '../../../../tenants/shop.js';
import type { StockByWarehouse } from '../../upstream/endpoints/stock-map.js';

/** Stock of a SKU in a regional warehouse. */
@ObjectType('WarehouseStock', { description: 'Stock of a SKU in a regional warehouse.' })
export class WarehouseStock {
  /** The merchant's own code of the warehouse; not a field of the graph. */
  readonly outerId: string;
  /** The shop's registration; not a field of the graph. */
  readonly shopRecord: ShopRecord;

  constructor({ outerId, stock, held }: StockByWarehouse, shop: ShopRecord) {
    this.outerId = outerId;
    this.shopRecord = shop;
    this.stock = stock;
    this.heldStock = held;
  }

  @Field(() => Int, { description: 'Sellable.' })
  stock: number;

  @Field(() => Int, { nullable: true, description: 'Held.' })
  heldStock: number | null;
}
