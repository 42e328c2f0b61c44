import type { CallTrace } from '../../../log/call-trace.js';
import type { Logger } from '../../../log/logger.js';
import { shopGlobalId } from '../../../tenants/global-id.js';
import type { Secret } from '../../../tenants/secret.js';
import type { Shop } from '../../../tenants/shop.js';
import { type Clock, systemClock } from '../../../upstream/clock.js';
import { ClockOffset } from '../../../upstream/clock-offset.js';
import { type BadRows, Misfit } from '../../../upstream/decode.js';
import { createDispatchers, type DispatcherOptions, type ProxyHop } from '../../../upstream/dispatchers.js';
import { createLines, type LineOptions, type LineState } from '../../../upstream/line.js';
import type { ReadReuse } from '../../../upstream/policies/reuse.js';
import type { EndpointFacts, Policy, Send } from '../../../upstream/request.js';
import { upstreamError } from '../../../upstream/upstream-error.js';
import type { AppKeys } from './app-keys.js';
import { canonicalJson, type JsonObject } from './canonical-json.js';
import type { DouyinMethod } from './catalogue/methods.js';
import { dataOf, judgeEnvelope, saysDoneBefore } from './envelope.js';
import { type ShopKeys, type ShopTokens, signed } from './signed.policy.js';
import { Answer, type Seen } from './wire.js';

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

/** One call as an endpoint describes it. */
export interface DouyinCall {
  readonly method: DouyinMethod;
  /** Business parameters; those that are undefined are left out. */
  readonly parameters: JsonObject;
  /** Ids or rows in the call; 1 unless told. */
  readonly batchSize?: number;
  /** Values in the parameters that must not appear in any text made from the answer. */
  readonly secrets?: readonly Secret[];
  /** For writes: runs once, right before the first byte may leave; its failure stops the call. */
  readonly beforeFirstByte?: () => Promise<void>;
}

/** The platform as one shop sees it in one request. */
export interface DouyinClient {
  readonly shop: Shop;
  /**
   * Makes a call and reads the `data` of its answer, which may be shared with other requests: `decode` does not change it.
   *
   * A read ends with the request. A write that was sent is finished, within the time of one try, even after the
   * request's deadline, so that its outcome can be journalled.
   * @throws AppError as the table of reliability section 3 says, with fault and shop; its cause says whether anything
   * was sent (`certainlyNotSent`). Data that `decode` refuses is UPSTREAM_MALFORMED, after a write OUTCOME_UNKNOWN.
   */
  call<T>(call: DouyinCall, decode: (data: unknown, seen: Seen) => T): Promise<T>;
  /** Logs that some elements of an answer could not be read. */
  noteBadRows(method: EndpointFacts, badRows: BadRows): void;
}

/** Settings of the platform's clients. */
export interface DouyinClientOptions
  extends Pick<LineOptions, 'tryMs' | 'throttle' | 'breaker' | 'retry' | 'maxLines' | 'readCache'>,
    Pick<DispatcherOptions, 'connectMs' | 'connections' | 'maxPools' | 'idleMs' | 'proxyHosts'> {
  /** Gateway of production, e.g. `https://openapi-fxg.jinritemai.com`. */
  readonly baseUrl: string;
  /** Gateway of the sandbox. */
  readonly sandboxUrl: string;
  /** `UPSTREAM_ALLOW_PRIVATE`. */
  readonly allowPrivate: boolean;
  readonly keys: AppKeys;
  /** Password of a shop's proxy; without it, proxies are used without one. */
  readonly proxyPasswordFor?: (shop: Shop) => Promise<Secret | null>;
  readonly clock?: Clock;
}

/** The clients of the platform: one set of pools, limiters and breakers for the process. */
export interface DouyinClients {
  /** @param tokens null for the calls that get tokens */
  forShop(shop: Shop, request: ClientRequest, tokens: ShopTokens | null): DouyinClient;
  /** Ends the answers that are kept of a shop: the platform told of a change. */
  noteChange(shop: Shop): void;
  /** State of the line to a shop; of one not called yet, that of a fresh line. */
  health(shop: Shop): LineState;
  /** Closes the pools; calls in flight are finished first. */
  close(): Promise<void>;
}

