import { registerEnumType } from 'type-graphql';

/** Where a value in this response came from. */
export const DataSource = {
  LIVE: 'LIVE',
  CACHE: 'CACHE',
  STALE_CACHE: 'STALE_CACHE',
  PUSH: 'PUSH',
  JOURNAL: 'JOURNAL',
} as const;
export type DataSource = keyof typeof DataSource;

registerEnumType(DataSource, {
  name: 'DataSource',
  description: 'Where a value in this response came from.',
  valuesConfig: {
    LIVE: { description: 'Read from the platform while answering this request.' },
    CACHE: { description: 'From the shared cache, within its time to live.' },
    STALE_CACHE: {
      description: 'From the shared cache after its time to live, because the platform could not be reached.',
    },
    PUSH: { description: 'Carried by a push message.' },
    JOURNAL: {
      description: 'From the local journal of writes made through this API; the platform has no read call for it.',
    },
  },
});
