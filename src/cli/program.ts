import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addDemo } from './commands/demo.js';
import { addDoctor } from './commands/doctor.js';
import { addEmulate } from './commands/emulate.js';
import { addKeys } from './commands/keys.js';
import { addPush } from './commands/push.js';
import { addSchema } from './commands/schema.js';
import { addServe } from './commands/serve.js';
import { addShops } from './commands/shops.js';
import { addTenants } from './commands/tenants.js';
import type { Console } from './console.js';
import { exitCodeOf } from './exit-code.js';

/**
 * Runs one command line.
 * @param words what follows the program's name
 * @returns the exit code: 0, 1 for a failure, 2 for wrong use
 */
export async function runCommandLine(words: readonly string[], console: Console): Promise<number> {
  const program = new Command('shopgraph')
    .description('one typed graph over the shops a merchant runs on different commerce platforms')
    .version(version(), '-v, --version')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: (text) => console.out(text.trimEnd()),
      writeErr: (text) => console.note(text.trimEnd()),
    });
  addServe(program, console);
  addDemo(program, console);
  addEmulate(program, console);
  addTenants(program, console);
  addKeys(program, console);
  addShops(program, console);
  addPush(program, console);
  addSchema(program, console);
  addDoctor(program, console);
  try {
    await program.parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return exitCodeOf(error, console);
  }
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
