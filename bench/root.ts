import { readFileSync } from 'node:fs';

/** The project's folder, seen from where this file is compiled to. */
export const ROOT = new URL('../../../', import.meta.url);

/** The options of Node that the script `serve` starts the production server with (docs/decisions/019). */
export function servedNodeOptions(): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { scripts: { serve: string } };
  return scripts.serve.split(' ').filter((word) => word.startsWith('--'));
}
