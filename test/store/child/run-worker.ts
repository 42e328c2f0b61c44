import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Runs `worker.ts` in a process of its own; resolves with what it said and how it ended. */
export function runWorker(
  ...args: string[]
): Promise<{ said: unknown[]; signal: string | null; code: number | null; errors: string }> {
  return new Promise((resolve) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = execFile(
      process.execPath,
      ['--no-warnings', '--import', here('./register.mjs'), here('./worker.ts'), ...args],
      { env },
      (_error, stdout, errors) => {
        const said = stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as unknown);
        resolve({ said, signal: child.signalCode, code: child.exitCode, errors });
      },
    );
  });
}
