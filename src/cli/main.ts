#!/usr/bin/env node
import 'reflect-metadata';
import { processConsole } from './console.js';
import { runCommandLine } from './program.js';

process.exit(await runCommandLine(process.argv.slice(2), processConsole));
