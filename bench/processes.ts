import { isMadeAnew } from './load-request.js';
import type { Contestant } from './measure/rounds.js';
import { shopHeaders, startPeers } from './peers.js';
import { servedNodeOptions } from './root.js';
import type { ServerPlan } from './server.js';
import type { BenchShop } from './shops.js';
import { startWorker, type Worker } from './worker.js';
import { firstShop, type Mode, POPULATION, type Workload } from './workloads/workload.js';

/** Names of the two servers, as they are printed. */
export const SERVER_NAMES: Readonly<Record<Mode, string>> = { seen: 'shopgraph', apollo: 'shopgraph, all by Apollo' };
export const PROXY = 'proxy';
/** The proxy once more: what its ratio is off 1 is what the machine does to any ratio. */
export const PROXY_AGAIN = 'proxy again';
/** And with the server's options of Node: what they alone are worth. */
export const PROXY_ALIKE = "proxy, the server's heap";

/** Which processes a run needs beside servers and proxy. */
export interface ProcessPlan {
  readonly peers: boolean;
  /** File of the platform's OpenAPI description, for the peers that need it. */
  readonly description: string | null;
  /** Two proxies more: one to show how far two equal ones differ, one with the server's options of Node. */
  readonly again: boolean;
}

/** The processes of a run. What is measured is on one core, upstream and load are on the other. */
export class Processes {
  private constructor(
    private readonly workers: Worker[],
    readonly upstream: Worker,
    readonly origin: BenchShop,
    private readonly commodityId: string,
    private readonly servers: Readonly<Record<Mode, Worker>>,
    private readonly proxies: ReadonlyMap<string, Worker>,
    private readonly peers: readonly (readonly [name: string, worker: Worker])[],
  ) {}

  /** Starts them. @throws Error when one does not start; the others are stopped then */
  static async start({ peers, description, again }: ProcessPlan): Promise<Processes> {
    const workers: Worker[] = [];
    const started = async (worker: Promise<Worker>): Promise<Worker> => {
      workers.push(await worker);
      return worker;
    };
    try {
      const upstream = await started(startWorker(fileNamed('upstream'), { core: 1 }));
      const { url, origin, douyinOrigin, commodityId } = upstream.told;
      if (origin === undefined || douyinOrigin === undefined || commodityId === undefined)
        throw new Error('the upstream told of no shop');
      const shopsEach = Array.from({ length: POPULATION.tenants }, (_, at) => POPULATION.shopsEach(at));
      const server = (plans: boolean): Promise<Worker> =>
        started(startServer({ upstream: url, origin, douyinOrigin, shopsEach, plans }));
      const servers = { seen: await server(true), apollo: await server(false) };
      const tenants = servers.seen.told.tenants ?? [];
      const shops = tenants.flatMap((tenant) => tenant.shops);
      const douyinShops = tenants.map(({ douyin }) => douyin).filter((shop) => shop !== null);
      const proxies = new Map<string, Worker>();
      const proxyArgs = [url, JSON.stringify(shops), JSON.stringify(douyinShops)];
      const proxy = (nodeOptions: readonly string[] = []): Promise<Worker> =>
        started(startWorker(fileNamed('proxy'), { core: 0, args: proxyArgs, nodeOptions }));
      proxies.set(PROXY, await proxy());
      if (again) proxies.set(PROXY_AGAIN, await proxy()).set(PROXY_ALIKE, await proxy(servedNodeOptions()));
      const others = peers ? await startPeers({ upstream: url, shops, description }, started) : [];
      return new Processes(workers, upstream, origin, commodityId, servers, proxies, others);
    } catch (error) {
      await stopAll(workers);
      throw error;
    }
  }

  /** Who is measured in a workload: the proxy first, then the server in each mode, then the peers. */
  contestants(workload: Workload): Contestant[] {
    const { connections } = workload;
    const requestsTo = (worker: Worker) => workload.requests(worker.told.tenants ?? [], this.commodityId);
    // Proxy and peers take the keys of the shops from the first server.
    const requests = requestsTo(this.servers.seen);
    const proxies = [...this.proxies].map(([name, worker]) => ({
      isYardstick: name === PROXY,
      target: { name, worker, url: worker.told.url + workload.proxyPath, connections, requests },
    }));
    const servers = workload.modes.map((mode) => {
      const worker = this.servers[mode];
      const own = requestsTo(worker);
      return {
        isYardstick: false,
        target: { name: SERVER_NAMES[mode], worker, url: worker.told.url, connections, requests: own },
      };
    });
    const tenants = this.servers.seen.told.tenants ?? [];
    const peerRequests = requests.map((request, at) => {
      const tenant = tenants[at];
      return tenant === undefined || isMadeAnew(request)
        ? request
        : { ...request, headers: { ...request.headers, ...shopHeaders(firstShop(tenant)) } };
    });
    const peers = this.peers
      .filter(([name]) => workload.peers === 'all' || workload.peers.includes(name))
      .map(([name, worker]) => ({
        isYardstick: false,
        target: { name, worker, url: worker.told.url, connections, requests: peerRequests },
      }));
    return [...proxies, ...servers, ...peers];
  }

  stop(): Promise<void> {
    return stopAll(this.workers);
  }
}

/** Starts a server with tenants and shops of its own, with the options of Node of the script `serve`. */
export const startServer = (plan: ServerPlan, nodeOptions: readonly string[] = []): Promise<Worker> =>
  startWorker(fileNamed('server'), {
    core: 0,
    args: [JSON.stringify(plan)],
    nodeOptions: [...servedNodeOptions(), ...nodeOptions],
  });

const fileNamed = (name: string): URL => new URL(`./${name}.js`, import.meta.url);

const stopAll = async (workers: readonly Worker[]): Promise<void> => {
  await Promise.all(workers.map((worker) => worker.stop()));
};
