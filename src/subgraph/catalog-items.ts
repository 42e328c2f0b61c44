import { AppError } from '../errors/app-error.js';
import type { PlatformName, Shop } from '../tenants/shop.js';
import type { RequestContext } from './request-context.js';
import type { PlannedCall } from './vocabulary/upstream-plan.type.js';
import { runWrite, type SafeWrites, type Write, type WriteContext } from './write.js';

/** A part of an item, with the path by which the graph shows it, e.g. `limitPerBuyer`. */
export interface ItemPart<T> {
  readonly path: string;
  readonly value: T;
}

/** A sellable unit of an item. */
export interface ItemUnit {
  /** E.g. `variants.3`. */
  readonly path: string;
  /** In the order of the item's options; empty for the only unit of an item without options. */
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** Null where the platform does not tell. */
  readonly priceFen: number | null;
  /** Sellable quantity over all warehouses; null where the platform does not tell. */
  readonly stock: number | null;
  readonly merchantCode: ItemPart<string> | null;
}

/** What sending an item costs its buyer. */
export interface ItemFreight {
  readonly path: string;
  /** One amount for all; null where a template of the shop says it. */
  readonly fen: number | null;
}

/** An item of a shop as every platform understands it. What is not there is null or empty. */
export interface ItemSeen {
  /** Global id. */
  readonly id: string;
  readonly platform: PlatformName;
  /** Goods that are sold for money and sent, which is all that another platform can sell: no coupons, nothing virtual. */
  readonly isPlainGoods: boolean;
  readonly title: string;
  /** HTML, or plain text. */
  readonly description: ItemPart<string> | null;
  /** Addresses as the platform gives them, the cover first. */
  readonly imageUrls: readonly ItemPart<string>[];
  /** In the order that buyers see. */
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly units: readonly ItemUnit[];
  /** Null: free of charge. */
  readonly freight: ItemFreight | null;
  /** Most units one buyer may buy. */
  readonly purchaseLimit: ItemPart<number> | null;
  /** What only shops of the same platform understand. */
  readonly own: object;
  /** Paths of all that is in `own`. */
  readonly ownPaths: readonly string[];
  /** Paths of what no other shop can be given, e.g. categories of the shop itself. */
  readonly shopPaths: readonly string[];
}

/** How a copy is to differ from its item. */
export interface CopyWish {
  /** The price of the copy, in fen. */
  readonly price: (fen: number) => number;
  /** On the shelf, or into review, at once. */
  readonly isPublished: boolean;
  /** What the caller told for this shop, an instance of `CopySettings.type`; null for nothing. */
  readonly settings: object | null;
  /** Where that stands in the arguments, or would stand. */
  readonly settingsPath: readonly string[];
}

/** A creation as data: the shop's own mutation, so that it is settled as that is, and never takes what another one made. */
export interface Creation<T>
  extends Pick<Write<T>, 'mutation' | 'shopKey' | 'isSandbox' | 'plan' | 'send' | 'encode' | 'decode' | 'reconcile'> {
  readonly intent: object;
  /** Global id of what was made. */
  readonly idOf: (value: T) => string;
}

/** How a copy is sent. */
export interface CopySending {
  /** Names the write for good. */
  readonly key: string;
  /** Awaited before the creation's own row says that it is sent: whoever asks for copies is never behind them. */
  readonly beforeFirstByte: () => Promise<void>;
}

/** A copy that can be made. */
export interface PreparedCopy {
  /** Paths of the parts of the item that the copy will not have. */
  readonly droppedPaths: readonly string[];
  /** All calls of the copy, with those that were made to prepare it. */
  readonly calls: () => readonly PlannedCall[];
  /** Makes it, as one write of the journal. @returns its global id @throws AppError, InputErrors */
  readonly create: (ctx: WriteContext, writes: SafeWrites, sending: CopySending) => Promise<string>;
}

/** What a caller may tell a platform beside the item: a field of the graph's input. */
export interface CopySettings {
  /** Name of the field, e.g. `douyin`. */
  readonly name: string;
  readonly description: string;
  /** Input class; one with a `shopId` is for that shop, one without is for all others. */
  readonly type: new () => { shopId?: string | null };
}

/** What a platform offers for copying items, as `StockPlatform` does for their stock. */
export interface CatalogPlatform {
  readonly name: PlatformName;
  /** Type of its items in global ids, e.g. `Product`. */
  readonly itemType: string;
  /** Mutation by which its shops get items: the name of copies in the journal. */
  readonly mutation: string;
  readonly settings: CopySettings;
  /** An item as it is now; null for one that is gone. @throws AppError STATE_FORBIDS for one that cannot be read as it is */
  read(nativeId: string, shop: Shop, ctx: RequestContext): Promise<ItemSeen | null>;
  /** The calls of `read`. */
  planRead(shop: Shop, ctx: RequestContext): readonly PlannedCall[];
  /**
   * Makes an item ready for a shop; reads at most.
   * @throws InputErrors all that is missing and all that the platform would refuse; AppError NOT_SUPPORTED_UPSTREAM for what it
   * cannot sell
   */
  prepare(item: ItemSeen, wish: CopyWish, shop: Shop, ctx: RequestContext): Promise<PreparedCopy>;
  /** Global id of what a journalled creation made, from its stored answer. */
  madeBy(outcome: string, shopKey: string): string;
}

/** The copy that a creation makes. @param before calls that were made to prepare it */
export const preparedCopy = <T>(
  creation: Creation<T>,
  droppedPaths: readonly string[],
  before: readonly PlannedCall[] = [],
): PreparedCopy => ({
  droppedPaths,
  calls: () => [...before, ...creation.plan()],
  create: async (ctx, writes, { key, beforeFirstByte }) => {
    const { idOf, ...write } = creation;
    const { value } = await runWrite<T>(ctx, writes, {
      ...write,
      input: { key },
      options: { idempotencyKey: key, dryRun: false },
      intent: { ...creation.intent, droppedPaths },
      send: (first, operationId) =>
        creation.send(async () => {
          await beforeFirstByte();
          await first();
        }, operationId),
    });
    if (value === null) throw new AppError('OUTCOME_UNKNOWN', undefined, { retryable: false });
    return idOf(value);
  },
});

/** What the intent of a creation says of the copy it was; none for one that was no copy. */
export function droppedOf(intent: string): readonly string[] {
  const { droppedPaths } = JSON.parse(intent) as { readonly droppedPaths?: readonly string[] };
  return droppedPaths ?? [];
}

/** What a creation is looked for by: its intent, whether it was a copy or not. */
export function soughtBy(intent: string): string {
  const { droppedPaths: _, ...facts } = JSON.parse(intent) as Record<string, unknown>;
  return JSON.stringify(facts);
}
