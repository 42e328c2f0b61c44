import { administrate } from './administration.js';
import { answer, table } from './answer.js';
import type { Console } from './console.js';

/** `tenants create`. */
export function createTenant({ name, json }: { name: string; json?: boolean }, console: Console): Promise<void> {
  return administrate(async ({ registry, audited }) => {
    const tenant = await registry.createTenant(name);
    // Its id is random and made with it, so that its audit row cannot come before it.
    await audited({ tenantId: tenant.id, action: 'tenants create' }, async () => undefined);
    answer(console, json, { id: tenant.id, name: tenant.name }, [`${tenant.id}  ${tenant.name}`]);
  });
}

/** `tenants list`. */
export function listTenants({ json }: { json?: boolean }, console: Console): Promise<void> {
  return administrate(async ({ registry }) => {
    const all = await registry.listTenants();
    answer(console, json, all, table(all.map(({ id, name, createdAt }) => [id, createdAt.toISOString(), name])));
  });
}
