import { ArrayMaxSize, ArrayMinSize } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { BatchErrorPolicy } from '../../../../subgraph/vocabulary/batch-error-policy.enum.js';
import { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';
import { StockQuantityInput } from '../../../../subgraph/vocabulary/stock-quantity.input.js';

/** Most rows with prices and codes: each is one or two calls of the platform. A bound of ours. */
const MAX_UPDATES = 100;
/** Most rows of stock: ten calls. A bound of ours. */
const MAX_STOCKS = 500;

const ERROR_POLICY = { defaultValue: BatchErrorPolicy.BEST_EFFORT, description: 'When some rows are bad.' } as const;

/** Prices or codes to set. */
@InputType('SkusUpdateInput', { description: 'Prices or codes to set.' })
export class SkusUpdateInput {
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_UPDATES)
  @Field(() => [SkuUpdateRow], { description: 'Rows, all of one shop.' })
  rows!: SkuUpdateRow[];

  @Field(() => BatchErrorPolicy, ERROR_POLICY)
  errorPolicy!: BatchErrorPolicy;
}

/** A price or code to set. */
@InputType('SkuUpdateRow', { description: 'A price or code to set.' })
export class SkuUpdateRow {
  @Field(() => ID, { description: 'The SKU.' })
  skuId!: string;

  @Field(() => MoneyInput, { nullable: true, description: 'Price.' })
  price?: MoneyInput | null;

  @Field(() => String, { nullable: true, description: 'Merchant code.' })
  merchantCode?: string | null;
}

/** Stock to set. */
@InputType('SkuStocksSetInput', { description: 'Stock to set.' })
export class SkuStocksSetInput {
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_STOCKS)
  @Field(() => [SkuStockRow], { description: 'Rows, all of one shop.' })
  rows!: SkuStockRow[];

  @Field(() => BatchErrorPolicy, ERROR_POLICY)
  errorPolicy!: BatchErrorPolicy;
}

/** Stock to set for one SKU. */
@InputType('SkuStockRow', { description: 'Stock to set for one SKU.' })
export class SkuStockRow {
  @Field(() => ID, { description: 'The SKU.' })
  skuId!: string;

  @Field(() => StockQuantityInput, { description: 'How much.' })
  quantity!: StockQuantityInput;

  @Field(() => String, { nullable: true, description: 'Regional warehouse; absent: ordinary stock.' })
  warehouseOuterId?: string | null;
}
