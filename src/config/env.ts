import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** The variables of the process, by name. An empty text counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment; the only place that touches `process.env`. In development a `.env` file in the working
 * directory fills in what the environment leaves open; with `NODE_ENV=production` it is not looked at.
 */
export function readEnvironment(directory: string = process.cwd()): Environment {
  const own = process.env;
  const file = own['NODE_ENV'] === 'production' ? {} : readDotEnv(join(directory, '.env'));
  const merged: Record<string, string | undefined> = { ...file, ...own };
  for (const [name, value] of Object.entries(merged)) if (value?.trim() === '') delete merged[name];
  return merged;
}

function readDotEnv(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Environment;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
