import type { CallTrace } from '../../../log/call-trace.js';
import type { Logger } from '../../../log/logger.js';
import { shopGlobalId } from '../../../tenants/global-id.js';
import type { Secret } from '../../../tenants/secret.js';
import type { Shop } from '../../../tenants/shop.js';
import { type Clock, systemClock } from '../../../upstream/clock.js';
import { type BadRows, Misfit } from '../../../upstream/decode.js';
import { createDispatchers, type DispatcherOptions, type ProxyHop } from '../../../upstream/dispatchers.js';
import { createLines, type LineOptions, type LineState } from '../../../upstream/line.js';
import type { ReadReuse } from '../../../upstream/policies/reuse.js';
import type { EndpointFacts, Send, UpstreamResponse } from '../../../upstream/request.js';
import { upstreamError } from '../../../upstream/upstream-error.js';
import { type ArrayEncoding, encodeFields, type Fields } from './encode.js';
import { dataOf, judgeEnvelope } from './envelope.js';
import { DEFAULT_MATCHERS, type RejectionMatchers } from './rejections.js';
import { type AccessTokens, accessToken } from './token.policy.js';
import type { Seen } from './wire.js';

/** What one request gives to the calls made for it. */
export interface ClientRequest {
  /** Ends when the request's deadline passes or the client leaves. */
  readonly signal: AbortSignal;
  readonly trace: CallTrace;
  /** On the monotonic clock (`performance.now()`). */
  readonly deadlineAt: number;
  readonly log: Logger;
  /** How far its reads may be answered without a call of their own; all are live when absent. */
  readonly reads?: ReadReuse;
}

/** One call as an endpoint describes it; GET fields go into the query, POST fields into the form. */
export interface KuaizhanCall {
  readonly endpoint: EndpointFacts;
  readonly fields: Fields;
  /** Ids in the call; 1 unless told. */
  readonly batchSize?: number;
  /** For writes: runs once, right before the first byte may leave; its failure stops the call. */
  readonly beforeFirstByte?: () => Promise<void>;
}

/** The platform as one shop sees it in one request. */
export interface KuaizhanClient {
  readonly shop: Shop;
  /**
   * Makes a call and reads the `data` of its answer, which may be shared with other requests: `decode` does not change it.
   * An answer that was read whole may be kept for later reads.
   *
   * A read ends with the request. A write that was sent is finished, within the time of one try, even after the
   * request's deadline, so that its outcome can be journalled; who answers the caller races it against the deadline.
   * @throws AppError as the table of reliability section 3 says, with fault and shop; its cause says whether anything
   * was sent (`certainlyNotSent`). Data that `decode` refuses is UPSTREAM_MALFORMED, after a write OUTCOME_UNKNOWN.
   */
  call<T>(call: KuaizhanCall, decode: (data: unknown, seen: Seen) => T): Promise<T>;
  /** Logs that some elements of an answer could not be read. */
  noteBadRows(endpoint: EndpointFacts, badRows: BadRows): void;
}

/** Settings of the platform's clients. */
export interface KuaizhanClientOptions
  extends Pick<LineOptions, 'tryMs' | 'throttle' | 'breaker' | 'retry' | 'maxLines' | 'readCache'>,
    Pick<DispatcherOptions, 'connectMs' | 'connections' | 'maxPools' | 'idleMs' | 'proxyHosts'> {
  /** E.g. `https://api.kuaizhan.com`; a path in it is put before every endpoint's. */
  readonly baseUrl: string;
  /** `UPSTREAM_ALLOW_PRIVATE`. */
  readonly allowPrivate: boolean;
  readonly tokenFor: (shop: Shop) => AccessTokens;
  /** Password of a shop's proxy; without it, proxies are used without one. */
  readonly proxyPasswordFor?: (shop: Shop) => Promise<Secret | null>;
  /** How lists are written; `json` unless told. */
  readonly arrayEncoding?: ArrayEncoding;
  /** How refusals are told apart; the parts not given are the defaults. */
  readonly rejections?: Partial<RejectionMatchers>;
  readonly clock?: Clock;
}

