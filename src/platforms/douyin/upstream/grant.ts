import { Type } from '@sinclair/typebox';
import { AppError } from '../../../errors/app-error.js';
import { CallTrace } from '../../../log/call-trace.js';
import type { Logger } from '../../../log/logger.js';
import { revealSecret } from '../../../tenants/reveal-secret.js';
import { Secret } from '../../../tenants/secret.js';
import type { Shop } from '../../../tenants/shop.js';
import { type Grant, type GrantRefusal, GrantRefused, type GrantSource } from '../../../tenants/token-grant.js';
import type { Clock } from '../../../upstream/clock.js';
import type { JsonObject } from './canonical-json.js';
import { METHODS } from './catalogue/methods.js';
import type { DouyinClient, DouyinClients } from './client.js';
import { numberOf } from './rejections.js';
import { integerOf, wireDecoder, wireInteger } from './wire.js';

/** Longest that one of these calls may take, in milliseconds: less than the lease of a renewal. */
const CALL_MS = 8_000;
/** A larger `expires_in` is an instant and not a time left (the platform's page, c.3). */
const FIRST_EPOCH = 1_000_000_000;
/** A refresh token lives for 14 days where its access token lives for seven; the platform does not tell it. */
const REFRESH_OUTLIVES_MS = 7 * 24 * 3_600_000;

/**
 * As reads: they change nothing but tokens, which a second call makes anew, so that a failed one is a failure and not an open
 * outcome. Sent once all the same.
 */
const CREATE = { ...METHODS.tokenCreate, kind: 'read' } as const;
const REFRESH = { ...METHODS.tokenRefresh, kind: 'read' } as const;

const decodeGrant = wireDecoder(
  Type.Object({
    access_token: Type.String({ minLength: 1, maxLength: 1024 }),
    refresh_token: Type.String({ minLength: 1, maxLength: 1024 }),
    expires_in: wireInteger(),
  }),
);

/** What tokens are asked for with. */
export interface GrantOptions {
  readonly clients: DouyinClients;
  /** The code of a tool app's authorisation; null for a self-use app. */
  readonly codeOf: (shop: Shop) => Promise<Secret | null>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Where the tokens of a shop come from (the platform's page, section c): calls of their own, whoever waits for them. */
export function grantSource(shop: Shop, options: GrantOptions): GrantSource {
  const { clients, clock, log } = options;
  const client = (): DouyinClient =>
    clients.forShop(
      shop,
      { signal: AbortSignal.timeout(CALL_MS), deadlineAt: clock.now() + CALL_MS, trace: new CallTrace(), log },
      null,
    );
  const granted = (data: unknown): Grant => grantOf(data, clock.wall());
  return {
    create: async () => {
      const code = await options.codeOf(shop);
      const secrets = code === null ? [] : [code];
      return refusalsTold(
        client().call({ method: CREATE, parameters: createParameters(shop, code), secrets }, granted),
      );
    },
    refresh: (token) => {
      const parameters = { grant_type: 'refresh_token', refresh_token: revealSecret(token) };
      return refusalsTold(client().call({ method: REFRESH, parameters, secrets: [token] }, granted));
    },
  };
}

/** The key `code` has to be there, if only with the empty text. */
function createParameters(shop: Shop, code: Secret | null): JsonObject {
  if (code !== null) return { grant_type: 'authorization_code', code: revealSecret(code) };
  const self = { grant_type: 'authorization_self', code: '', shop_id: shop.nativeId };
  return shop.isSandbox ? { ...self, test_shop: '1' } : self;
}

function grantOf(data: unknown, now: number): Grant {
  const { access_token: access, refresh_token: refresh, expires_in: expires } = decodeGrant(data);
  const seconds = integerOf(expires) ?? 0;
  const accessEndsAt = seconds > FIRST_EPOCH ? seconds * 1000 : now + seconds * 1000;
  return {
    accessToken: new Secret(access),
    refreshToken: new Secret(refresh),
    accessEndsAt,
    refreshEndsAt: accessEndsAt + REFRESH_OUTLIVES_MS,
  };
}

/** Refusals by the words of the older numbering and by the numbers of the newer (the platform's page, c.4). */
const REFUSALS: Readonly<Record<string, GrantRefusal>> = {
  'token-expired': 'refresh-token-dead',
  'token-invalid': 'refresh-token-dead',
  '31009': 'refresh-token-dead',
  '31012': 'busy',
  'no-authorization': 'authorization-gone',
  'app-forbidden': 'authorization-gone',
  'code-invalid': 'authorization-gone',
  'code-expired': 'authorization-gone',
  '4': 'authorization-gone',
  '31005': 'authorization-gone',
  '31006': 'authorization-gone',
  '31007': 'authorization-gone',
  '31020': 'authorization-gone',
  '31021': 'authorization-gone',
};

async function refusalsTold(answer: Promise<Grant>): Promise<Grant> {
  try {
    return await answer;
  } catch (error) {
    const subCode = error instanceof AppError ? (error.detail.fault?.subCode ?? '') : '';
    const kind = REFUSALS[wordOf(subCode)] ?? REFUSALS[numberOf(subCode)];
    throw kind === undefined ? error : new GrantRefused(kind, subCode, error);
  }
}

const wordOf = (subCode: string): string => /^dop\.token-generate-failed:([a-z-]{1,64})$/.exec(subCode)?.[1] ?? '';
