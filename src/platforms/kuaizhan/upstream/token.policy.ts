import { AppError } from '../../../errors/app-error.js';
import { revealSecret } from '../../../tenants/reveal-secret.js';
import type { Secret } from '../../../tenants/secret.js';
import type { TokenSource } from '../../../tenants/token-source.js';
import {
  changed,
  type Policy,
  type Send,
  type UpstreamRequest,
  type UpstreamResponse,
} from '../../../upstream/request.js';
import { failureOf, UpstreamFailure } from '../../../upstream/upstream-error.js';

/** The tokens of a shop, as far as the pipe uses them. */
export type AccessTokens = Pick<TokenSource, 'get' | 'invalidate'> & Partial<Pick<TokenSource, 'accept'>>;

/**
 * Puts the token into the query, last and per attempt (the platform's page, section 10). A refused token is reported
 * once, and a read is repeated once with the token there is then; a write is not repeated.
 */
export const accessToken = (tokens: AccessTokens): Policy => ({
  name: 'token',
  send: async (request, next) => {
    const token = await tokenFor(tokens);
    try {
      return await sendWith(token, tokens, request, next);
    } catch (error) {
      if (!isTokenRefused(error) || request.endpoint.kind !== 'read') throw error;
      const other = await tokens.get().catch(() => null);
      if (other === null || request.signal.aborted) throw error;
      return sendWith(other, tokens, request, next, token);
    }
  },
});

async function sendWith(
  token: Secret,
  tokens: AccessTokens,
  request: UpstreamRequest,
  next: Send,
  reported?: Secret,
): Promise<UpstreamResponse> {
  try {
    const query = [...request.query, ['access_token', revealSecret(token)]] as const;
    const secrets = [...(request.secrets ?? []), token];
    const response = await next(changed(request, { query, secrets }));
    tokens.accept?.(token);
    return response;
  } catch (error) {
    if (isTokenRefused(error) && token !== reported) tokens.invalidate('the platform refused the token', token);
    throw error;
  }
}

const isTokenRefused = (error: unknown): boolean => {
  const failure = failureOf(error);
  return failure?.kind === 'unauthorized' && failure.wasSent;
};

/** A token that cannot be had stops the call before anything was sent. */
async function tokenFor(tokens: AccessTokens): Promise<Secret> {
  try {
    return await tokens.get();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw error.with({ cause: new UpstreamFailure('prevented', false, error) });
  }
}
