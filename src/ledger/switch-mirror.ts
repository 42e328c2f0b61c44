import { AppError } from '../errors/app-error.js';
import { CallTrace } from '../log/call-trace.js';
import type { Logger } from '../log/logger.js';
import { tupleKey } from '../tenants/key-tuple.js';
import type { ShopStore } from '../tenants/ports.js';
import type { Shop } from '../tenants/shop.js';
import { KeyedLock } from './keyed-lock.js';
import type { SwitchDebt, SwitchDebts, SwitchName } from './switch-debts.js';

/** What one telling of the host may take, and where it is noted. */
export interface MirrorCall {
  readonly trace: CallTrace;
  readonly log: Logger;
  /** On the monotonic clock (`performance.now()`). */
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
}

/** The older host. */
export interface SwitchHost {
  /** Whether the host has this switch for such a shop at all. */
  has(shop: Shop): boolean;
  /** Sets a switch there as it stands here, and makes sure that it was done. @throws AppError */
  tell(shop: Shop, name: SwitchName, call: MirrorCall): Promise<void>;
  /** Whether an error of `tell` is the host's own word on this switch, which another try will hardly change. */
  isRefusal(error: unknown): boolean;
}

/** What the mirror works with. */
export interface SwitchMirrorParts {
  readonly debts: SwitchDebts;
  /** Asked for the shop at each telling, never a copy: a switch moved by another process counts at once. */
  readonly shops: Pick<ShopStore, 'find'>;
  readonly host: SwitchHost;
  readonly log: Logger;
  /** Wall clock of the waits. */
  readonly now?: () => Date;
}

/** Waits after a try in vain: doubling from the first to the last. */
const FIRST_WAIT_MS = 2_000;
const LAST_WAIT_MS = 10 * 60_000;
const MOST_DOUBLINGS = 16;
/** Refusals of one move of a switch until it is given up; the waits between them add up to a minute. */
const MOST_REFUSALS = 6;
/** How long a host that cannot be reached is waited for. */
const LONGEST_OWED_MS = 7 * 24 * 60 * 60_000;
/** Shops looked at in one round, and what one shop may take of it. */
const MOST_SHOPS = 50;
const SHOP_MS = 15_000;

/**
 * Carries the switches of shops to the older host (conventions section 0, item 6): at once after a move, then in the background
 * with growing waits until the host has it, refuses for good, or too long has passed. The switches of a shop are told one after
 * the other, in the order they were moved. It lives off the debts in the store, so that a restart forgets nothing.
 */
export class SwitchMirror {
  private readonly lock = new KeyedLock();
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<number> | undefined;
  /** Tries in vain since the host was last heard of. */
  private unheard = 0;

  constructor(private readonly parts: SwitchMirrorParts) {}

  /**
   * Tells the host of a move that was just made. Never throws.
   * @returns null when the host has it; else why not, and it is tried again in the background
   */
  async carry(shop: Shop, name: SwitchName, call: Omit<MirrorCall, 'signal'>): Promise<AppError | null> {
    if (!this.parts.host.has(shop)) return null;
    const signal = AbortSignal.timeout(Math.max(0, Math.ceil(call.deadlineAt - performance.now())));
    try {
      const failures = await this.pay(shop.key, { ...call, signal }, name);
      return failures.get(name) ?? null;
    } catch (error) {
      call.log.warn({ err: error, shop: shop.key, switch: name }, 'a switch could not be mirrored now');
      return error instanceof AppError ? error : new AppError('INTERNAL', undefined, { cause: error });
    }
  }

