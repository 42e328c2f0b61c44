import { registerEnumType } from 'type-graphql';

/** State of a site. */
export const SiteStatus = {
  OFFLINE: 'OFFLINE',
  UNDER_REVIEW: 'UNDER_REVIEW',
  ONLINE: 'ONLINE',
  REVIEW_REJECTED: 'REVIEW_REJECTED',
  DELETED: 'DELETED',
  BLOCKED: 'BLOCKED',
  UNRECOGNIZED: 'UNRECOGNIZED',
} as const;
export type SiteStatus = keyof typeof SiteStatus;

registerEnumType(SiteStatus, {
  name: 'SiteStatus',
  description: 'State of a site.',
  valuesConfig: {
    OFFLINE: { description: '0: not online, taken down or never published.' },
    UNDER_REVIEW: { description: '1: content under review.' },
    ONLINE: { description: '2: online.' },
    REVIEW_REJECTED: { description: '3: review failed.' },
    DELETED: { description: '4: deleted.' },
    BLOCKED: { description: '5: blocked by review.' },
    UNRECOGNIZED: { description: 'A code this gateway does not know; see `statusCode`.' },
  },
});
