import type { Command } from 'commander';
import type { Console } from '../console.js';

/** `tenants create|list`. */
export function addTenants(program: Command, console: Console): void {
  const tenants = program.command('tenants').description('merchant organisations');
  const work = () => import('../tenant-administration.js');

  tenants
    .command('create')
    .description('add a tenant')
    .requiredOption('--name <name>', 'name, unique in this installation')
    .option('--json', 'print {"id","name"}')
    .action(async (options: { name: string; json?: boolean }) => (await work()).createTenant(options, console));

  tenants
    .command('list')
    .description('show the tenants')
    .option('--json', 'print [{"id","name","createdAt"}]')
    .action(async (options: { json?: boolean }) => (await work()).listTenants(options, console));
}
