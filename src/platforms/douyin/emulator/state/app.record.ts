/** An application of the open platform. */
export interface App {
  readonly appKey: string;
  /** A console may rotate it. */
  appSecret: string;
  /** `self_use`: makes tokens of its own shops by their ids; `tool`: by the code of a redirect. */
  readonly kind: 'self_use' | 'tool';
}

/** What an app may do with a shop, and its living pair of tokens. Times are epoch seconds. */
export interface Grant {
  readonly appKey: string;
  readonly shopId: string;
  /** `withdrawn`: the merchant took it back; `closed`: switched off. */
  standing: 'open' | 'withdrawn' | 'closed';
  pair: TokenPair | null;
  /** A refresh whose answer has not left yet: another one meanwhile is refused. */
  refreshing: boolean;
}

/** A pair of tokens with the ends of their lives, epoch seconds. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  accessUntil: number;
  refreshUntil: number;
  /** A newer pair is there: the tokens are forgotten when their time is over, and not `expired`. */
  replaced: boolean;
}

/** A code of a redirect: one use, ten minutes. */
export interface AuthCode {
  readonly appKey: string;
  readonly shopId: string;
  readonly until: number;
  used: boolean;
}
