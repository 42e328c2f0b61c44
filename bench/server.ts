import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from '../src/app.js';
import { readConfig } from '../src/config/config.js';
import { openFoundation } from '../src/foundation.js';
import { createLogger } from '../src/log/logger.js';
import { openPlatforms } from '../src/open-platforms.js';
import type { PlatformName, Shop } from '../src/tenants/shop.js';
import { watchEventLoop } from './measure/event-loop.js';
import { CpuProfile } from './measure/profile.js';
import { tellParent } from './messages.js';
import {
  type BenchShop,
  type CalledDouyinShop,
  type CalledShop,
  type DouyinBenchShop,
  numberedDouyinShop,
  numberedShop,
  type Tenant,
} from './shops.js';

/** What the server of the benchmark is asked to be, as JSON in its one argument. */
export interface ServerPlan {
  readonly upstream: string;
  /** The shop that all others are made after. */
  readonly origin: BenchShop;
  /** The same of Douyin: each tenant has one beside the others. Null: none has. */
  readonly douyinOrigin: DouyinBenchShop | null;
  /** How many Kuaizhan shops each tenant has. */
  readonly shopsEach: readonly number[];
  /** Whether operations seen before run by themselves; otherwise all go through Apollo Server. */
  readonly plans: boolean;
}

/**
 * The server as `serve` makes it, in production settings, with its store on disk. Only the callers' budgets are lifted:
 * this load asks for more than the 200 points a second that each of them has.
 */
const UNLIMITED = { perRequest: 1e9, capacity: 1e15, restoreRate: 1e12 };

/** Longest that messages may wait once nobody pushes any more, and how often they are looked for. */
const TOLD_WITHIN_MS = 120_000;
const TOLD_POLL_MS = 50;

const plan = JSON.parse(process.argv[2] ?? '') as ServerPlan;
const dataDir = mkdtempSync(join(tmpdir(), 'shopgraph-bench-'));
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
const config = readConfig(
  {
    PORT: '0',
    ADMIN_PORT: '0',
    DATA_DIR: dataDir,
    MASTER_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    KUAIZHAN_URL: plan.upstream,
    DOUYIN_URL: plan.upstream,
    DOUYIN_SANDBOX_URL: plan.upstream,
    UPSTREAM_ALLOW_PRIVATE: 'true',
  },
  'serve',
);
// As in production, but into nothing: where the lines go is the operator's choice.
const log = createLogger({ level: 'info', format: 'json', write: () => undefined });
const foundation = await openFoundation(config, 'live');
const platforms = openPlatforms(config, foundation, log);

let shopNumber = 0;
const tenants: Tenant[] = [];
for (const count of plan.shopsEach) tenants.push(await addTenant(`Bench ${tenants.length + 1}`, count));
const app = await createApp({
  config,
  foundation,
  platforms,
  log,
  costLimits: UNLIMITED,
  // Its calls are nobody's request, and would be counted as one's.
  reconciling: false,
  ...(plan.plans ? {} : { plans: false }),
});
const { url, adminUrl } = await app.start();
const stalls = watchEventLoop();
tellParent({ url: `${url}/graphql`, tenants }, async () => {
  await toldAll();
  return { ...countsOf(await (await fetch(`${adminUrl}/metrics`)).text()), stallMs: stalls() };
});

let profile: CpuProfile | null = null;
process.on('message', async (message) => {
  if (message !== 'profile') return;
  const running = profile;
  profile = running === null ? new CpuProfile() : null;
  process.send?.(running === null ? ((await profile?.start()) ?? null) : await running.stop());
});

/** A tenant with shops of its own, so that pools, limiters and budgets are as many as in earnest. */
async function addTenant(name: string, count: number): Promise<Tenant> {
  const { id: tenantId } = await foundation.registry.createTenant(name);
  const shops: CalledShop[] = [];
  for (let added = 0; added < count; added += 1) {
    shopNumber += 1;
    const shop = numberedShop(plan.origin, shopNumber);
    shops.push({ ...shop, key: (await register(tenantId, 'KUAIZHAN', shop)).key });
  }
  const douyin = plan.douyinOrigin === null ? null : await addDouyin(tenantId, plan.douyinOrigin);
  const scopes = ['read', 'catalog:write'] as const;
  const { key } = await foundation.apiKeys.create({ tenantId, name, scopes, shopGrants: null });
  return { apiKey: key, shops, douyin };
}

async function addDouyin(tenantId: string, origin: DouyinBenchShop): Promise<CalledDouyinShop> {
  const shop = numberedDouyinShop(origin, tenants.length + 1);
  const registered = await register(tenantId, 'DOUYIN', shop);
  return { ...shop, key: registered.key, pushId: await foundation.registry.pushAddresses.idOf(registered) };
}

/** As the command line does it: the platform reads what it needs of the fields. */
async function register(tenantId: string, name: PlatformName, shop: BenchShop | DouyinBenchShop): Promise<Shop> {
  const registration = platforms.list.find((one) => one.name === name)?.registration({ ...shop });
  if (registration === undefined) throw new Error(`no shop of ${name} can be registered`);
  return foundation.registry.registerShop(tenantId, { name: shop.name, registration, isSandbox: false, labels: [] });
}

/**
 * Ends when no message waits to be told, so that the work which an acknowledgement leaves behind is counted with it, and not
 * done while somebody else is measured.
 */
async function toldAll(): Promise<void> {
  const until = performance.now() + TOLD_WITHIN_MS;
  while ((await foundation.store.inbox.depth()).pending > 0 && performance.now() < until) await sleep(TOLD_POLL_MS);
}

/** An answer with an error in it is 200 too; the server's own metrics tell them apart, as they tell what became of messages. */
function countsOf(metrics: string): { failed: number; told: number } {
  const sum = (name: string, isMeant: (labels: string) => boolean): number =>
    [...metrics.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\d+)$`, 'gm'))].reduce(
      (total, [, labels = '', count]) => (isMeant(labels) ? total + Number(count) : total),
      0,
    );
  return {
    failed: sum('shopgraph_operation_duration_seconds_count', (labels) => !labels.includes('outcome="OK"')),
    told: sum('shopgraph_push_dispatched_total', (labels) => labels.includes('outcome="APPLIED"')),
  };
}
