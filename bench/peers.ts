import { readFileSync } from 'node:fs';
import { ROOT } from './root.js';
import type { CalledShop } from './shops.js';
import { startWorker, type Worker } from './worker.js';

/** A server that the benchmark runs beside ours. Its source is a file in `peers/`, its packages are in a lock file there. */
export interface Peer {
  readonly name: string;
  readonly file: string;
  /** Packages whose versions are named with the figures. */
  readonly packages: readonly string[];
  readonly flags?: readonly string[];
  /** Whether it needs the OpenAPI description of the platform. */
  readonly needsDescription?: boolean;
}

const TAILCALL = { file: 'tailcall', packages: ['@tailcallhq/core-linux-x64-gnu'] };

/** In the order of the page. */
export const PEERS: readonly Peer[] = [
  {
    name: 'Apollo Server, type-graphql, DataLoader',
    file: 'apollo',
    packages: ['@apollo/server', 'type-graphql', 'dataloader'],
  },
  { name: 'GraphQL Yoga', file: 'yoga', packages: ['graphql-yoga'] },
  { name: 'Mercurius with JIT', file: 'mercurius', packages: ['mercurius', 'fastify'] },
  { name: 'Tailcall', ...TAILCALL },
  { name: 'Tailcall, de-duplicating', ...TAILCALL, flags: ['--dedupe'] },
  {
    name: 'Hive Gateway with JIT, OpenAPI',
    file: 'hive',
    packages: ['@graphql-hive/gateway', '@omnigraph/openapi'],
    needsDescription: true,
  },
];

/** What peers are told. */
export interface PeerPlan {
  readonly upstream: string;
  readonly shops: readonly CalledShop[];
  /** File of the OpenAPI description; peers that need it are left out without it. */
  readonly description: string | null;
}

/** Starts the peers one after another. `npm run bench:peers` installs and compiles them first. */
export async function startPeers(
  { upstream, shops, description }: PeerPlan,
  started: (worker: Promise<Worker>) => Promise<Worker>,
): Promise<(readonly [name: string, worker: Worker])[]> {
  const running: (readonly [string, Worker])[] = [];
  for (const { name, file, flags = [], needsDescription = false } of PEERS) {
    if (needsDescription && description === null) continue;
    const args = [upstream, JSON.stringify(shops), ...(needsDescription ? [description ?? ''] : []), ...flags];
    const script = new URL(`bench/peers/dist/peers/${file}.js`, ROOT);
    running.push([name, await started(startWorker(script, { core: 0, args }))]);
  }
  return running;
}

/** Version of each named package of the peers, as their manifest pins it. */
export function peerVersions(): Readonly<Record<string, string>> {
  const text = readFileSync(new URL('bench/peers/package.json', ROOT), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  return Object.fromEntries(PEERS.flatMap(({ packages }) => packages.map((name) => [name, dependencies[name] ?? ''])));
}

/**
 * Headers for peers that are configured and not written, and can keep no table of shops: what is behind the shop that
 * is asked for.
 */
export const shopHeaders = (shop: CalledShop): Readonly<Record<string, string>> => ({
  shopid: shop.shopId,
  shopkey: shop.key,
  token: shop.accessToken,
});
