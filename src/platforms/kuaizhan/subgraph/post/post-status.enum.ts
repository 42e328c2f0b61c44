import { registerEnumType } from 'type-graphql';

/** State of a post. */
export const PostStatus = {
  ALL: 'ALL',
  ONLINE: 'ONLINE',
  DRAFT: 'DRAFT',
} as const;
export type PostStatus = keyof typeof PostStatus;

registerEnumType(PostStatus, {
  name: 'PostStatus',
  description: 'State of a post.',
  valuesConfig: {
    ALL: { description: 'All.' },
    ONLINE: { description: 'Published.' },
    DRAFT: { description: 'Draft.' },
  },
});
