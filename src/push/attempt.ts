import { AppError } from '../errors/app-error.js';
import type { Logger } from '../log/logger.js';
import type { TenantRegistry } from '../tenants/registry.js';
import type { Shop } from '../tenants/shop.js';
import type { NewChange } from './change.js';
import type { PushHandler } from './handler.js';
import { type ClaimedMessage, type InboxMessage, MAX_ATTEMPTS, type Verdict } from './inbox.js';
import type { PushReceiver } from './receiver.js';

/** Waits after the first, second, ... failed try, in milliseconds; there are four between five tries. */
const GAPS_MS = [1_000, 5_000, 30_000, 120_000];
/** Time of one try. */
const TRY_MS = 10_000;
const MAX_PROBLEM = 300;

/** What tries are made with. */
export interface AttemptParts {
  readonly registry: Pick<TenantRegistry, 'shopByKey'>;
  /** For messages that come out of quarantine. */
  readonly receiver: Pick<PushReceiver, 'readAgain' | 'ownerOf'>;
  readonly log: Logger;
  /** Other times than the usual ones, for tests. */
  readonly times?: { readonly gapsMs?: readonly number[]; readonly tryMs?: number };
}

/**
 * Tries a message. Never throws: a failure is a verdict as well.
 * @param handler absent: its change is told as it is
 */
export async function attempt(
  message: ClaimedMessage,
  handler: PushHandler | undefined,
  parts: AttemptParts,
): Promise<Verdict> {
  const { id } = message;
  try {
    if (message.quarantine === 'UNREADABLE')
      return (await parts.receiver.readAgain(message))
        ? { id, kind: 'done', changes: [] }
        : { id, kind: 'quarantined' };
    const shop = await shopOf(message, parts);
    // A shop that was removed has nobody who could be told.
    if (shop === null)
      return message.shopKey === null ? { id, kind: 'quarantined' } : { id, kind: 'done', changes: [] };
    const change = changeOf(message, shop);
    if (handler === undefined || isOldNews(message)) return { id, kind: 'done', changes: [change] };
    return { id, kind: 'done', changes: await handleWithin(handler, shop, change, parts.times?.tryMs ?? TRY_MS) };
  } catch (error) {
    return failed(message, error, parts);
  }
}

/** The feed judges again when the change is appended; here an object need not be read for nothing. */
const isOldNews = ({ toldUntil, occurredAt }: ClaimedMessage): boolean =>
  toldUntil !== null && occurredAt !== null && occurredAt.getTime() < toldUntil;

async function shopOf(message: InboxMessage, { receiver, registry }: AttemptParts): Promise<Shop | null> {
  if (message.shopKey === null) return receiver.ownerOf(message);
  const shop = await registry.shopByKey(message.shopKey);
  return shop?.tenantId === message.tenantId ? shop : null;
}

const changeOf = (message: ClaimedMessage, shop: Shop): NewChange => ({
  tenantId: shop.tenantId,
  shopKey: shop.key,
  kind: message.kind,
  subject: message.subject,
  tag: message.tag,
  source: 'PUSH',
  raw: message.raw,
  occurredAt: message.occurredAt,
  fingerprint: null,
  receivedAt: message.receivedAt,
});

/** Lets a handler work for a limited time. One that does not listen to its signal is left to itself, and has failed. */
async function handleWithin(
  handler: PushHandler,
  shop: Shop,
  change: NewChange,
  milliseconds: number,
): Promise<readonly NewChange[]> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new AppError('DEADLINE_EXCEEDED', 'The handler of the message took too long.');
      controller.abort(error);
      reject(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([handler({ shop, change, signal: controller.signal }), over]);
  } finally {
    clearTimeout(timer);
  }
}

function failed(message: ClaimedMessage, err: unknown, { log, times }: AttemptParts): Verdict {
  const { id, platform, attempts, tag } = message;
  const facts = { err, message: id, platform, tag, attempts };
  const isLast = attempts >= MAX_ATTEMPTS;
  if (isLast) log.error(facts, 'a push message was parked after its last try');
  else log.warn(facts, 'a try of a push message failed');
  const gaps = times?.gapsMs ?? GAPS_MS;
  const gap = (gaps[attempts - 1] ?? gaps.at(-1) ?? 0) * (0.8 + Math.random() * 0.4);
  return { id, kind: 'failed', problem: problemOf(err), dueAt: isLast ? null : new Date(Date.now() + gap) };
}

/** Why a try failed, in words that are safe to keep: our own errors speak for themselves, others are only named. */
const problemOf = (error: unknown): string =>
  error instanceof AppError ? `${error.code}: ${error.message}`.slice(0, MAX_PROBLEM) : 'INTERNAL: see the log';