/** The clients of the platform: one set of pools, limiters and breakers for the process. */
export interface KuaizhanClients {
  forShop(shop: Shop, request: ClientRequest): KuaizhanClient;
  /** Ends the answers that are kept of a shop: it was seen to have changed. */
  noteChange(shop: Shop): void;
  /** State of the line to a shop; of one not called yet, that of a fresh line. */
  health(shop: Shop): LineState;
  /** Closes the pools; calls in flight are finished first. */
  close(): Promise<void>;
}

/** Makes the platform's clients. Nothing is connected before the first call. */
export function createKuaizhanClients(options: KuaizhanClientOptions): KuaizhanClients {
  const { tokenFor, arrayEncoding = 'json', clock = systemClock } = options;
  const dispatchers = createDispatchers(options);
  // The platform documents no other host for the sandbox.
  const baseUrl = new URL(options.baseUrl);
  const judge = judgeEnvelope({ ...DEFAULT_MATCHERS, ...options.rejections });
  const lines = createLines({ ...options, dispatchers, baseUrls: { live: baseUrl, sandbox: baseUrl }, judge, clock });
  return {
    forShop: (shop, request) => {
      const proxy = shop.proxy?.isEnabled === true ? () => proxyOf(shop, options) : null;
      const pipe = lines.pipe(shop, request, accessToken(tokenFor(shop)), proxy);
      return clientOf(shop, request, pipe, arrayEncoding);
    },
    noteChange: (shop) => lines.noteChange(shop),
    health: (shop) => lines.health(shop),
    close: () => dispatchers.close(),
  };
}

/** Named in every request, so that the token takes its place: a spread that adds a property is slow. */
const NO_SECRETS: readonly Secret[] = [];

/** One answer, as all that is read from it knows it. */
class Answer implements Seen {
  readonly receivedAt: Date;
  readonly freshness: Seen['freshness'];
  isPartial = false;

  constructor({ receivedAt, source }: UpstreamResponse) {
    this.receivedAt = new Date(receivedAt);
    this.freshness = { fetchedAt: this.receivedAt, source };
  }

  markPartial(): void {
    this.isPartial = true;
  }
}

async function proxyOf(shop: Shop, { proxyPasswordFor }: KuaizhanClientOptions): Promise<ProxyHop | null> {
  if (shop.proxy?.isEnabled !== true) return null;
  return { url: shop.proxy.url, password: (await proxyPasswordFor?.(shop)) ?? null };
}

function clientOf(shop: Shop, request: ClientRequest, pipe: Send, arrays: ArrayEncoding): KuaizhanClient {
  return {
    shop,
    async call({ endpoint, fields, batchSize = 1, beforeFirstByte }, decode) {
      const pairs = encodeFields(fields, arrays);
      const response = await pipe({
        endpoint,
        query: endpoint.method === 'GET' ? pairs : [],
        form: endpoint.method === 'POST' ? pairs : [],
        batchSize,
        signal: request.signal,
        attempt: 1,
        secrets: NO_SECRETS,
        ...(beforeFirstByte === undefined ? {} : { beforeFirstByte }),
      });
      try {
        const seen = new Answer(response);
        const value = decode(dataOf(response.body), seen);
        if (!seen.isPartial) response.keep?.();
        return value;
      } catch (error) {
        if (!(error instanceof Misfit)) throw error;
        const failure = {
          kind: 'malformed',
          httpStatus: response.status,
          detail: error.below('/data').message,
        } as const;
        throw upstreamError({ endpoint }, failure, true).with({ shopId: shopGlobalId(shop.key) });
      }
    },
    noteBadRows: (endpoint, badRows) => {
      if (badRows.count === 0) return;
      const facts = { platform: endpoint.platform, operation: endpoint.name, shop: shopGlobalId(shop.key) };
      request.log.warn(
        { ...facts, badRows: badRows.count, paths: badRows.paths },
        'elements of an answer could not be read',
      );
    },
  };
}
