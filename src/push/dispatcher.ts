import { randomUUID } from 'node:crypto';
import { type AttemptParts, attempt } from './attempt.js';
import { orderKeyOf } from './change.js';
import type { PushPlatform } from './dialect.js';
import type { PushHandler } from './handler.js';
import { type ClaimedMessage, type Inbox, LEASE_MS, type Verdict } from './inbox.js';
import { Lanes } from './lanes.js';
import type { PushObserver } from './observer.js';

/** How often messages are looked for that nobody told of: due again, replayed, or left by another process. */
const POLL_MS = 1_000;
/** How long messages that come together are gathered before they are claimed. */
const GATHER_MS = 25;
const CLAIMED_AT_ONCE = 100;
/** Messages of this process at once. */
const MAX_HELD = 400;
/** The lane of messages that wait for no platform; no shop's key has this form. */
const QUICK = '-';
/** Tries of ending a try while the store is not able to. */
const FINISH_TRIES = 4;
const FINISH_AGAIN_MS = 500;

/** What the dispatcher is made with. */
export interface DispatcherParts extends AttemptParts {
  readonly inbox: Inbox;
  readonly platforms: readonly PushPlatform[];
  readonly observer: PushObserver;
  readonly times?: AttemptParts['times'] & { readonly pollMs?: number };
}

/**
 * Hands messages that were acknowledged to their platforms' handlers, and their changes to the feed. A message belongs to one
 * process at a time; what a process leaves undone when it dies is due again when its lease ends.
 */
export class PushDispatcher {
  private readonly owner = randomUUID();
  private readonly handlers: ReadonlyMap<string, PushHandler | undefined>;
  private readonly lanes = new Lanes((group) => this.run(group));
  private timers: NodeJS.Timeout[] = [];
  private gathering: NodeJS.Timeout | undefined;
  private claiming: Promise<void> | undefined;
  /** Whether something came while a claim was under way, which may have looked before. */
  private isAsked = false;
  private isRunning = false;

  constructor(private readonly parts: DispatcherParts) {
    this.handlers = new Map(parts.platforms.map(({ name, handle }) => [name, handle]));
  }

