import { Worker } from 'node:worker_threads';
import type { StartThread } from '../../src/store/push-thread.js';

/** Starts the thread that writes what is pushed from its source, as processes of tests are started. */
export const threadOfSources: StartThread = (options) =>
  new Worker(new URL('../../src/store/push-writer.thread.ts', import.meta.url), {
    ...options,
    execArgv: ['--no-warnings', '--import', new URL('./child/register.mjs', import.meta.url).href],
  });
