import { spawn } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../../build.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** A compiled copy of the sources inside `node_modules`, so that the command line runs as a process of its own. */
export interface CompiledCli {
  /** Runs a command to its end. */
  run(words: readonly string[], env?: Record<string, string>): Promise<Finished>;
  /** Starts a command that stays; `until` resolves with the match of its output. */
  start(words: readonly string[], env?: Record<string, string>): Running;
  remove(): void;
}

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  until(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Finished>;
}

/** Compiles the sources; a second of work. */
export function compileCli(): CompiledCli {
  const base = join(ROOT, 'node_modules/.cache', `shopgraph-cli-${process.pid}`);
  build(join(base, 'dist'));
  copyFileSync(join(ROOT, 'package.json'), join(base, 'package.json'));

  const start = (words: readonly string[], env: Record<string, string> = {}): Running => {
    const child = spawn(process.execPath, [join(base, 'dist/cli/main.js'), ...words], {
      // Away from the project, so that no .env file is found, and with nothing of this process's settings.
      cwd: base,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    const watchers = new Set<() => void>();
    const tell = () => {
      for (const watcher of watchers) watcher();
    };
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      tell();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
      tell();
    });
    const ended = new Promise<Finished>((resolve) => {
      child.on('close', (code) => {
        resolve({ code, out, err });
        tell();
      });
    });
    return {
      until: (pattern) =>
        new Promise((resolve, reject) => {
          const look = () => {
            const match = pattern.exec(out + err);
            if (match === null && child.exitCode === null) return;
            watchers.delete(look);
            if (match !== null) resolve(match);
            else reject(new Error(`ended with ${child.exitCode} before ${pattern}: ${out}${err}`));
          };
          watchers.add(look);
          look();
        }),
      signal: (name) => void child.kill(name),
      ended,
    };
  };
  return {
    start,
    run: (words, env) => start(words, env).ended,
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}
