import type { FixedRequest, LoadRequest } from '../load-request.js';
import type { CalledDouyinShop, Population, Tenant } from '../shops.js';

/** Milliseconds every answer of the upstream takes. */
export const UPSTREAM_LATENCY_MS = 2;

/** Most connections of a load; as many tenants are registered. */
export const CONNECTIONS = 64;

/** Tenants of {@link POPULATION} that have ten shops. */
export const LARGE_TENANTS = 8;

/** Who is registered with each server. */
export const POPULATION: Population = {
  tenants: CONNECTIONS,
  shopsEach: (tenant) => (tenant < LARGE_TENANTS ? 10 : 1),
};

/** Which server is asked: one that runs operations it has seen before by itself, or one that gives all to Apollo. */
export type Mode = 'seen' | 'apollo';

/** One thing that is measured. A new one is a file in this folder and a line in `index.ts`. */
export interface Workload {
  readonly name: string;
  /** How the page calls it, where that is more than the name. */
  readonly title?: string;
  /** One sentence for the page: what is asked. */
  readonly about: string;
  readonly modes: readonly Mode[];
  /** Which peers are asked the same, by their names in `peers.ts`. */
  readonly peers: 'all' | readonly string[];
  /** Path of the hand-written proxy that answers the same. */
  readonly proxyPath: string;
  readonly connections: number;
  /** Rows of one answer. */
  readonly rows: number;
  /** Upstream calls of one request: exactly so many, or at most where answers are shared. */
  readonly calls: { readonly exactly: number } | { readonly atMost: number };
  /** Calls of the proxy, where they differ from {@link calls}. */
  readonly proxyCalls: number;
  /** One request for each connection, in order; fewer are taken in turn. */
  requests(tenants: readonly Tenant[], commodityId: string): readonly LoadRequest[];
  /** What of an answer all have to give alike; absent: the `data` of an operation. @throws Error when it tells of a failure */
  readonly comparable?: (answer: unknown) => unknown;
  /** Whether the answer to the first request is whole. @param compared what of it is compared */
  isWhole(compared: unknown): boolean;
}

/** How a workload is called where people read it. */
export const titleOf = ({ title, name }: Workload): string => title ?? name;

/** A request as a client sends it. */
export function requestOf(
  { apiKey }: Tenant,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): FixedRequest {
  return {
    body: JSON.stringify({ query, variables }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}`, ...headers },
  };
}

/** Global id of an object of a shop. */
export const gid = (type: string, shopKey: string, nativeId: string = shopKey): string =>
  `gid://v1/${type}/${shopKey}/${nativeId}`;

/** The first shop of a tenant; all have one. */
export function firstShop({ shops: [shop] }: Tenant): Tenant['shops'][number] {
  if (shop === undefined) throw new Error('a tenant of the benchmark has no shop');
  return shop;
}

/** The Douyin shop of a tenant; all have one where workloads are measured. */
export function douyinShop({ douyin }: Tenant): CalledDouyinShop {
  if (douyin === null) throw new Error('a tenant of the benchmark has no Douyin shop');
  return douyin;
}
