import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** Some packages that are bundled are CommonJS; what they require of Node has to be found from an ES module. */
const REQUIRE = "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);";

/**
 * Bundles the programs of `src` with the packages they use: Node finds, reads and compiles some twenty files where it
 * would take two thousand, and a start takes half the time (docs/decisions/017). Types are checked by `npm run types`.
 * @param {string} target folder that is made anew
 */
export function build(target) {
  const root = dirname(fileURLToPath(import.meta.url));
  rmSync(target, { recursive: true, force: true });
  buildSync({
    absWorkingDir: root,
    // The third is what the tests of the command line run in one process, the last is a thread's program.
    entryPoints: ['src/main.ts', 'src/cli/main.ts', 'src/cli/program.ts', 'src/store/push-writer.thread.ts'],
    outdir: target,
    // As deep as the files they are made of, so that a file named relative to one of them is found.
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.20',
    // Native code, chosen by system.
    external: ['libsql'],
    banner: { js: REQUIRE },
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  build(join(dirname(fileURLToPath(import.meta.url)), 'dist'));
}
