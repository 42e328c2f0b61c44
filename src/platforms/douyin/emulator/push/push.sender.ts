import type { Logger } from '../../../../log/logger.js';
import { rfc3339 } from '../protocol/times.js';
import type { Row } from '../protocol/wire-json.js';
import type { Clock } from '../state/clock.js';
import { seededDraw } from '../state/draw.js';
import type { PushRules } from '../state/rules.js';
import type { Shop } from '../state/shop.record.js';
import type { DouyinState } from '../state/state.js';
import type { Grants } from '../tokens/grants.js';
import { eventBody, type PushMessage, probeBody } from './event-body.js';
import { eventSign } from './event-signature.js';
import { postBody } from './post-body.js';

/** Where an app wants its messages: one URL for each app, as in the platform's console. */
export interface PushTarget {
  readonly url: string;
  /** The app; or a shop, which stands for every app that may use it now. */
  readonly appKey?: string;
  readonly shopId?: string;
  /** Sends the probe first, as the console does when a URL is saved. Default true. */
  readonly probe?: boolean;
}

/** One try to deliver a body. */
export interface Delivery {
  readonly appKey: string;
  readonly shopId: string;
  readonly url: string;
  readonly tags: readonly number[];
  readonly msgIds: readonly string[];
  /** 1 for the first. */
  readonly attempt: number;
  /** Epoch milliseconds of the emulator's clock. */
  readonly at: number;
  readonly badSignature: boolean;
  /** HTTP status of the answer; null when there was none in time. */
  status: number | null;
  outcome: 'pending' | 'acknowledged' | 'failed' | 'given up';
}

interface Batch {
  readonly appKey: string;
  readonly shopId: string;
  readonly messages: readonly PushMessage[];
}

const MAX_DELIVERIES = 10_000;

