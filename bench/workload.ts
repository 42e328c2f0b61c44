/** The one operation of the benchmark: a page of 50 commodities, each with its shop and its categories. */
export const FIRST = 50;

/** As a client sends it. */
export const OPERATION = `query List($shop: ID!) {
  shop(by: { id: $shop }) {
    commodities(first: ${FIRST}) {
      nodes { id title shop { id name } categories { id title } }
    }
  }
}`;

/** Connections of the load, and tenants they belong to: no shop is asked more than its limiter lets through at once. */
export const CONNECTIONS = 64;
export const TENANTS = 8;

/** Milliseconds every answer of the upstream takes. */
export const UPSTREAM_LATENCY_MS = 2;

/** A shop of the stand-in, with what a merchant would register. */
export interface BenchShop {
  readonly name: string;
  readonly accessToken: string;
  readonly siteId: string;
  readonly shopId: string;
  readonly forumId: string;
}

/** Who asks: an API key of a tenant, and the key of its shop inside global ids. */
export interface Caller {
  readonly apiKey: string;
  readonly shopKey: string;
}

/** What a worker tells its parent once it answers. */
export interface Told {
  readonly url: string;
  /** Of the upstream: the shop to read. */
  readonly shop?: BenchShop;
  /** Of the server: one for each tenant. */
  readonly callers?: readonly Caller[];
}

/** A measure of a worker, taken when it is asked `measure`. */
export interface Measure {
  /** Microseconds of CPU since the process began, user and system. */
  readonly cpuMicros: number;
  /** Of the upstream: calls answered since the process began. */
  readonly calls?: number;
  /** Of the server: operations whose answer held an error, since the process began. */
  readonly failed?: number;
}

/** Tells the parent where this worker answers, and its measures whenever they are asked for. */
export function tellParent(told: Told, more: () => Promise<Omit<Measure, 'cpuMicros'>> = async () => ({})): void {
  process.on('message', async (message) => {
    if (message !== 'measure') return;
    const counted = await more();
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicros: user + system, ...counted } satisfies Measure);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.(told);
}
