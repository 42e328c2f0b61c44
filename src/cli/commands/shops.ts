import { type Command, Option } from 'commander';
import type { Console } from '../console.js';
import type { ProxyOptions, RegisterOptions, SandboxOptions } from '../shop-administration.js';

/** `shops register|list|sandbox|proxy`. */
export function addShops(program: Command, console: Console): void {
  const shops = program.command('shops').description('shops of a tenant');
  const work = () => import('../shop-administration.js');

  shops
    .command('register')
    .description('add a shop; its keys are read from files and stored sealed')
    .requiredOption('--tenant <id or name>', 'tenant it belongs to')
    .requiredOption('--name <name>', 'name for people')
    .addOption(
      new Option('--platform <platform>', 'platform it is on').choices(['kuaizhan', 'douyin']).makeOptionMandatory(),
    )
    .option('--access-token-file <file>', 'Kuaizhan: file with the access token')
    .option('--site-id <id>', 'Kuaizhan: site id')
    .option('--shop-id <id>', 'shop id on the platform')
    .option('--forum-id <id>', 'Kuaizhan: community id on the site')
    .option('--app-id <id>', 'Douyin: app key')
    .option('--app-secret-file <file>', 'Douyin: file with the app secret')
    .option('--sandbox', "use the platform's sandbox")
    .option('--json', 'print {"id","key","tCode","platform"}')
    .action(async (options: RegisterOptions) => (await work()).registerShop(options, console));

  shops
    .command('list')
    .description('show the shops')
    .option('--tenant <id or name>', 'only those of this tenant')
    .option('--json', 'print [{"id","key","tenantId","platform","name","status","nativeId","isSandbox","proxy"}]')
    .action(async (options: { tenant?: string; json?: boolean }) => (await work()).listShops(options, console));

  shops
    .command('sandbox')
    .description("turn the platform's sandbox on or off for a shop")
    .argument('<shop id>', 'global id')
    .addOption(new Option('--on', 'calls go to the sandbox').conflicts('off'))
    .option('--off', 'calls go to the platform itself')
    .option('--json', 'print {"id","isSandbox"}')
    .action(async (id: string, options: SandboxOptions) => (await work()).switchSandbox(id, options, console));

  shops
    .command('proxy')
    .description('set the egress proxy of a shop, or stop using one')
    .argument('<shop id>', 'global id')
    .addOption(new Option('--url <address>', 'http(s)://host:port, one of EGRESS_PROXY_HOSTS').conflicts('off'))
    .option('--password-file <file>', "file with the proxy's password")
    .option('--off', 'use no proxy')
    .option('--json', 'print {"id","proxy"}')
    .action(async (id: string, options: ProxyOptions) => (await work()).setProxy(id, options, console));
}
