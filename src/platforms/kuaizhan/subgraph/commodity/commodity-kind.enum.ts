import { registerEnumType } from 'type-graphql';

/** Kind of a commodity. */
export const CommodityKind = {
  ORDINARY: 'ORDINARY',
  GROUP_BUY: 'GROUP_BUY',
  COUPON: 'COUPON',
  UNRECOGNIZED: 'UNRECOGNIZED',
} as const;
export type CommodityKind = keyof typeof CommodityKind;

registerEnumType(CommodityKind, {
  name: 'CommodityKind',
  description: 'Kind of a commodity.',
  valuesConfig: {
    ORDINARY: { description: '100: ordinary.' },
    GROUP_BUY: { description: '200: group buy.' },
    COUPON: { description: 'Coupon sold for use in a store.' },
    UNRECOGNIZED: { description: 'A code this gateway does not know; see `kindCode`.' },
  },
});
