import type { Command } from 'commander';
import type { Console } from '../console.js';
import type { EmulateOptions } from '../emulate.js';

/** `emulate`: the platforms' stand-ins alone. */
export function addEmulate(program: Command, console: Console): void {
  program
    .command('emulate')
    .description('run the stand-ins of the platforms alone, until stopped')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port of the first stand-in, the next ones follow; 0 takes free ports', '0')
    .option('--latency <ms>', 'milliseconds every answer takes', '0')
    .option('--json', 'print {"platforms":[{"platform","url","demoShops"}]}')
    .action(async (options: EmulateOptions) => (await import('../emulate.js')).emulate(options, console));
}
