import { AppError } from '../../../errors/app-error.js';
import type { CallTrace } from '../../../log/call-trace.js';
import type { Logger } from '../../../log/logger.js';
import { shopGlobalId } from '../../../tenants/global-id.js';
import { revealSecret } from '../../../tenants/reveal-secret.js';
import type { Secret } from '../../../tenants/secret.js';
import type { Shop } from '../../../tenants/shop.js';
import { type Clock, systemClock } from '../../../upstream/clock.js';
import { decodeList, Misfit } from '../../../upstream/decode.js';
import { createDispatchers, type DispatcherOptions } from '../../../upstream/dispatchers.js';
import type { EndSignal } from '../../../upstream/ending.js';
import { createLines, type LineOptions } from '../../../upstream/line.js';
import type { EndpointFacts, Send } from '../../../upstream/request.js';
import { upstreamError } from '../../../upstream/upstream-error.js';
import { ENDPOINTS } from './endpoints.js';
import { judgeEnvelope, resultsOf } from './envelope.js';
import { hostError } from './host-error.js';
import { pace } from './pace.policy.js';
import { type MirroredProxy, proxyMap, withoutPassword } from './proxy-map.js';
import { decodeHostShop, type HostShop } from './shop-row.js';

/** What one switching may take, and where it is noted. */
export interface HostCall {
  readonly trace: CallTrace;
  readonly log: Logger;
  /** On the monotonic clock (`performance.now()`). */
  readonly deadlineAt: number;
  readonly signal: EndSignal;
}

/** Which shop of the host is meant. */
export interface HostShopRef {
  readonly shop: Shop;
  /** The code by which the host knows the shop; whoever has it can act for the shop there. */
  readonly tCode: Secret;
  /** Whatever else no text of the host may repeat: it knows the shop's keys too. */
  readonly secrets: readonly Secret[];
}

/** An older GreaterWMS host, as far as it is used: its two switches. */
export interface GreaterWmsClient {
  /**
   * Sets the sandbox switch, and reads the shop's row to see that it was set: the host's "success" may be a lie.
   * @throws AppError as `hostError` words it; a refusal, and a lie, are UPSTREAM_REJECTED
   */
  setSandbox(ref: HostShopRef, isSandbox: boolean, call: HostCall): Promise<void>;
  /** The same for the proxy; null for none. */
  setProxy(ref: HostShopRef, proxy: MirroredProxy | null, call: HostCall): Promise<void>;
  /** Closes the pools; calls in flight are finished first. */
  close(): Promise<void>;
}

/** How the host is reached. */
export interface GreaterWmsClientOptions
  extends Pick<LineOptions, 'tryMs' | 'breaker' | 'retry'>,
    Pick<DispatcherOptions, 'connectMs'> {
  /** E.g. `http://127.0.0.1:8008`; a path in it is put before every endpoint's. */
  readonly baseUrl: URL;
  /** The account's `openid`, which never ends: tenant and credential in one. */
  readonly token: Secret;
  /** `UPSTREAM_ALLOW_PRIVATE`. */
  readonly allowPrivate: boolean;
  readonly clock?: Clock;
}

/** Short, since somebody waits while a switch is mirrored for the first time. */
const TRY_MS = 3_000;

/** Makes the client. Nothing is connected before the first call; pools, limits and breakers are each shop's own. */
export function createGreaterWmsClient(options: GreaterWmsClientOptions): GreaterWmsClient {
  const { baseUrl, token, clock = systemClock } = options;
  const dispatchers = createDispatchers({ ...options, connections: 1 });
  const lines = createLines({
    tryMs: TRY_MS,
    ...options,
    dispatchers,
    // The host is one; it is the switch that tells it which of the platform's environments to use.
    baseUrls: { live: baseUrl, sandbox: baseUrl },
    headers: { token: revealSecret(token) },
    judge: judgeEnvelope,
    clock,
  });
  const pacing = pace(clock);
  const conversation = ({ shop, tCode, secrets }: HostShopRef, call: HostCall): Conversation => {
    const pipe = lines.pipe(shop, call, pacing, null);
    return new Conversation(pipe, shop, tCode, [token, tCode, ...secrets], call.signal);
  };
  return {
    async setSandbox(ref, isSandbox, call) {
      await conversation(ref, call).set(
        ENDPOINTS.sandbox,
        { sandbox: isSandbox ? 1 : 0 },
        (row) => row.isSandbox === isSandbox,
      );
    },
    async setProxy(ref, proxy, call) {
      const talk = conversation(ref, call);
      if (proxy === null) return talk.set(ENDPOINTS.proxy, { proxy: 0 }, (row) => !row.usesProxy);
      const wanted = withoutPassword(proxy.url);
      const fields = { proxy: 1, proxy_ip: proxyMap(proxy) };
      return talk.set(ENDPOINTS.proxy, fields, (row) => row.usesProxy && row.proxyUrl === wanted);
    },
    close: () => dispatchers.close(),
  };
}

/** One switching: the write, and the look at what came of it. */
class Conversation {
  constructor(
    private readonly pipe: Send,
    private readonly shop: Shop,
    private readonly tCode: Secret,
    private readonly secrets: readonly Secret[],
    private readonly signal: EndSignal,
  ) {}

  async set(endpoint: EndpointFacts, fields: object, isSet: (row: HostShop) => boolean): Promise<void> {
    try {
      const json = JSON.stringify({ t_code: revealSecret(this.tCode), ...fields });
      await this.pipe({ ...this.request(endpoint), query: [], json });
      const row = await this.row();
      if (row === null) throw this.lie('It said success, and has no shop with this code.');
      if (!isSet(row)) throw this.lie('It said success, and left the switch as it was.');
    } catch (error) {
      throw hostError(error);
    }
  }

  /** The shop as the host shows it; its list may be of all its tenants. */
  private async row(): Promise<HostShop | null> {
    const code = revealSecret(this.tCode);
    const response = await this.pipe({ ...this.request(ENDPOINTS.list), query: [['t_code', code]] });
    try {
      const { rows } = decodeList(resultsOf(response.body), decodeHostShop);
      return rows.find(({ tCode }) => tCode === code) ?? null;
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      const detail = error.below('/results').message;
      throw this.failed({ kind: 'malformed', httpStatus: response.status, detail });
    }
  }

  private request(endpoint: EndpointFacts) {
    return { endpoint, form: [], batchSize: 1, signal: this.signal, attempt: 1, secrets: this.secrets };
  }

  private failed(failure: Parameters<typeof upstreamError>[1]): AppError {
    const { shop, secrets } = this;
    return upstreamError({ endpoint: ENDPOINTS.list, secrets }, failure, true).with({ shopId: shopGlobalId(shop.key) });
  }

  private lie(message: string): AppError {
    const { code, detail } = this.failed({ kind: 'refused', httpStatus: 200 });
    return new AppError(code, message, detail);
  }
}
