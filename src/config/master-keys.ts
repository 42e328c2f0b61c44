import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProblemList } from './config-problems.js';
import type { Settings } from './settings.js';

/** Who asks: `serve` takes keys from the environment only, `admin` also the kept ones, `demo` makes them. */
export type MasterKeyMode = 'serve' | 'admin' | 'demo';

const KEPT_FILE = 'master.keys';
const ENTRY = /^[A-Za-z0-9._-]{1,64}:[A-Za-z0-9+/]{43}=$/;
const MAX_KEYS = 16;
const SHAPE = 'must be id:base64(32 bytes), several separated by commas, the current one first, every id once';

/**
 * Finds the text of the keyring. It is handed on as a function, so that printing the configuration prints no key.
 * In `demo` mode a key is made at the first start and kept in the data directory, readable by its owner only.
 */
export function readMasterKeys(
  settings: Settings,
  problems: ProblemList,
  dataDir: string,
  mode: MasterKeyMode,
): () => string {
  const found = lookUp(settings, problems, dataDir, mode);
  if (found === null) return () => '';
  const { name, text } = found;
  if (!isKeyring(text)) problems.add(name, SHAPE, null);
  return () => text;
}

function lookUp(settings: Settings, problems: ProblemList, dataDir: string, mode: MasterKeyMode) {
  const direct = settings.text('MASTER_KEYS');
  const path = settings.text('MASTER_KEYS_FILE');
  if (direct !== undefined && path !== undefined)
    return problems.add('MASTER_KEYS', 'give either this or MASTER_KEYS_FILE, not both', null);
  if (direct !== undefined) return { name: 'MASTER_KEYS', text: direct };
  if (path !== undefined) {
    const text = readText(path);
    if (text === null) return problems.add('MASTER_KEYS_FILE', 'names a file that cannot be read', null);
    return { name: 'MASTER_KEYS_FILE', text: joinLines(text) };
  }
  if (mode === 'serve')
    return problems.add('MASTER_KEYS', 'must be set (or MASTER_KEYS_FILE): shop credentials are sealed with it', null);
  try {
    const text = mode === 'demo' ? keepOwnKey(dataDir) : readText(join(dataDir, KEPT_FILE));
    if (text !== null) return { name: 'DATA_DIR', text: joinLines(text) };
  } catch {
    return problems.add('DATA_DIR', 'cannot be written', null);
  }
  return problems.add('MASTER_KEYS', 'must be set (or MASTER_KEYS_FILE): the store is opened with it', null);
}

/** Writes the new key beside its place and links it there: two first starts at once end up with one key. */
function keepOwnKey(dataDir: string): string | null {
  const path = join(dataDir, KEPT_FILE);
  const kept = readText(path);
  if (kept !== null) return kept;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readText(path);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** A file may hold one key a line. */
const joinLines = (text: string): string =>
  text
    .split(/[\r\n,]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .join(',');

function isKeyring(text: string): boolean {
  const entries = text.split(',');
  const ids = new Set(entries.map((entry) => entry.split(':')[0]));
  return entries.length <= MAX_KEYS && ids.size === entries.length && entries.every((entry) => ENTRY.test(entry));
}
