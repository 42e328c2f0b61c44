import { CommanderError } from 'commander';
import { ConfigProblems } from '../config/config-problems.js';
import { AppError, InputErrors } from '../errors/app-error.js';
import { StoreError } from '../store/store-error.js';
import { KeyringError } from '../tenants/keyring.js';
import type { Console } from './console.js';

/** The command was used in a way it does not offer; exit code 2. */
export class WrongUse extends Error {}

/** The command could not do its work, for a reason that is told in its message; exit code 1. */
export class CommandFailure extends Error {}

/**
 * Tells what went wrong, one line a problem, and chooses the exit code: 2 for wrong use, 1 for a failure, 0 for help.
 * The message of an error that is none of ours is shown by its first line, never with its stack.
 */
export function exitCodeOf(error: unknown, console: Console): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const fail = (code: number, lines: readonly string[]): number => {
    for (const line of lines) console.note(`error: ${line}`);
    return code;
  };
  if (error instanceof WrongUse) return fail(2, [error.message]);
  if (error instanceof InputErrors) return fail(2, error.errors.map(describe));
  if (error instanceof AppError) return fail(error.code === 'INVALID_INPUT' ? 2 : 1, [describe(error)]);
  if (error instanceof ConfigProblems) return fail(1, error.problems);
  const isOurs = error instanceof CommandFailure || error instanceof StoreError || error instanceof KeyringError;
  const [line = 'unknown'] = (error instanceof Error ? error.message : 'unknown').split('\n');
  return fail(1, [isOurs ? line : `unexpected failure: ${line.slice(0, 300)}`]);
}

function describe(error: AppError): string {
  const path = error.detail.path?.filter((part) => part !== 'input').join('.');
  return `${path ? `${path}: ` : ''}${error.message} (${error.code})`;
}
