import { Refusal } from './envelope.js';
import type { Account } from './records.js';

/** Calls of one method that the host lets pass within a second. */
const MOST: Readonly<Record<string, number>> = { GET: 5, POST: 4, PUT: 4, PATCH: 4, DELETE: 3 };
const WINDOW_MS = 1000;

/** Counts calls of the last second by account, address and method; refused ones count too. */
export class Throttle {
  private readonly seen = new Map<string, number[]>();

  constructor(private readonly now: () => number) {}

  /** @throws Refusal with 429 in the body */
  count(account: Account, address: string, method: string): void {
    const key = JSON.stringify([account.openid, account.appid, address, method]);
    const now = this.now();
    const recent = (this.seen.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
    const isOver = recent.length >= (MOST[method] ?? Number.POSITIVE_INFINITY);
    this.seen.set(key, [...recent, now]);
    if (isOver) throw new Refusal('请求已被限流。 预计 1 秒后可用。', 429);
  }

  clear(): void {
    this.seen.clear();
  }
}
