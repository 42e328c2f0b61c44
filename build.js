import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

/**
 * Compiles `src` file by file with the settings of `.swcrc`: a third of a second, where a type-checking compiler takes
 * many. Types are checked by `npm run types`.
 * @param {string} target folder that is made anew
 */
export function build(target) {
  const root = dirname(fileURLToPath(import.meta.url));
  rmSync(target, { recursive: true, force: true });
  for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const { code, map } = transformFileSync(join(root, 'src', file), { cwd: root, swcrc: true });
    const out = join(target, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${code}\n//# sourceMappingURL=${file.split('/').at(-1)?.replace(/\.ts$/, '.js')}.map\n`);
    writeFileSync(`${out}.map`, map ?? '');
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build(join(dirname(fileURLToPath(import.meta.url)), 'dist'));
}
