import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';

/**
 * Makes an empty folder of a test's own; the test removes it. It is in memory where the system has a place for that: the
 * store waits for the disk at every commit, milliseconds each, and no test pulls the plug.
 */
export function scratchFolder(name: string): string {
  return mkdtempSync(join(parent(), `shopgraph-${name}-`));
}

function parent(): string {
  try {
    accessSync(IN_MEMORY, constants.W_OK | constants.X_OK);
    return IN_MEMORY;
  } catch {
    return tmpdir();
  }
}
