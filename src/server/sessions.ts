import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../tenants/tenant.js';
import type { IsInForce } from './authentication.js';
import { Held } from './held.js';
import type { SubscriptionLimits } from './subscription-limits.js';

/** Why a session is ended from here: the process stops, or its key is not in force any more. */
export type SessionEnd = 'stopping' | 'unauthenticated';

/** One WebSocket or event stream. */
export interface Session {
  /** Says whose it is; from then on it ends with the key. @returns false when the key, or its tenant, has too many already */
  identify(caller: Owner): boolean;
  /** It is over. A second time does nothing. */
  leave(): void;
}

/** Whose a session is. */
export type Owner = Pick<Caller, 'keyId' | 'tenantId'>;

/** What sessions are made with. */
export interface SessionsParts {
  readonly isInForce: IsInForce;
  readonly limits: SubscriptionLimits;
}

interface Entry {
  owner: Owner | null;
  isStranger: boolean;
  readonly end: (why: SessionEnd) => void;
}

/** Everybody who listens: how many they are, whether their keys are in force, and that they go when the process stops. */
export class Sessions {
  private readonly entries = new Set<Entry>();
  private readonly ofKey = new Held();
  private readonly ofTenant = new Held();
  private strangers = 0;
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(private readonly parts: SessionsParts) {}

  /** How many there are. */
  get size(): number {
    return this.entries.size;
  }

  /**
   * Adds one; null when there are too many, and when the process stops.
   * @param isStranger whether it has yet to say whose it is
   */
  add(end: (why: SessionEnd) => void, isStranger: boolean): Session | null {
    const { limits } = this.parts;
    if (this.isStopping || this.entries.size >= limits.sessions) return null;
    if (isStranger && this.strangers >= limits.strangers) return null;
    const entry: Entry = { owner: null, isStranger, end };
    this.entries.add(entry);
    if (isStranger) this.strangers += 1;
    this.timer ??= setInterval(() => void this.checkKeys(), limits.keyCheckMs).unref();
    return {
      identify: (owner) => {
        if (!this.entries.has(entry) || !this.take(owner)) return false;
        entry.owner = owner;
        this.noStranger(entry);
        return true;
      },
      leave: () => this.remove(entry),
    };
  }

  /** Takes no more, ends all, and waits until they are gone or had their time. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const entry of [...this.entries]) entry.end('stopping');
    const end = performance.now() + this.parts.limits.goodbyeMs;
    while (this.entries.size > 0 && performance.now() < end) await sleep(10);
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private take({ keyId, tenantId }: Owner): boolean {
    const { sessionsOfKey, sessionsOfTenant } = this.parts.limits;
    if (!this.ofTenant.take(tenantId, sessionsOfTenant)) return false;
    if (this.ofKey.take(keyId, sessionsOfKey)) return true;
    this.ofTenant.give(tenantId);
    return false;
  }

  private remove(entry: Entry): void {
    if (!this.entries.delete(entry)) return;
    this.noStranger(entry);
    if (entry.owner !== null) {
      this.ofKey.give(entry.owner.keyId);
      this.ofTenant.give(entry.owner.tenantId);
    }
    if (this.entries.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private noStranger(entry: Entry): void {
    if (!entry.isStranger) return;
    entry.isStranger = false;
    this.strangers -= 1;
  }

  /** Each key once, however many sessions it has. While the store cannot tell, nobody is sent away. */
  private async checkKeys(): Promise<void> {
    for (const keyId of this.ofKey.owners) {
      const isInForce = await Promise.resolve(this.parts.isInForce(keyId)).catch(() => true);
      if (isInForce) continue;
      for (const entry of [...this.entries]) if (entry.owner?.keyId === keyId) entry.end('unauthenticated');
    }
  }
}
