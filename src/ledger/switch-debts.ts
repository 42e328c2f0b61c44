/** The switches of a shop that an older host has too. */
export type SwitchName = 'sandbox' | 'proxy';

/**
 * A switch that was moved here and not yet on the older host. It says only that the host has to be told: what it is told is
 * the switch as it stands then, so that the latest wish wins and no secret lies here.
 */
export interface SwitchDebt {
  readonly shopKey: string;
  readonly name: SwitchName;
  /** Rises with each move: a debt of an earlier move is not paid by what was told of it before. */
  readonly version: number;
  /** When the switch was moved last. */
  readonly owedAt: Date;
  /** Times the host was told in vain since then, whatever the reason. */
  readonly tries: number;
  /** How many of them the host refused. */
  readonly refusals: number;
  /** Not to be told before. */
  readonly dueAt: Date;
}

/**
 * Port of what is owed to the older host. A debt is made by the store itself, in the transaction that moves the switch, by
 * whichever process: a crash loses none. Every method throws AppError STORAGE_UNAVAILABLE.
 */
export interface SwitchDebts {
  /** Shops with a debt that is due, the one owing longest first. */
  dueShops(at: Date, limit: number): Promise<string[]>;
  /** All debts of a shop, the oldest first. */
  ofShop(shopKey: string): Promise<SwitchDebt[]>;
  /** Ends a debt; nothing happens when the switch was moved since. */
  settle(debt: SwitchDebt): Promise<void>;
  /** Notes a try in vain; nothing happens when the switch was moved since. */
  postpone(debt: SwitchDebt, note: Pick<SwitchDebt, 'tries' | 'refusals' | 'dueAt'>): Promise<void>;
  /** Makes due at once all that the host has not refused. */
  hurry(at: Date): Promise<void>;
}
