import { AppError } from '../../../errors/app-error.js';
import { revealSecret } from '../../../tenants/reveal-secret.js';
import type { Secret } from '../../../tenants/secret.js';
import type { TokenSource } from '../../../tenants/token-source.js';
import type { ClockOffset } from '../../../upstream/clock-offset.js';
import {
  changed,
  type Policy,
  type Send,
  type UpstreamRequest,
  type UpstreamResponse,
} from '../../../upstream/request.js';
import { failureOf, UpstreamFailure } from '../../../upstream/upstream-error.js';
import type { AppKey } from './app-keys.js';
import type { DouyinMethod } from './catalogue/methods.js';
import { sign } from './sign.js';

/** The app keys of a shop, as far as the pipe uses them. */
export interface ShopKeys {
  /** Preferred first. */
  get(): Promise<readonly AppKey[]>;
  /** The platform took a call signed with this key. */
  accept(taken: AppKey): void;
}

/** The tokens of a shop, as far as the pipe uses them. */
export type ShopTokens = Pick<TokenSource, 'get' | 'invalidate' | 'accept'>;

/** What is signed with. */
export interface SigningOptions {
  readonly keys: ShopKeys;
  /** Null for the calls that get tokens, which are signed without one. */
  readonly tokens: ShopTokens | null;
  readonly offset: ClockOffset;
}

/**
 * Signs each attempt (the platform's page, section b.1), with the token and the time there are then. What the platform refuses
 * before it looks at the call itself is mended and sent once more, writes too: an expired token, a time that is not the
 * platform's, a signature by a secret that is not in force yet.
 */
export const signed = (options: SigningOptions): Policy => ({
  name: 'token',
  send: async (request, next) => {
    const call = new SignedCall(options, request, next);
    await call.prepare();
    for (;;) {
      try {
        return await call.send();
      } catch (error) {
        if (!(await call.mend(error))) throw error;
      }
    }
  },
});

/** The first attempt has told the journal already. */
const TOLD = async (): Promise<void> => undefined;

/** Signatures that another secret of the shop may mend. */
const OTHER_KEY = new Set(['isv.signature-invalid', 'isv.app-id-invalid']);

type Mend = 'token' | 'time' | 'key';

class SignedCall {
  private keys: readonly AppKey[] = [];
  private token: Secret | null = null;
  /** Version of the clock's offset that was signed with. */
  private signedAt = 0;
  private isRepeat = false;
  private readonly mended = new Set<Mend>();

  constructor(
    private readonly options: SigningOptions,
    private readonly request: UpstreamRequest,
    private readonly next: Send,
  ) {}

  /** @throws AppError when there is no key or no token; nothing was sent then */
  async prepare(): Promise<void> {
    const { keys, tokens } = this.options;
    try {
      this.keys = await keys.get();
      this.token = tokens === null ? null : await tokens.get();
    } catch (error) {
      throw prevented(error);
    }
  }

  async send(): Promise<UpstreamResponse> {
    const { keys, tokens, offset } = this.options;
    const [key] = this.keys;
    if (key === undefined) throw new TypeError('a shop without app key');
    const { token } = this;
    this.signedAt = offset.version;
    const query = signedQuery(this.request, key, token, Math.floor(offset.now() / 1000));
    const secrets = [...(this.request.secrets ?? []), key.secret, ...(token === null ? [] : [token])];
    const repeat = this.isRepeat ? { beforeFirstByte: TOLD } : {};
    const response = await this.next(changed(this.request, { query, secrets, ...repeat }));
    keys.accept(key);
    if (token !== null) tokens?.accept(token);
    return response;
  }

  /** Mends what the platform refused. @returns whether another attempt makes sense; each cause is mended once */
  async mend(error: unknown): Promise<boolean> {
    const failure = failureOf(error);
    if (failure === null || !failure.wasSent || !(error instanceof AppError)) return false;
    const cause = this.causeOf(failure, error.detail.fault?.subCode ?? '');
    if (cause === null || this.mended.has(cause) || this.request.signal.aborted) return false;
    this.mended.add(cause);
    this.isRepeat = true;
    return this.isMended(cause);
  }

  private causeOf({ kind }: UpstreamFailure, subCode: string): Mend | null {
    const { tokens } = this.options;
    if (kind === 'clock-skew') return 'time';
    if (kind === 'refused' && OTHER_KEY.has(subCode)) return 'key';
    if (tokens === null || this.token === null) return null;
    if (kind !== 'unauthorized' && kind !== 'authorization-gone') return null;
    tokens.invalidate(subCode, this.token);
    // Where the merchant has withdrawn it, the renewal finds that out for all later calls; this one is answered.
    return kind === 'unauthorized' ? 'token' : null;
  }

  private async isMended(cause: Mend): Promise<boolean> {
    if (cause === 'time') return this.options.offset.version !== this.signedAt;
    if (cause === 'key') {
      this.keys = this.keys.slice(1);
      return this.keys.length > 0;
    }
    const refused = this.token;
    this.token = (await this.options.tokens?.get().catch(() => null)) ?? null;
    return this.token !== null && this.token !== refused;
  }
}

/** The public parameters, all signed but for token and method of signing. */
function signedQuery(
  { endpoint, json = '{}' }: UpstreamRequest,
  { appId, secret }: AppKey,
  token: Secret | null,
  seconds: number,
): UpstreamRequest['query'] {
  const { methodName: method } = endpoint as DouyinMethod;
  const timestamp = String(seconds);
  const text = sign({ appKey: appId, method, paramJson: json, timestamp, appSecret: secret });
  return [
    ['app_key', appId],
    ['method', method],
    ...(token === null ? [] : ([['access_token', revealSecret(token)]] as const)),
    ['timestamp', timestamp],
    ['v', '2'],
    ['sign_method', 'hmac-sha256'],
    ['sign', text],
  ];
}

/** Says that nothing was sent, for the journal. */
function prevented(error: unknown): unknown {
  return error instanceof AppError ? error.with({ cause: new UpstreamFailure('prevented', false, error) }) : error;
}
