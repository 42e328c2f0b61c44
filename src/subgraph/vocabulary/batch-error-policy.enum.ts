import { registerEnumType } from 'type-graphql';

/** What to do with a batch when some rows are bad (conventions C10). */
export enum BatchErrorPolicy {
  VALIDATE_ALL_FIRST = 'VALIDATE_ALL_FIRST',
  BEST_EFFORT = 'BEST_EFFORT',
}

registerEnumType(BatchErrorPolicy, {
  name: 'BatchErrorPolicy',
  description: 'What to do with a batch when some rows are bad.',
  valuesConfig: {
    VALIDATE_ALL_FIRST: {
      description:
        'Validate every row first; if one fails send none. Upstream failures after that are still reported row by row.',
    },
    BEST_EFFORT: { description: 'Send the good rows, report the bad ones.' },
  },
});
