import type { BenchShop, DouyinBenchShop, Tenant } from './shops.js';

/** What a process of the benchmark tells its parent once it answers. */
export interface Told {
  readonly url: string;
  /** Process to look at, where it is not the child itself. */
  readonly pid?: number;
  /** Of the upstream: the shop whose answers it gives for all shops. */
  readonly origin?: BenchShop;
  /** The same of Douyin. */
  readonly douyinOrigin?: DouyinBenchShop;
  /** Of the upstream: native id of a commodity with units and with more than one category. */
  readonly commodityId?: string;
  /** Of the server: who may ask. */
  readonly tenants?: readonly Tenant[];
}

/** What is measured of a process, whenever it is asked. */
export interface Measure {
  /** Microseconds of CPU since the process began, user and system; null where it cannot be told. */
  readonly cpuMicros: number | null;
  /** Resident memory in bytes; null where it cannot be told. */
  readonly rssBytes: number | null;
  readonly heapBytes?: number;
  /** Of the upstream: calls answered since the process began. */
  readonly calls?: number;
  /** Of the upstream: connections open now. */
  readonly connections?: number;
  /** Of the server: operations whose answer held an error, since the process began. */
  readonly failed?: number;
  /** Of the server: pushed messages whose changes are in its feed, since the process began. */
  readonly told?: number;
  /** Of server and proxy: longest stall of its event loop and the 99th percentile since the last measure, in milliseconds. */
  readonly stallMs?: { readonly p99: number; readonly max: number };
}

/** CPU and memory of this process. */
export function ownMeasure(): Measure {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuMicros: user + system, rssBytes: rss, heapBytes: heapUsed };
}

/**
 * Tells the parent where this process answers, and its measures whenever they are asked for.
 * @param more what is known beside CPU and memory, or instead of them
 */
export function tellParent(told: Told, more: () => Promise<Partial<Measure>> = async () => ({})): void {
  process.on('message', async (message) => {
    if (message !== 'measure') return;
    const counted = await more();
    process.send?.({ ...ownMeasure(), ...counted } satisfies Measure);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.(told);
}