/** Delivers messages to the apps of shops: signed, in batches, again after a failure (specification e). */
export class PushSender {
  private readonly urls = new Map<string, string>();
  private readonly queues = new Map<string, PushMessage[]>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly open = new Set<() => void>();
  private readonly watchers = new Set<() => void>();
  private draw: () => number;
  private readonly kept: Delivery[] = [];
  private waiting = 0;
  private closed = false;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly rules: { readonly push: PushRules };
      readonly state: DouyinState;
      readonly grants: Grants;
      /** Decides duplicates, drops and bad signatures. */
      readonly seed: number;
      readonly log: Logger | undefined;
    },
  ) {
    this.draw = seededDraw(parts.seed);
  }

  /** Every try so far, the oldest forgotten after ten thousand. */
  get deliveries(): readonly Delivery[] {
    return this.kept;
  }

  /**
   * Sets the URL of an app, or of the apps of a shop.
   * @throws Error when the probe is not acknowledged: then the URL is not saved
   */
  async pushTo({ url, appKey, shopId, probe = true }: PushTarget): Promise<void> {
    const apps = appKey === undefined ? this.parts.grants.appsOf(shopId ?? '') : [appKey];
    if (apps.length === 0) throw new Error(`no app for shop ${shopId}`);
    for (const app of apps) {
      const body = probeBody(rfc3339(this.parts.clock.seconds()));
      if (probe && !(await this.post(app, url, body, false)).acknowledged) {
        throw new Error(`the probe was not acknowledged at ${url}`);
      }
      this.urls.set(app, url);
    }
  }

  /** No more messages for an app; for all when none is named. */
  stop(appKey?: string): void {
    if (appKey === undefined) this.urls.clear();
    else this.urls.delete(appKey);
  }

  /** Takes a message about a shop for every app that may use it and has a URL. */
  take(shop: Shop, tag: number, message: () => Row): void {
    if (this.urls.size === 0 || this.closed) return;
    const { clock, state, grants, rules } = this.parts;
    for (const appKey of grants.appsOf(shop.id)) {
      if (!this.urls.has(appKey)) continue;
      const msgId = `0428800000009348874::${tag}:${clock.seconds()}:${state.ids.next('message')}`;
      if (this.draw() < rules.push.drops) continue;
      const data = message();
      this.enqueue(appKey, shop.id, { tag, msgId, data });
      if (this.draw() < rules.push.duplicates)
        this.sendLater({ appKey, shopId: shop.id, messages: [{ tag, msgId, data }] });
    }
  }

  /** Resolves when nothing is queued, on its way, or waiting for another try. */
  whenIdle(): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (this.waiting > 0) return;
        this.watchers.delete(check);
        resolve();
      };
      this.watchers.add(check);
      check();
    });
  }

  /** Forgets URLs, queues and deliveries and draws from the start; what is on its way is broken off. */
  clear(): void {
    this.urls.clear();
    this.queues.clear();
    this.draw = seededDraw(this.parts.seed);
    // Each queue, duplicate and pause has one timer; what is on its way settles itself when it is broken off.
    const stopped = this.timers.size;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    for (const abort of this.open) abort();
    this.kept.length = 0;
    this.settle(stopped);
  }

  close(): void {
    this.closed = true;
    this.clear();
  }

  private enqueue(appKey: string, shopId: string, message: PushMessage): void {
    const key = `${appKey} ${shopId}`;
    const queue = this.queues.get(key);
    if (queue !== undefined) {
      queue.push(message);
      return;
    }
    this.queues.set(key, [message]);
    this.waiting += 1;
    this.after(this.parts.rules.push.gatherMs, () => {
      const messages = this.queues.get(key) ?? [];
      this.queues.delete(key);
      const most = Math.min(Math.max(this.parts.rules.push.batch, 1), 10);
      for (let at = 0; at < messages.length; at += most) {
        this.start({ appKey, shopId, messages: messages.slice(at, at + most) }, 1);
      }
      this.settle(1);
    });
  }

  /** A duplicate: in a body of its own, after the first. */
  private sendLater(batch: Batch): void {
    this.waiting += 1;
    this.after(this.parts.rules.push.gatherMs + 20, () => {
      this.start(batch, 1);
      this.settle(1);
    });
  }

  private start(batch: Batch, attempt: number): void {
    const url = this.urls.get(batch.appKey);
    if (url === undefined) return;
    this.waiting += 1;
    this.attempt(batch, attempt, url).catch((error: unknown) => {
      this.settle(1);
      this.parts.log?.error({ err: error }, 'a push could not be sent');
    });
  }

  private async attempt(batch: Batch, attempt: number, url: string): Promise<void> {
    const { rules, clock } = this.parts;
    const badSignature = this.draw() < rules.push.badSignatures;
    const delivery: Delivery = {
      appKey: batch.appKey,
      shopId: batch.shopId,
      url,
      tags: batch.messages.map(({ tag }) => tag),
      msgIds: batch.messages.map(({ msgId }) => msgId),
      attempt,
      at: clock.now(),
      badSignature,
      status: null,
      outcome: 'pending',
    };
    this.kept.push(delivery);
    if (this.kept.length > MAX_DELIVERIES * 1.25) this.kept.splice(0, this.kept.length - MAX_DELIVERIES);
    const result = await this.post(batch.appKey, url, eventBody(batch.messages, rules.push), badSignature);
    delivery.status = result.status;
    const pause = rules.push.retryMs[attempt - 1];
    const again = !result.acknowledged && pause !== undefined && this.urls.has(batch.appKey) && !this.closed;
    delivery.outcome = result.acknowledged ? 'acknowledged' : again ? 'failed' : 'given up';
    if (again) {
      this.after(pause, () => {
        this.start(batch, attempt + 1);
        this.settle(1);
      });
    } else this.settle(1);
  }

  private async post(appKey: string, url: string, body: string, badSignature: boolean) {
    const { state, rules } = this.parts;
    const secret = `${state.apps.get(appKey)?.appSecret ?? ''}${badSignature ? ' wrong' : ''}`;
    const headers = {
      'content-type': 'application/json',
      'app-id': appKey,
      'event-sign': eventSign(appKey, secret, body, rules.push.signMethod),
    };
    const { done, abort } = postBody(url, headers, body, rules.push.timeoutMs);
    this.open.add(abort);
    const result = await done;
    this.open.delete(abort);
    return result;
  }

  private after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    this.timers.add(timer);
  }

  private settle(count: number): void {
    this.waiting = Math.max(this.waiting - count, 0);
    if (this.waiting === 0) for (const watcher of [...this.watchers]) watcher();
  }
}
