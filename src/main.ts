import 'reflect-metadata';
import { processConsole } from './cli/console.js';
import { runCommandLine } from './cli/program.js';

process.exit(await runCommandLine(['demo', ...process.argv.slice(2)], processConsole));