  /** Begins with what an earlier run left, and goes on. */
  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    const every = (ms: number, work: () => void): NodeJS.Timeout => setInterval(work, ms).unref();
    this.timers = [
      every(this.parts.times?.pollMs ?? POLL_MS, () => this.claimSome()),
      every(LEASE_MS / 3, () => void this.renew()),
    ];
    this.claimSome();
  }

  /** Tells that messages were stored. */
  readonly wake = (): void => {
    if (!this.isRunning || this.gathering !== undefined) return;
    this.gathering = setTimeout(() => {
      this.gathering = undefined;
      this.claimSome();
    }, GATHER_MS);
  };

  /** Claims no more, ends the tries under way, gives back what was not begun. */
  async stop(): Promise<void> {
    this.isRunning = false;
    for (const timer of this.timers) clearInterval(timer);
    clearTimeout(this.gathering);
    await this.claiming;
    await this.release(this.lanes.clear());
    await this.lanes.idle();
  }

  /** Gives back what was not begun. */
  private async release(ids: readonly number[]): Promise<void> {
    try {
      if (ids.length > 0) await this.parts.inbox.release(this.owner, ids);
    } catch (err) {
      this.parts.log.warn({ err }, 'push messages could not be given back; they are due again when their lease ends');
    }
  }

  private claimSome(): void {
    this.isAsked = true;
    if (this.claiming !== undefined || !this.isRunning) return;
    this.claiming = this.claim().finally(() => {
      this.claiming = undefined;
    });
  }

  private async claim(): Promise<void> {
    const { inbox, log, observer } = this.parts;
    try {
      while (this.isAsked && this.isRunning && this.lanes.size < MAX_HELD) {
        this.isAsked = false;
        const limit = Math.min(CLAIMED_AT_ONCE, MAX_HELD - this.lanes.size);
        const { messages, parked } = await inbox.claim(this.owner, { limit, exceptShops: this.lanes.full() });
        for (const { id, platform } of parked) {
          observer.dispatched(platform, 'PARKED');
          log.error({ message: id, platform }, 'a push message was parked: no try of it came to an end');
        }
        this.add(messages);
        if (messages.length === limit) this.isAsked = true;
      }
    } catch (err) {
      log.warn({ err }, 'push messages could not be claimed');
    }
  }

  /** What waits for nobody is ended in one transaction; where a platform may be asked, each object goes its own way. */
  private add(messages: readonly ClaimedMessage[]): void {
    const quick: ClaimedMessage[] = [];
    for (const group of byObject(messages)) {
      const [first] = group;
      if (first === undefined) continue;
      if (this.handlers.get(first.platform) === undefined) quick.push(...group);
      else this.lanes.add(first.shopKey ?? first.viaShopKey, group);
    }
    if (quick.length > 0) this.lanes.add(QUICK, quick);
  }

  private async renew(): Promise<void> {
    const ids = this.lanes.ids();
    if (ids.length === 0) return;
    try {
      await this.parts.inbox.renew(this.owner, ids);
    } catch (err) {
      this.parts.log.warn({ err }, 'the lease of push messages could not be renewed');
    }
  }

  /** Works on the messages of one object in order, or on quick ones of several. */
  private async run(group: readonly ClaimedMessage[]): Promise<void> {
    const quick: Tried[] = [];
    let toldUntil: number | null = null;
    for (const [at, message] of group.entries()) {
      // It is to stop: what has not begun is another process's, or the next run's.
      if (!this.isRunning) {
        await this.release(group.slice(at).map(({ id }) => id));
        break;
      }
      const handler = this.handlers.get(message.platform);
      if (handler === undefined) quick.push({ message, verdict: await attempt(message, undefined, this.parts) });
      else {
        const told: number | null = later(message.toldUntil, toldUntil);
        const verdict = await attempt({ ...message, toldUntil: told }, handler, this.parts);
        if (verdict.kind === 'done') toldUntil = later(toldUntil, message.occurredAt?.getTime() ?? null);
        await this.finish([{ message, verdict }]);
      }
    }
    await this.finish(quick);
    // There is room again, and what waited for this object is free.
    this.wake();
  }

  private async finish(tried: readonly Tried[]): Promise<void> {
    if (tried.length === 0) return;
    const { inbox, log, observer } = this.parts;
    for (let tries = 1; ; tries += 1) {
      try {
        const verdicts = tried.map(({ verdict }) => verdict);
        const outcomes = await inbox.finish(this.owner, verdicts);
        for (const [index, { message }] of tried.entries())
          observer.dispatched(message.platform, outcomes[index] ?? 'LOST');
        return;
      } catch (err) {
        if (tries === FINISH_TRIES) {
          log.error({ err, messages: tried.length }, 'push messages could not be ended; they are due again later');
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, FINISH_AGAIN_MS * tries));
      }
    }
  }
}

interface Tried {
  readonly message: ClaimedMessage;
  readonly verdict: Verdict;
}

const later = (one: number | null, other: number | null): number | null =>
  one === null || (other !== null && other > one) ? other : one;

/** Messages of one object together, by time and then as they came; a message without an object is alone. */
function byObject(messages: readonly ClaimedMessage[]): ClaimedMessage[][] {
  const groups = new Map<string, ClaimedMessage[]>();
  for (const message of messages) {
    const { shopKey, id } = message;
    const key = (shopKey === null ? null : orderKeyOf({ ...message, shopKey })) ?? `message ${id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [message]);
    else group.push(message);
  }
  const timeOf = ({ occurredAt, receivedAt }: ClaimedMessage): number => (occurredAt ?? receivedAt).getTime();
  for (const group of groups.values()) group.sort((a, b) => timeOf(a) - timeOf(b) || a.id - b.id);
  return [...groups.values()];
}