/** Asks the platform to leave the legacy `err_no` out (its page, section a). */
const HEADERS = { accept: '*/*', 'x-open-no-old-err-code': '1' };

/**
 * Most calls of a shop at a time: the platform tells no limit, five is what its page advises, and the limiter finds out from
 * there (section d).
 */
const THROTTLE = { start: 5 } as const;

/** Makes the platform's clients. Nothing is connected before the first call. */
export function createDouyinClients(options: DouyinClientOptions): DouyinClients {
  const { clock = systemClock, keys } = options;
  const dispatchers = createDispatchers(options);
  const offset = new ClockOffset(clock);
  const lines = createLines({
    throttle: THROTTLE,
    ...options,
    dispatchers,
    baseUrls: { live: new URL(options.baseUrl), sandbox: new URL(options.sandboxUrl) },
    headers: HEADERS,
    judge: judgeEnvelope((date) => offset.learn(date)),
    clock,
  });
  const signedFor = (shop: Shop, tokens: ShopTokens | null): Policy => {
    const shopKeys: ShopKeys = { get: () => keys.of(shop), accept: (taken) => keys.accept(shop, taken) };
    return signed({ keys: shopKeys, tokens, offset });
  };
  return {
    forShop: (shop, request, tokens) => {
      const proxy = shop.proxy?.isEnabled === true ? () => proxyOf(shop, options) : null;
      return new ShopClient(shop, request, lines.pipe(shop, request, signedFor(shop, tokens), proxy));
    },
    noteChange: (shop) => lines.noteChange(shop),
    health: (shop) => lines.health(shop),
    close: () => dispatchers.close(),
  };
}

async function proxyOf(shop: Shop, { proxyPasswordFor }: DouyinClientOptions): Promise<ProxyHop | null> {
  if (shop.proxy?.isEnabled !== true) return null;
  return { url: shop.proxy.url, password: (await proxyPasswordFor?.(shop)) ?? null };
}

/** Named in every request, so that what is added takes their place: a spread that adds a property is slow. */
const NO_PAIRS: readonly (readonly [string, string])[] = [];
const NO_SECRETS: readonly Secret[] = [];

class ShopClient implements DouyinClient {
  constructor(
    readonly shop: Shop,
    private readonly request: ClientRequest,
    private readonly pipe: Send,
  ) {}

  async call<T>(
    { method, parameters, batchSize = 1, secrets = NO_SECRETS, beforeFirstByte }: DouyinCall,
    decode: (data: unknown, seen: Seen) => T,
  ): Promise<T> {
    const response = await this.pipe({
      endpoint: method,
      query: NO_PAIRS,
      form: NO_PAIRS,
      json: canonicalJson(parameters),
      batchSize,
      signal: this.request.signal,
      attempt: 1,
      secrets,
      ...(beforeFirstByte === undefined ? {} : { beforeFirstByte }),
    });
    try {
      const seen = new Answer(response, method.knowsRepeats === true && saysDoneBefore(response.body));
      const value = decode(dataOf(response.body), seen);
      if (!seen.isPartial) response.keep?.();
      return value;
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      const detail = error.below('/data').message;
      const failure = { kind: 'malformed', httpStatus: response.status, detail } as const;
      throw upstreamError({ endpoint: method }, failure, true).with({ shopId: shopGlobalId(this.shop.key) });
    }
  }

  noteBadRows(method: EndpointFacts, badRows: BadRows): void {
    if (badRows.count === 0) return;
    const facts = { platform: method.platform, operation: method.name, shop: shopGlobalId(this.shop.key) };
    this.request.log.warn(
      { ...facts, badRows: badRows.count, paths: badRows.paths },
      'elements of an answer could not be read',
    );
  }
}
