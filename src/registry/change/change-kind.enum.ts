import { registerEnumType } from 'type-graphql';
import type { ChangeKind as KindOfChange } from '../../push/change.js';

/** Kind of a change. */
export const ChangeKind = {
  ORDER: 'ORDER',
  AFTER_SALE: 'AFTER_SALE',
  PRODUCT: 'PRODUCT',
  COMMODITY: 'COMMODITY',
  PARCEL: 'PARCEL',
  STOCK: 'STOCK',
  UNRECOGNIZED: 'UNRECOGNIZED',
} as const satisfies { readonly [K in KindOfChange]: K };
export type ChangeKind = keyof typeof ChangeKind;

registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description: 'Kind of a change.',
  valuesConfig: {
    ORDER: { description: 'An order was placed, paid, sent, cancelled or completed.' },
    AFTER_SALE: { description: 'An after-sale case moved.' },
    PRODUCT: { description: 'A product was changed or reviewed.' },
    COMMODITY: {
      description: 'A commodity or category was changed; found by reading, since Kuaizhan pushes nothing.',
    },
    PARCEL: { description: 'A parcel moved.' },
    STOCK: { description: 'Stock differs from what was last written.' },
    UNRECOGNIZED: { description: 'A message this gateway does not know; see `raw`.' },
  },
});
