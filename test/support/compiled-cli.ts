import { type ChildProcess, fork, spawn } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from '../../build.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '../..');

/** A compiled copy of the sources inside `node_modules`, so that the command line runs outside this process. */
export interface CompiledCli {
  /**
   * Runs a command to its end, in one process for all of them, one after the other: loading the program takes most of a
   * command's time. Exit codes and streams are those that `main.ts` hands on.
   */
  run(words: readonly string[], env?: Record<string, string>): Promise<Finished>;
  /** Starts a command in a process of its own; `until` resolves with the match of its output. */
  start(words: readonly string[], env?: Record<string, string>): Running;
  /** Ends what still runs, as after a failed test, and removes the copy. */
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
  // Away from the project, so that no .env file is found, and with nothing of this process's settings.
  const own = { cwd: base, env: { PATH: process.env['PATH'] ?? '' } };

  const children = new Set<ChildProcess>();
  const keep = (child: ChildProcess): void => {
    children.add(child);
    child.once('exit', () => children.delete(child));
  };

  const start = (words: readonly string[], env: Record<string, string> = {}): Running => {
    const child = spawn(process.execPath, [join(base, 'dist/cli/main.js'), ...words], {
      cwd: own.cwd,
      env: { ...own.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    keep(child);
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

  let resident: ChildProcess | undefined;
  /** What was written past the commands' console since the last answer: shown as an error of the next. */
  let past = '';
  const open = (): ChildProcess => {
    const program = pathToFileURL(join(base, 'dist/cli/program.js')).href;
    const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
    const child = fork(join(HERE, 'child/command-lines.mjs'), [program], { ...own, execArgv: [], stdio: [...stdio] });
    keep(child);
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        past += chunk.toString();
      });
    return child;
  };
  const ask = (words: readonly string[], env: Record<string, string>): Promise<Finished> => {
    resident ??= open();
    const child = resident;
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error(`the process of the command lines ended: ${past}`));
      child.once('exit', onExit);
      child.once('message', ({ code, out, err }: Finished) => {
        child.off('exit', onExit);
        resolve({ code, out, err: err + past });
        past = '';
      });
      child.send({ words, env: { ...own.env, ...env } });
    });
  };
  let last: Promise<unknown> = Promise.resolve();

  return {
    start,
    run: (words, env = {}) => {
      const finished = last.then(() => ask(words, env));
      last = finished.catch(() => undefined);
      return finished;
    },
    remove: () => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(base, { recursive: true, force: true });
    },
  };
}
