import type { Tenant } from '../shops.js';
import { CONNECTIONS, firstShop, gid, requestOf, type Workload } from './workload.js';

/** Rows of a page. */
export const FIRST = 50;

const OPERATION = `query List($shop: ID!) {
  shop(by: { id: $shop }) {
    commodities(first: ${FIRST}) {
      nodes { id title shop { id name } categories { id title } }
    }
  }
}`;

const ask = (tenant: Tenant, headers?: Readonly<Record<string, string>>) =>
  requestOf(tenant, OPERATION, { shop: gid('Shop', firstShop(tenant).key) }, headers);

/** Every connection is a tenant of its own: no two reads in flight are the same, so that none can be shared. */
export const list = {
  name: 'list',
  about: `${FIRST} commodities of a shop, each with its shop and its categories; ${CONNECTIONS} tenants, a connection each.`,
  modes: ['seen', 'apollo'],
  peers: 'all',
  proxyPath: '/list',
  connections: CONNECTIONS,
  rows: FIRST,
  calls: { exactly: 2 },
  proxyCalls: 2,
  requests: (tenants: readonly Tenant[]) => tenants.map((tenant) => ask(tenant)),
  isWhole: (data: unknown) => rowsOf(data)?.length === FIRST,
} satisfies Workload;

/** The same, by clients that take answers some minutes old: none expires while a round is measured. */
export const cached: Workload = {
  ...list,
  name: 'cached',
  about: '*list* by clients that send `cache-control: max-age=300`. The proxy has no cache.',
  modes: ['seen'],
  peers: [],
  calls: { atMost: 0.1 },
  requests: (tenants) => tenants.map((tenant) => ask(tenant, { 'cache-control': 'max-age=300' })),
};

/** The same, by many clients of one tenant at once. */
export const identical: Workload = {
  ...list,
  name: 'identical',
  about: `*list* of one shop by ${CONNECTIONS} connections of one tenant at once: identical reads in flight may be shared.`,
  modes: ['seen'],
  peers: ['Tailcall', 'Tailcall, de-duplicating'],
  calls: { atMost: 2 },
  requests: ([tenant]) => (tenant === undefined ? [] : [ask(tenant)]),
};

const rowsOf = (data: unknown): readonly unknown[] | undefined =>
  (data as { shop?: { commodities?: { nodes?: unknown[] } } } | null)?.shop?.commodities?.nodes;
