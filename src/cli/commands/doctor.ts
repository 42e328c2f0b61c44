import type { Command } from 'commander';
import { readEnvironment } from '../../config/env.js';
import { answer } from '../answer.js';
import type { Console } from '../console.js';
import { CommandFailure } from '../exit-code.js';

/** `doctor`. */
export function addDoctor(program: Command, console: Console): void {
  program
    .command('doctor')
    .description('check configuration, store, keys, clock and the platforms; exit code 1 on a problem')
    .option('--json', 'print [{"check","ok","detail"}]')
    .action(async ({ json }: { json?: boolean }) => {
      const { examine } = await import('../examine.js');
      const findings = await examine(readEnvironment());
      const lines = findings.map(({ check, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd(14)}${detail}`);
      answer(console, json, findings, lines);
      const failed = findings.filter(({ ok }) => !ok).length;
      if (failed > 0) throw new CommandFailure(`${failed} of ${findings.length} checks failed`);
    });
}
