import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app.js';
import { readConfig } from '../src/config/config.js';
import { openFoundation } from '../src/foundation.js';
import { createLogger } from '../src/log/logger.js';
import { openPlatforms } from '../src/open-platforms.js';
import { watchEventLoop } from './measure/event-loop.js';
import { CpuProfile } from './measure/profile.js';
import { tellParent } from './messages.js';
import { type BenchShop, type CalledShop, numberedShop, type Tenant } from './shops.js';

/** What the server of the benchmark is asked to be, as JSON in its one argument. */
export interface ServerPlan {
  readonly upstream: string;
  /** The shop that all others are made after. */
  readonly origin: BenchShop;
  /** How many shops each tenant has. */
  readonly shopsEach: readonly number[];
  /** Whether operations seen before run by themselves; otherwise all go through Apollo Server. */
  readonly plans: boolean;
}

/**
 * The server as `serve` makes it, in production settings, with its store on disk. Only the callers' budgets are lifted:
 * this load asks for more than the 200 points a second that each of them has.
 */
const UNLIMITED = { perRequest: 1e9, capacity: 1e15, restoreRate: 1e12 };

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
    UPSTREAM_ALLOW_PRIVATE: 'true',
  },
  'serve',
);
// As in production, but into nothing: where the lines go is the operator's choice.
const log = createLogger({ level: 'info', format: 'json', write: () => undefined });
const foundation = await openFoundation(config, 'live');
const platforms = openPlatforms(config, foundation, log);
const [platform] = platforms.list;
if (platform === undefined) throw new Error('there is no platform');

let shopNumber = 0;
const tenants: Tenant[] = [];
for (const count of plan.shopsEach) tenants.push(await addTenant(`Bench ${tenants.length + 1}`, count));
const app = await createApp({
  config,
  foundation,
  platforms,
  log,
  costLimits: UNLIMITED,
  ...(plan.plans ? {} : { plans: false }),
});
const { url, adminUrl } = await app.start();
const stalls = watchEventLoop();
tellParent({ url: `${url}/graphql`, tenants }, async () => ({ failed: await failures(), stallMs: stalls() }));

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
    const registration = platform?.registration({ ...shop });
    if (registration === undefined) throw new Error('the platform takes no shop');
    const of = { name: shop.name, registration, isSandbox: false, labels: [] };
    shops.push({ ...shop, key: (await foundation.registry.registerShop(tenantId, of)).key });
  }
  const scopes = ['read', 'catalog:write'] as const;
  const { key } = await foundation.apiKeys.create({ tenantId, name, scopes, shopGrants: null });
  return { apiKey: key, shops };
}

/** An answer with an error in it is 200 too; the server's own metrics tell them apart. */
async function failures(): Promise<number> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  const counts = [...text.matchAll(/^shopgraph_operation_duration_seconds_count\{(.*)\} (\d+)$/gm)];
  return counts.reduce((sum, [, labels, count]) => (labels?.includes('outcome="OK"') ? sum : sum + Number(count)), 0);
}
