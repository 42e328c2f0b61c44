import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ProfileReport } from './measure/profile.js';
import type { Measure, Told } from './messages.js';

/** A process of the benchmark that answers requests. */
export interface Worker {
  readonly told: Told;
  measure(): Promise<Measure>;
  /** Of the server: begins to watch where its CPU goes, with null, or ends it and tells. */
  profile(): Promise<ProfileReport | null>;
  stop(): Promise<void>;
}

/** How to start one. */
export interface WorkerOptions {
  readonly core: number;
  readonly args?: readonly string[];
  /** Options of node itself. */
  readonly nodeOptions?: readonly string[];
}

/** Whether processes can be kept on a core each: what is measured then shares its core with nothing of ours. */
export const canPin = availableParallelism() > 1 && existsSync('/usr/bin/taskset');

/** Command and arguments of a process, kept on one core where that is possible. */
export function onCore(core: number, command: string, words: readonly string[]): [command: string, words: string[]] {
  return canPin ? ['/usr/bin/taskset', ['-c', String(core), command, ...words]] : [command, [...words]];
}

/** The same for a node process. */
export const nodeOn = (core: number, words: readonly string[]): [command: string, words: string[]] =>
  onCore(core, process.execPath, words);

/** Starts a compiled file as a process of its own, and waits until it tells where it answers. */
export async function startWorker(file: URL, { core, args = [], nodeOptions = [] }: WorkerOptions): Promise<Worker> {
  const [command, words] = nodeOn(core, [...nodeOptions, fileURLToPath(file), ...args]);
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
    profile: () => {
      const told = next<ProfileReport | null>(child);
      child.send('profile');
      return told;
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
    const onMessage = (message: unknown): void => {
      child.removeListener('exit', onExit);
      resolve(message as T);
    };
    const onExit = (code: number | null): void => {
      child.removeListener('message', onMessage);
      reject(new Error(`a process of the benchmark ended with ${code}`));
    };
    child.once('exit', onExit);
    child.once('message', onMessage);
  });
}
