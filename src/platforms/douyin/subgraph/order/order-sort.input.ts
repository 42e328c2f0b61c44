import { Field, InputType, registerEnumType } from 'type-graphql';
import { SortDirection } from './sort-direction.enum.js';

/** What orders are sorted by. */
export const OrderSortField = { CREATED_AT: 'CREATED_AT', UPDATED_AT: 'UPDATED_AT' } as const;
export type OrderSortField = keyof typeof OrderSortField;

registerEnumType(OrderSortField, {
  name: 'OrderSortField',
  description: 'What orders are sorted by.',
  valuesConfig: {
    CREATED_AT: { description: 'Time placed.' },
    UPDATED_AT: { description: 'Time changed.' },
  },
});

/** Order of orders. */
@InputType('OrderSort', { description: 'Order of orders.' })
export class OrderSort {
  @Field(() => OrderSortField, { defaultValue: 'UPDATED_AT', description: 'By what.' })
  field!: OrderSortField;

  @Field(() => SortDirection, { defaultValue: 'DESC', description: 'Direction.' })
  direction!: SortDirection;
}
