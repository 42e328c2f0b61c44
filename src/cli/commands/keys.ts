import type { Command } from 'commander';
import type { Console } from '../console.js';
import type { CreateKeyOptions } from '../key-administration.js';

/** `keys create|list|revoke`. */
export function addKeys(program: Command, console: Console): void {
  const keys = program.command('keys').description('API keys of a tenant');
  const work = () => import('../key-administration.js');

  keys
    .command('create')
    .description('make an API key; it is shown this once')
    .requiredOption('--tenant <id or name>', 'tenant it belongs to')
    .requiredOption('--scopes <a,b>', 'scopes, or the short forms read and admin')
    .option('--shops <id,id>', 'global ids of the only shops it may act for')
    .option('--name <name>', 'name shown in the audit log', 'api key')
    .option('--expires <time>', 'end of its life, e.g. 90d, 12h')
    .option('--json', 'print {"id","key","scopes"}')
    .action(async (options: CreateKeyOptions) => (await work()).createKey(options, console));

  keys
    .command('list')
    .description('show the keys, newest first; never their text')
    .option('--tenant <id or name>', 'only those of this tenant')
    .option('--json', 'print [{"id","tenantId","name","scopes","shops","createdAt","expiresAt","revokedAt"}]')
    .action(async (options: { tenant?: string; json?: boolean }) => (await work()).listKeys(options, console));

  keys
    .command('revoke')
    .description('end a key at once and for good')
    .argument('<key id>')
    .option('--json', 'print {"id","revokedAt"}')
    .action(async (id: string, options: { json?: boolean }) => (await work()).revokeKey(id, options, console));
}
