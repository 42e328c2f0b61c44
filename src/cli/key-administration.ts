import type { ApiKeyInfo } from '../tenants/api-keys.js';
import { shopGlobalId } from '../tenants/global-id.js';
import { type Administration, administrate } from './administration.js';
import { answer, table } from './answer.js';
import type { Console } from './console.js';
import { CommandFailure, WrongUse } from './exit-code.js';

/** Options of `keys create`. */
export interface CreateKeyOptions {
  readonly tenant: string;
  readonly scopes: string;
  readonly shops?: string;
  readonly name: string;
  readonly expires?: string;
  readonly json?: boolean;
}

/** `keys create`. */
export const createKey = (options: CreateKeyOptions, console: Console): Promise<void> =>
  administrate((administration) => create(administration, options, console));

/** `keys list`. */
export function listKeys(options: { tenant?: string; json?: boolean }, console: Console): Promise<void> {
  return administrate(async (administration) => {
    const tenantId = options.tenant === undefined ? undefined : (await administration.tenant(options.tenant)).id;
    const all = await administration.apiKeys.list(tenantId);
    answer(console, options.json, all.map(show), table(all.map(row)));
  });
}

/** `keys revoke`. */
export function revokeKey(id: string, options: { json?: boolean }, console: Console): Promise<void> {
  return administrate(async ({ apiKeys, audited }) => {
    const known = (await apiKeys.list()).find((key) => key.id === id);
    if (known === undefined) throw new CommandFailure('there is no such key');
    const { revokedAt } = await audited({ tenantId: known.tenantId, action: 'keys revoke' }, () => apiKeys.revoke(id));
    answer(console, options.json, { id, revokedAt }, [`${id} revoked`]);
  });
}

async function create(administration: Administration, options: CreateKeyOptions, console: Console): Promise<void> {
  const { apiKeys, audited } = administration;
  const tenant = await administration.tenant(options.tenant);
  const expiresAt = options.expires === undefined ? undefined : expiry(options.expires);
  const wanted = {
    tenantId: tenant.id,
    name: options.name,
    scopes: listOf(options.scopes),
    shopGrants: options.shops === undefined ? null : await grants(administration, tenant.id, listOf(options.shops)),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  const { id, key, scopes } = await audited({ tenantId: tenant.id, action: 'keys create' }, () =>
    apiKeys.create(wanted),
  );
  const lines = [`id      ${id}`, `key     ${key}`, `scopes  ${scopes.join(' ')}`];
  if (options.json !== true) console.note('The key is shown this once; only its hash is kept.');
  answer(console, options.json, { id, key, scopes }, lines);
}

async function grants(administration: Administration, tenantId: string, ids: readonly string[]): Promise<string[]> {
  const shops = await Promise.all(ids.map((id) => administration.shop(id)));
  if (shops.length === 0) throw new WrongUse('--shops names no shop');
  if (shops.some((shop) => shop.tenantId !== tenantId)) throw new CommandFailure('there is no such shop');
  return shops.map((shop) => shop.key);
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function expiry(text: string): Date {
  const [, count, unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new WrongUse('--expires is a whole number of days, hours or minutes: 90d, 12h, 30m');
  return new Date(Date.now() + Number(count) * (UNIT_MS[unit] ?? 0));
}

const show = ({ shopGrants, ...key }: ApiKeyInfo): object => ({
  ...key,
  shops: shopGrants?.map(shopGlobalId) ?? null,
});

function row(key: ApiKeyInfo): string[] {
  const isOver = key.expiresAt !== null && key.expiresAt.getTime() <= Date.now();
  const state = key.revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'in force';
  return [key.id, key.tenantId, state, key.createdAt.toISOString(), key.name, key.scopes.join(' ')];
}
