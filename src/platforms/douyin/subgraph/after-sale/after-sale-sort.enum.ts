import { registerEnumType } from 'type-graphql';

/** Order of after-sale cases, as the platform sorts them (`order_by`; its page, g.3). */
export const AfterSaleSort = {
  DEADLINE_ASC: 'DEADLINE_ASC',
  CREATED_AT_DESC: 'CREATED_AT_DESC',
  UPDATED_AT_DESC: 'UPDATED_AT_DESC',
} as const;
export type AfterSaleSort = keyof typeof AfterSaleSort;

registerEnumType(AfterSaleSort, {
  name: 'AfterSaleSort',
  description: 'Order of after-sale cases.',
  valuesConfig: {
    DEADLINE_ASC: { description: 'Nearest deadline first.' },
    CREATED_AT_DESC: { description: 'Newest first.' },
    UPDATED_AT_DESC: { description: 'Last changed first.' },
  },
});
