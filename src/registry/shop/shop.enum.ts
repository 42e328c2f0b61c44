import { registerEnumType } from 'type-graphql';

/** State of a shop in the registry. */
export const ShopStatus = {
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  AUTH_EXPIRED: 'AUTH_EXPIRED',
} as const;
export type ShopStatus = keyof typeof ShopStatus;

registerEnumType(ShopStatus, {
  name: 'ShopStatus',
  description: 'State of a shop in the registry.',
  valuesConfig: {
    ACTIVE: { description: 'Usable.' },
    SUSPENDED: { description: 'Paused by an administrator.' },
    AUTH_EXPIRED: { description: 'The merchant must authorize again.' },
  },
});

/** Order of shops. */
export const ShopSort = {
  NAME: 'NAME',
  CREATED_AT_DESC: 'CREATED_AT_DESC',
} as const;
export type ShopSort = keyof typeof ShopSort;

registerEnumType(ShopSort, {
  name: 'ShopSort',
  description: 'Order of shops.',
  valuesConfig: {
    NAME: { description: 'By name.' },
    CREATED_AT_DESC: { description: 'Newest first.' },
  },
});

/** Circuit breaker state. */
export const CircuitState = {
  CLOSED: 'CLOSED',
  HALF_OPEN: 'HALF_OPEN',
  OPEN: 'OPEN',
} as const;
export type CircuitState = keyof typeof CircuitState;

registerEnumType(CircuitState, {
  name: 'CircuitState',
  description: 'Circuit breaker state.',
  valuesConfig: {
    CLOSED: { description: 'Calls pass.' },
    HALF_OPEN: { description: 'A probe is allowed.' },
    OPEN: { description: 'Calls are refused at once.' },
  },
});
