import type { AppError } from '../../errors/app-error.js';
import type { StockChange } from '../../subgraph/stock-units.js';
import type { ListingRecord } from '../ports.js';

/** A listing as it was when the sync was asked for. */
export type SpecLink = Pick<ListingRecord, 'id' | 'shopKey' | 'unitId' | 'itemId' | 'allocation' | 'safetyStock'>;

/** A row that can be carried out. */
export interface SpecRow {
  /** Its place in the input. */
  readonly row: number;
  readonly stockItemId: string;
  readonly quantity: StockChange;
  /** By shop and unit. */
  readonly links: readonly SpecLink[];
}

/** What a sync is to do, as journal and job keep it: plain JSON, nothing secret or personal. */
export interface SyncSpec {
  readonly groupKey: string;
  readonly rows: readonly SpecRow[];
  /** Shops that were in their sandbox when it was asked for: one that was switched since is left alone. */
  readonly sandboxKeys: readonly string[];
  /** Whether one bad row holds back all (VALIDATE_ALL_FIRST). */
  readonly isHeld: boolean;
  readonly verify: boolean;
}

/** A listing that the sync is to write. */
export interface Target {
  /** Its place among all targets, in the order of the results. */
  readonly at: number;
  readonly row: number;
  readonly stockItemId: string;
  readonly quantity: StockChange;
  readonly link: SpecLink;
}

/** All there is to write, item by item, and the listings of an item by shop. */
export const targetsOf = ({ rows }: Pick<SyncSpec, 'rows'>): Target[] =>
  rows
    .flatMap(({ row, stockItemId, quantity, links }) => links.map((link) => ({ row, stockItemId, quantity, link })))
    .map((target, at) => ({ ...target, at }));

/** Those of each shop. */
export function byShop(targets: readonly Target[]): Map<string, Target[]> {
  const shops = new Map<string, Target[]>();
  for (const target of targets) {
    const { shopKey } = target.link;
    const own = shops.get(shopKey);
    if (own === undefined) shops.set(shopKey, [target]);
    else own.push(target);
  }
  return shops;
}

/** Fewest listings of a part of a job; a part ends where a commodity or product does, so that none is written twice. */
const PART = 100;
/** The same where a part has changes that its platform does not know when they are sent again: a crash may leave as many unknown. */
const PART_OF_CHANGES = 20;

/**
 * The parts of a shop in which a job writes it.
 * @param knowsRepeats whether the platform knows a change that is sent again
 */
export function partsOf(targets: readonly Target[], knowsRepeats: boolean): Target[][] {
  const size = knowsRepeats || targets.every(({ quantity }) => 'setTo' in quantity) ? PART : PART_OF_CHANGES;
  const itemOf = ({ link }: Target): string => link.itemId ?? link.unitId;
  const sorted = targets.toSorted((a, b) => (itemOf(a) < itemOf(b) ? -1 : itemOf(a) > itemOf(b) ? 1 : a.at - b.at));
  const parts: Target[][] = [];
  let part: Target[] = [];
  for (const target of sorted) {
    const last = part.at(-1);
    if (part.length >= size && last !== undefined && itemOf(last) !== itemOf(target)) {
      parts.push(part);
      part = [];
    }
    part.push(target);
  }
  return part.length === 0 ? parts : [...parts, part];
}

/** Names the write of a shop, or of a part of it, for good. */
export const writeKey = (operationId: string, shopKey: string, ...part: readonly number[]): string =>
  [operationId, shopKey, ...part].join('/');

/** The row an error is about. */
export const atRow = (error: AppError, row: number, shopId: string): AppError =>
  error.with({ shopId, path: error.detail.path ?? ['input', 'rows', String(row)] });