  /** Goes over the debts now and then, never twice at once. */
  start(intervalMs: number): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => void this.runOnce(), intervalMs);
    this.timer.unref();
  }

  /** Ends after the call that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    this.ending.abort(new AppError('SHUTTING_DOWN'));
    await this.round;
  }

  /** One round, or the one that is under way. Never throws. @returns how many shops were looked at */
  runOnce(): Promise<number> {
    this.round ??= this.paySome()
      .catch((err: unknown) => {
        this.parts.log.warn({ err }, 'the mirrored switches could not be looked through');
        return 0;
      })
      .finally(() => {
        this.round = undefined;
      });
    return this.round;
  }

  private async paySome(): Promise<number> {
    const { debts, log } = this.parts;
    const due = await debts.dueShops(this.now(), MOST_SHOPS);
    let looked = 0;
    for (const shopKey of due) {
      if (this.ending.signal.aborted) break;
      looked += 1;
      const before = this.unheard;
      const deadlineAt = performance.now() + SHOP_MS;
      await this.pay(shopKey, { trace: new CallTrace(), log, deadlineAt, signal: this.ending.signal }, null);
      // A try for the next shop would find out no more; the next round makes it.
      if (this.unheard > before) break;
    }
    return looked;
  }

  /**
   * Tells the host of all that a shop owes, in order.
   * @param asked the switch somebody waits for, with all that was moved before it; null: what is due
   * @returns what failed, by switch
   */
  private pay(shopKey: string, call: MirrorCall, asked: SwitchName | null): Promise<Map<SwitchName, AppError>> {
    return this.lock.run(tupleKey([shopKey]), call.signal, async () => {
      const failures = new Map<SwitchName, AppError>();
      let away: { error: AppError; dueAt: Date } | null = null;
      for (const debt of await this.parts.debts.ofShop(shopKey)) {
        if (away !== null) {
          failures.set(debt.name, away.error);
          if (debt.refusals === 0) await this.parts.debts.postpone(debt, { ...debt, dueAt: away.dueAt });
          continue;
        }
        const isDue = debt.name === asked || debt.dueAt <= this.now();
        // What was refused waits alone. What could not be told yet is told first: the order is kept.
        if (!isDue && debt.refusals > 0) continue;
        if (!isDue && asked === null) break;
        away = await this.payOne(debt, call, failures);
      }
      return failures;
    });
  }

  /** @returns set when the host is away, so that the rest of the shop's debts waits too */
  private async payOne(
    debt: SwitchDebt,
    call: MirrorCall,
    failures: Map<SwitchName, AppError>,
  ): Promise<{ error: AppError; dueAt: Date } | null> {
    const { debts, shops, host, log } = this.parts;
    const shop = (await shops.find(debt.shopKey))?.shop ?? null;
    if (shop === null || !host.has(shop)) {
      await debts.settle(debt);
      return null;
    }
    try {
      await host.tell(shop, debt.name, call);
    } catch (thrown) {
      const error = thrown instanceof AppError ? thrown : new AppError('INTERNAL', undefined, { cause: thrown });
      const isRefusal = host.isRefusal(error);
      failures.set(debt.name, error);
      const dueAt = await this.note(debt, error, isRefusal);
      if (!isRefusal) {
        this.unheard += 1;
        return { error, dueAt };
      }
      await this.heard();
      return null;
    }
    await debts.settle(debt);
    if (debt.tries > 0) log.info({ shop: shop.key, switch: debt.name, tries: debt.tries + 1 }, 'a switch was mirrored');
    await this.heard();
    return null;
  }

  /** The host is there: nothing has to wait for it any longer. */
  private async heard(): Promise<void> {
    if (this.unheard > 0) await this.parts.debts.hurry(this.now());
    this.unheard = 0;
  }

  /** Postpones a debt after a try in vain, or gives it up. @returns when the next try is due */
  private async note(debt: SwitchDebt, error: AppError, isRefusal: boolean): Promise<Date> {
    const { debts, log } = this.parts;
    const now = this.now().getTime();
    const tries = debt.tries + 1;
    const refusals = debt.refusals + Number(isRefusal);
    const waitMs = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries - 1, MOST_DOUBLINGS));
    const dueAt = new Date(now + waitMs);
    const facts = { shop: debt.shopKey, switch: debt.name, tries, err: error };
    if (refusals >= MOST_REFUSALS || now - debt.owedAt.getTime() > LONGEST_OWED_MS) {
      await debts.settle(debt);
      log.error(facts, 'a switch is not mirrored: given up until it is moved again');
    } else {
      await debts.postpone(debt, { tries, refusals, dueAt });
      log.warn({ ...facts, waitMs }, 'a switch is not mirrored yet');
    }
    return dueAt;
  }

  private now(): Date {
    return this.parts.now?.() ?? new Date();
  }
}
