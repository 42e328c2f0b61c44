import { Agent, request } from 'undici';
import { startServer } from '../processes.js';
import type { BenchShop } from '../shops.js';
import type { Worker } from '../worker.js';
import { list } from '../workloads/list.js';

/** Tenants and shops of each: a thousand shops. */
const TENANTS = 100;
const SHOPS_EACH = 10;
const HEAP_MIB = 512;
const PASSES = 6;
const AT_ONCE = 32;
const MEBIBYTE = 1024 * 1024;

/** What a thousand shops cost one process. */
export interface ManyShops {
  readonly shops: number;
  /** Limit of the heap that the process was given, in MiB. */
  readonly heapLimitMiB: number;
  readonly requests: number;
  /** After each pass over all shops, in MiB. */
  readonly passes: readonly { readonly rssMiB: number; readonly heapMiB: number; readonly connections: number }[];
}

/**
 * Registers a thousand shops with one server whose heap is limited, and reads each of them over HTTP some times.
 * @throws Error when a read fails, or the process dies of its limit
 */
export async function measureManyShops(upstream: Worker, origin: BenchShop): Promise<ManyShops> {
  const shopsEach = Array.from({ length: TENANTS }, () => SHOPS_EACH);
  const plan = { upstream: upstream.told.url, origin, douyinOrigin: null, shopsEach, plans: true };
  const server = await startServer(plan, [`--max-old-space-size=${HEAP_MIB}`]);
  const agent = new Agent({ connections: AT_ONCE });
  try {
    const { url, tenants = [] } = server.told;
    // Every shop in the place of the first one of its tenant, so that the same request can be made for each.
    const asks = tenants.flatMap((tenant) =>
      tenant.shops.flatMap((shop) => list.requests([{ ...tenant, shops: [shop] }])),
    );
    const passes: ManyShops['passes'][number][] = [];
    for (let pass = 0; pass < PASSES; pass += 1) {
      const left = asks.values();
      const askOn = async (): Promise<void> => {
        for (const { body, headers } of left) {
          const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent });
          const { data } = (await answer.body.json()) as { data?: unknown };
          if (data == null || !list.isWhole(data)) throw new Error('a read of one of many shops was not whole');
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, askOn));
      const { rssBytes, heapBytes } = await server.measure();
      const { connections = 0 } = await upstream.measure();
      passes.push({ rssMiB: (rssBytes ?? 0) / MEBIBYTE, heapMiB: (heapBytes ?? 0) / MEBIBYTE, connections });
    }
    return { shops: TENANTS * SHOPS_EACH, heapLimitMiB: HEAP_MIB, requests: PASSES * asks.length, passes };
  } finally {
    await agent.close();
    await server.stop();
  }
}
