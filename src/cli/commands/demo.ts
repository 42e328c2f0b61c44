import type { Command } from 'commander';
import { readEnvironment } from '../../config/env.js';
import type { Console } from '../console.js';
import { untilStopped } from '../until-stopped.js';

/** `demo`, which `npm start` runs: everything on this machine, with stand-ins for the platforms. */
export function addDemo(program: Command, console: Console): void {
  program
    .command('demo')
    .description('run everything on this machine, with emulated platforms and a demo tenant')
    .action(async () => {
      const { demoBanner, startDemo } = await import('../demo.js');
      const demo = await startDemo(readEnvironment());
      for (const line of demoBanner(demo)) console.out(line);
      await untilStopped(demo);
    });
}
