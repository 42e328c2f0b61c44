import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log/logger.js';
import { type ChangeFeed, FEED_KEPT_MS } from './change-feed.js';
import { INBOX_KEPT_MS, type Inbox } from './inbox.js';

const EVERY_MS = 60_000;
/** Rows removed in one transaction, and the pause after it, in which others write. */
const AT_ONCE = 200;
const PAUSE_MS = 20;

/** Removes messages and changes past their time, a few at a time. */
export class Retention {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private isStopping = false;

  constructor(
    private readonly parts: {
      readonly inbox: Inbox;
      readonly feed: ChangeFeed;
      readonly log: Logger;
      /** Wall clock. */
      readonly now?: () => Date;
    },
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.sweep(), EVERY_MS).unref();
  }

  /** Ends after the transaction that is under way. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.sweeping;
  }

  /** Removes all that is past its time, or joins in doing so. Never throws. */
  sweep(): Promise<void> {
    this.sweeping ??= this.sweepAll()
      .catch((err: unknown) => this.parts.log.warn({ err }, 'old push messages and changes could not be removed'))
      .finally(() => {
        this.sweeping = undefined;
      });
    return this.sweeping;
  }

  private async sweepAll(): Promise<void> {
    const { inbox, feed } = this.parts;
    const now = (this.parts.now?.() ?? new Date()).getTime();
    await this.repeat(() => inbox.prune(new Date(now - INBOX_KEPT_MS), AT_ONCE));
    await this.repeat(() => feed.prune(new Date(now - FEED_KEPT_MS), AT_ONCE));
  }

  private async repeat(prune: () => Promise<number>): Promise<void> {
    while (!this.isStopping && (await prune()) > 0) await sleep(PAUSE_MS);
  }
}
