import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Foundation } from '../foundation.js';

/** The API keys of the demo, in clear. */
export interface DemoKeys {
  readonly read: string;
  readonly admin: string;
}

const FILE = 'demo-keys.json';

/**
 * The demo tenant's two keys. They are kept in the data directory, readable by its owner only, so that scripts and
 * open explorers survive a restart; a kept key that is no longer in force is made anew.
 */
export async function demoKeys(foundation: Foundation, dataDir: string, tenantId: string): Promise<DemoKeys> {
  const path = join(dataDir, FILE);
  const kept = readKept(path);
  const keep = async (scopes: 'read' | 'admin'): Promise<string> => {
    const key = kept[scopes];
    const caller = key === undefined ? null : await foundation.apiKeys.verify(key);
    if (key !== undefined && caller?.tenantId === tenantId) return key;
    const wanted = { tenantId, name: `demo ${scopes}`, scopes: [scopes], shopGrants: null };
    return (await foundation.apiKeys.create(wanted)).key;
  };
  const keys = { read: await keep('read'), admin: await keep('admin') };
  writeFileSync(`${path}.new`, `${JSON.stringify(keys)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return keys;
}

function readKept(path: string): Partial<DemoKeys> {
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof kept !== 'object' || kept === null) return {};
    const { read, admin } = kept as Record<string, unknown>;
    return { ...(typeof read === 'string' ? { read } : {}), ...(typeof admin === 'string' ? { admin } : {}) };
  } catch {
    return {};
  }
}
