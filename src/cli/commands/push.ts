import { type Command, Option } from 'commander';
import type { Console } from '../console.js';
import type { LetterOptions, SettleOptions } from '../push-administration.js';

const LETTER =
  '"id","state","reason","attempts","tenantId","platform","shopId","viaShopId","tag","messageId","occurredAt","receivedAt"';

/** `push list|show|replay|drop`. */
export function addPush(program: Command, console: Console): void {
  const push = program.command('push').description('push messages that wait for a person: parked, or in quarantine');
  const work = () => import('../push-administration.js');

  push
    .command('list')
    .description('show them, newest first')
    .option('--tenant <id or name>', 'only those of this tenant')
    .addOption(new Option('--state <state>', 'only those in this state').choices(['parked', 'quarantined']))
    .option('--json', `print [{${LETTER}}]`)
    .action(async (options: LetterOptions) => (await work()).listLetters(options, console));

  push
    .command('show')
    .description('show one with its content; that of an unreadable one may hold personal data')
    .argument('<message>', 'number of the message')
    .option('--json', `print {${LETTER},"content"}`)
    .action(async (id: string, options: { json?: boolean }) => (await work()).showLetter(id, options, console));

  push
    .command('replay')
    .description('try messages again, from the first try on; a running server does')
    .argument('[messages...]', 'numbers of the messages')
    .option('--all', 'all that are parked')
    .option('--tenant <id or name>', 'with --all: only those of this tenant')
    .option('--json', 'print {"ids"}')
    .action(async (ids: string[], options: SettleOptions) => (await work()).replayLetters(ids, options, console));

  push
    .command('drop')
    .description('give messages up; their content is removed')
    .argument('[messages...]', 'numbers of the messages')
    .option('--all', 'all that are parked')
    .option('--tenant <id or name>', 'with --all: only those of this tenant')
    .option('--json', 'print {"ids"}')
    .action(async (ids: string[], options: SettleOptions) => (await work()).dropLetters(ids, options, console));
}
