import type { InboxMessage, MessageState } from '../push/inbox.js';
import { shopGlobalId } from '../tenants/global-id.js';
import { type Administration, administrate } from './administration.js';
import { answer, table } from './answer.js';
import type { Console } from './console.js';
import { CommandFailure, WrongUse } from './exit-code.js';

/** Which messages wait for a person. */
export interface LetterOptions {
  readonly tenant?: string;
  readonly state?: 'parked' | 'quarantined';
  readonly json?: boolean;
}

/** Options of `push replay` and `push drop`. */
export interface SettleOptions {
  readonly tenant?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

const WAITING: readonly MessageState[] = ['PARKED', 'QUARANTINED'];
const AT_ONCE = 100;

/** `push list`. */
export function listLetters(options: LetterOptions, console: Console): Promise<void> {
  return administrate(async (administration) => {
    const states = options.state === undefined ? WAITING : WAITING.filter((one) => one.toLowerCase() === options.state);
    const letters = await lettersOf(administration, states, options.tenant);
    answer(console, options.json, letters.map(show), table(letters.map(row)));
  });
}

/** `push show`. */
export function showLetter(id: string, options: { json?: boolean }, console: Console): Promise<void> {
  return administrate(async (administration) => {
    const letter = await letterOf(administration, id);
    const shop = await administration.registry.shopByKey(letter.shopKey ?? letter.viaShopKey);
    const opened = { tenantId: letter.tenantId, action: 'push show', ...(shop === null ? {} : { shop }) };
    const content = await administration.audited(opened, () => contentOf(administration, letter));
    const facts = show(letter);
    const lines = table(Object.entries(facts).map(([name, value]) => [name, String(value ?? '-')]));
    answer(console, options.json, { ...facts, content }, [...lines, content ?? '']);
  });
}

/** `push replay`. */
export const replayLetters = (ids: readonly string[], options: SettleOptions, console: Console): Promise<void> =>
  settle('push replay', ids, options, console, ({ store }, letter) => store.inbox.replay([letter]));

/** `push drop`. */
export const dropLetters = (ids: readonly string[], options: SettleOptions, console: Console): Promise<void> =>
  settle('push drop', ids, options, console, ({ store }, letter) => store.inbox.drop([letter]));

function settle(
  action: string,
  ids: readonly string[],
  options: SettleOptions,
  console: Console,
  change: (administration: Administration, id: number) => Promise<number>,
): Promise<void> {
  if ((options.all === true) === ids.length > 0) throw new WrongUse('name messages, or say --all');
  if (options.tenant !== undefined && options.all !== true) throw new WrongUse('--tenant goes with --all');
  return administrate(async (administration) => {
    const letters =
      options.all === true
        ? await lettersOf(administration, ['PARKED'], options.tenant)
        : await Promise.all(ids.map((id) => letterOf(administration, id)));
    const settled: number[] = [];
    for (const letter of letters) {
      const shop = await administration.registry.shopByKey(letter.shopKey ?? letter.viaShopKey);
      const row = { tenantId: letter.tenantId, action, ...(shop === null ? {} : { shop }) };
      const count = await administration.audited(row, () => change(administration, letter.id));
      if (count === 1) settled.push(letter.id);
    }
    answer(console, options.json, { ids: settled }, [`${settled.length} of ${letters.length} messages`]);
  });
}

/** All that wait, newest first. */
async function lettersOf(
  { store, tenant: find }: Administration,
  states: readonly MessageState[],
  tenant: string | undefined,
): Promise<InboxMessage[]> {
  const tenantId = tenant === undefined ? {} : { tenantId: (await find(tenant)).id };
  const all: InboxMessage[] = [];
  for (;;) {
    const last = all.at(-1);
    const before = last === undefined ? {} : { beforeId: last.id };
    const page = await store.inbox.list({ ...tenantId, states, limit: AT_ONCE, ...before });
    all.push(...page);
    if (page.length < AT_ONCE) return all;
  }
}

async function letterOf({ store }: Administration, id: string): Promise<InboxMessage> {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new WrongUse('a message is named by its number in `push list`');
  const letter = await store.inbox.find(Number(id));
  if (letter === null || !WAITING.includes(letter.state)) throw new CommandFailure('no such message waits');
  return letter;
}

/** The message as it is kept; of an unreadable one the body, whatever is in it. */
async function contentOf({ registry }: Administration, letter: InboxMessage): Promise<string | null> {
  if (letter.quarantine !== 'UNREADABLE' || letter.raw === null) return letter.raw;
  const shop = await registry.shopByKey(letter.viaShopKey);
  if (shop === null) return null;
  return Buffer.from(await registry.notes.open(shop, letter.raw), 'base64').toString();
}

const show = (letter: InboxMessage) => ({
  id: letter.id,
  state: letter.state,
  reason: letter.quarantine ?? letter.problem,
  attempts: letter.attempts,
  tenantId: letter.tenantId,
  platform: letter.platform,
  shopId: letter.shopKey === null ? null : shopGlobalId(letter.shopKey),
  viaShopId: shopGlobalId(letter.viaShopKey),
  tag: letter.tag,
  messageId: letter.messageId,
  occurredAt: letter.occurredAt?.toISOString() ?? null,
  receivedAt: letter.receivedAt.toISOString(),
});

const row = (letter: InboxMessage): string[] => [
  String(letter.id),
  letter.state,
  letter.receivedAt.toISOString(),
  letter.platform,
  shopGlobalId(letter.shopKey ?? letter.viaShopKey),
  letter.tag ?? '-',
  letter.quarantine ?? letter.problem ?? '-',
];
