/** Where the platform's behaviour is unknown, or is to be varied for a test; every value can be switched while running. */
export interface DouyinRules {
  /** How far a `timestamp` may be off, seconds either way. Default 600. */
  skewSeconds: number;
  /** Life of a new access token, seconds. Default 604 800. */
  accessTokenSeconds: number;
  /** Life of a new refresh token, seconds. Default 1 209 600. */
  refreshTokenSeconds: number;
  /** Which of the two numberings token failures use: `dop.token-generate-failed:<word>` or `isv.business-failed:310xx`. */
  tokenErrors: 'words' | 'numbers';
  /** Token bucket for each (app_key, method); null, the default, for none. */
  throttle: { readonly perSecond: number; readonly burst: number } | null;
  /** Methods that the app has no permission for, e.g. `order.batchDecrypt`. Default none. */
  deniedMethods: readonly string[];
  /** `err_no` and `message` in the envelope. Default `by_header`: unless `x-open-no-old-err-code` is sent. */
  legacyEnvelope: 'by_header' | 'always' | 'never';
  /** `data` of a write without payload. Default `object`: `{}`. */
  emptyData: 'object' | 'null' | 'absent';
  /** An unknown key in every object of an answer. Default false. */
  chaos: boolean;
  /** `product.setOnline` is there; newer documents do not have it. Default true. */
  setOnline: boolean;
  /** Pictures of products must come from the material centre. Default true. */
  imagesFromMaterialCentre: boolean;
  /** Seconds until a submitted product is approved; null for never. Default 4. */
  productAuditSeconds: number | null;
  /** Seconds until an uploaded image is approved; null for never. Default 4. */
  materialAuditSeconds: number | null;
  /** Seconds that a paid order stays in risk review (status 105). Default 0. */
  riskReviewSeconds: number;
  /** A decrypted phone is a virtual number `A-B`. Default true. */
  virtualNumbers: boolean;
  /** What is said when an after-sale cannot be operated: an error for all, or a status code in its item. */
  operateFailure: 'envelope' | 'item';
  /** How messages are pushed. */
  readonly push: PushRules;
}

/** How messages are pushed; shares are from 0 to 1 and drawn from the emulator's seed. */
export interface PushRules {
  /** Most messages in a body, 1 to 10. Default 10. */
  batch: number;
  /** How long a body waits for more messages, milliseconds. Default 0: those of one change go together. */
  gatherMs: number;
  /** Pauses before a body is sent again, milliseconds; after the last it is given up. Default 10 s, 60 s, 300 s. */
  retryMs: readonly number[];
  /** No answer after so long counts as a failure, milliseconds. Default 5000. */
  timeoutMs: number;
  /** Share of the messages that are sent a second time in a later body. Default 0. */
  duplicates: number;
  /** Share of the messages that are lost. Default 0. */
  drops: number;
  /** Share of the tries that carry a wrong `event-sign`. Default 0. */
  badSignatures: number;
  /** `data` as a string holding JSON, as on the wire, or as an object, as in the documents. Default `string`. */
  dataForm: 'string' | 'object';
  /** `tag` as a string, as on the wire, or as a number, as in the documents. Default `string`. */
  tagForm: 'string' | 'number';
  /** The digest of `event-sign`. Default `md5`. */
  signMethod: 'md5' | 'hmac-sha256';
}

/** Rules to start with; the rest is as it is unless told. */
export type GivenRules = Omit<Partial<DouyinRules>, 'push'> & { readonly push?: Partial<PushRules> };

/** The rules as they are unless told. */
export const defaultRules = (given: GivenRules = {}): DouyinRules => ({
  skewSeconds: 600,
  accessTokenSeconds: 604_800,
  refreshTokenSeconds: 1_209_600,
  tokenErrors: 'words',
  throttle: null,
  deniedMethods: [],
  legacyEnvelope: 'by_header',
  emptyData: 'object',
  chaos: false,
  setOnline: true,
  imagesFromMaterialCentre: true,
  productAuditSeconds: 4,
  materialAuditSeconds: 4,
  riskReviewSeconds: 0,
  virtualNumbers: true,
  operateFailure: 'envelope',
  ...given,
  push: {
    batch: 10,
    gatherMs: 0,
    retryMs: [10_000, 60_000, 300_000],
    timeoutMs: 5000,
    duplicates: 0,
    drops: 0,
    badSignatures: 0,
    dataForm: 'string',
    tagForm: 'string',
    signMethod: 'md5',
    ...given.push,
  },
});
