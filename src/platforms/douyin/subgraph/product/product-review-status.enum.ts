import { registerEnumType } from 'type-graphql';

/** Review state of a product, by the platform's `check_status` (its page, f.4). */
export const ProductReviewStatus = {
  DRAFT: 'DRAFT',
  UNDER_REVIEW: 'UNDER_REVIEW',
  PASSED: 'PASSED',
  REJECTED: 'REJECTED',
  BANNED: 'BANNED',
  PASSED_PENDING_ONLINE: 'PASSED_PENDING_ONLINE',
  UNRECOGNIZED: 'UNRECOGNIZED',
} as const;
export type ProductReviewStatus = keyof typeof ProductReviewStatus;

registerEnumType(ProductReviewStatus, {
  name: 'ProductReviewStatus',
  description: 'Review state of a product.',
  valuesConfig: {
    DRAFT: { description: '1: not submitted.' },
    UNDER_REVIEW: { description: '2: waiting.' },
    PASSED: { description: '3: passed.' },
    REJECTED: { description: '4: failed.' },
    BANNED: { description: '5: banned.' },
    PASSED_PENDING_ONLINE: { description: '7: passed, waiting for the shelf.' },
    UNRECOGNIZED: { description: 'A code this gateway does not know; see `reviewStatusCode`.' },
  },
});

const BY_CODE: Readonly<Record<number, ProductReviewStatus>> = {
  1: 'DRAFT',
  2: 'UNDER_REVIEW',
  3: 'PASSED',
  4: 'REJECTED',
  5: 'BANNED',
  7: 'PASSED_PENDING_ONLINE',
};

/** The state of a code. */
export const reviewStatusOf = (code: number): ProductReviewStatus => BY_CODE[code] ?? 'UNRECOGNIZED';

/** The code of a state; null for the one without. */
export const reviewCodeOf = (status: ProductReviewStatus): number | null =>
  Number(Object.keys(BY_CODE).find((code) => BY_CODE[Number(code)] === status)) || null;
