import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Measure, Told } from './workload.js';

/** A process of the benchmark that answers requests. */
export interface Worker {
  readonly told: Told;
  measure(): Promise<Measure>;
  stop(): Promise<void>;
}

/** Whether processes can be kept on a core each: what is measured then shares its core with nothing of ours. */
export const canPin = availableParallelism() > 1 && existsSync('/usr/bin/taskset');

/** Command and arguments of a node process, kept on one core where that is possible. */
export function nodeOn(core: number, words: readonly string[]): [command: string, words: string[]] {
  return canPin
    ? ['/usr/bin/taskset', ['-c', String(core), process.execPath, ...words]]
    : [process.execPath, [...words]];
}

/** Starts a file of this folder as a process of its own, and waits until it tells where it answers. */
export async function startWorker(file: string, core: number, args: readonly string[] = []): Promise<Worker> {
  const script = fileURLToPath(new URL(file, import.meta.url));
  const [command, words] = nodeOn(core, [script, ...args]);
  const child = spawn(command, words, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const told = await next<Told>(child);
  return {
    told,
    measure: () => {
      const measured = next<Measure>(child);
      child.send('measure');
      return measured;
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** The next message of a child; fails when the child ends first. */
function next<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a process of the benchmark ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.removeListener('exit', onExit);
      resolve(message as T);
    });
  });
}
