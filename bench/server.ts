import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { createApp } from '../src/app.js';
import { readConfig } from '../src/config/config.js';
import { foundationOn } from '../src/foundation.js';
import { createLogger } from '../src/log/logger.js';
import { openPlatforms } from '../src/open-platforms.js';
import { type BenchShop, type Caller, TENANTS, tellParent } from './workload.js';

/**
 * The server of the benchmark, made as `serve` makes it, in production settings. Only the callers' budgets are lifted:
 * this load asks for more than the 200 points a second that each of them has.
 */
const UNLIMITED = { perRequest: 1e9, capacity: 1e15, restoreRate: 1e12 };

const [upstream = '', shopText = ''] = process.argv.slice(2);
const benchShop = JSON.parse(shopText) as BenchShop;
const masterKeys = `bench:${randomBytes(32).toString('base64')}`;
const env = { PORT: '0', ADMIN_PORT: '0', KUAIZHAN_URL: upstream, UPSTREAM_ALLOW_PRIVATE: 'true' };
const config = readConfig({ ...env, MASTER_KEYS: masterKeys }, 'serve');
// As in production, but into nothing: where the lines go is the operator's choice.
const log = createLogger({ level: 'info', format: 'json', write: () => undefined });
const foundation = await foundationOn(':memory:', masterKeys, 'live');
const platforms = openPlatforms(config, foundation, log);
const callers: Caller[] = [];
for (let number = 1; number <= TENANTS; number += 1) callers.push(await addTenant(`Bench ${number}`));
const app = await createApp({ config, foundation, platforms, log, costLimits: UNLIMITED });
const { url, adminUrl } = await app.start();

/** A tenant of its own with the shop, so that pools, limiters and budgets are as many as in earnest. */
async function addTenant(name: string): Promise<Caller> {
  const registration = platforms.list[0]?.registration({ ...benchShop });
  if (registration === undefined) throw new Error('there is no platform');
  const { id: tenantId } = await foundation.registry.createTenant(name);
  const of = { name: benchShop.name, registration, isSandbox: false, labels: [] };
  const shop = await foundation.registry.registerShop(tenantId, of);
  const { key } = await foundation.apiKeys.create({ tenantId, name, scopes: ['read'], shopGrants: null });
  return { shopKey: shop.key, apiKey: key };
}

/** An answer with an error in it is 200 too; the server's own metrics tell them apart. */
async function failures(): Promise<number> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  const counts = [...text.matchAll(/^shopgraph_operation_duration_seconds_count\{(.*)\} (\d+)$/gm)];
  return counts.reduce((sum, [, labels, count]) => (labels?.includes('outcome="OK"') ? sum : sum + Number(count)), 0);
}

tellParent({ url, callers }, async () => ({ failed: await failures() }));
