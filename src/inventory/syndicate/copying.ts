import { AppError, InputErrors } from '../../errors/app-error.js';
import type { RefusedRow } from '../../subgraph/batch-write.js';
import type { CatalogPlatform, CopyWish, ItemSeen, PreparedCopy } from '../../subgraph/catalog-items.js';
import { OncePerRequest } from '../../subgraph/loader.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import type { PlannedCall } from '../../subgraph/vocabulary/upstream-plan.type.js';
import { decodeGlobalId, shopGlobalId } from '../../tenants/global-id.js';
import type { Shop } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import type { CopyTarget } from './copy-targets.js';

/** An item to copy, and where it is. */
export interface CopySource {
  readonly shop: Shop;
  readonly platform: CatalogPlatform;
  readonly nativeId: string;
}

const PATH = ['input', 'sourceId'];

/**
 * The shop of an item, authorised; the item itself is read later.
 * @throws AppError NOT_FOUND, SHOP_SUSPENDED, INVALID_INPUT for what is no item of a shop
 */
export async function copySource(id: string, ctx: RequestContext): Promise<CopySource> {
  const { catalog } = inventoryOf(ctx).deps;
  const decoded = decodeGlobalId(id);
  const platform = catalog.find(({ itemType }) => itemType === decoded?.type);
  if (decoded === null || platform === undefined) {
    const constraint = catalog.map(({ itemType }) => itemType).join(' or ');
    throw new AppError('INVALID_INPUT', `An item is a ${constraint}.`, { path: PATH, constraint });
  }
  const shop = await ctx.shops.visible(decoded.shopKey);
  if (shop?.platform !== platform.name) throw new AppError('NOT_FOUND', undefined, { path: PATH });
  if (shop.status === 'SUSPENDED')
    throw new AppError('SHOP_SUSPENDED', undefined, { path: PATH, shopId: shopGlobalId(shop.key) });
  return { shop, platform, nativeId: decoded.nativeId };
}

/** One item on its way to other shops: read once, made ready for each of them. */
export class Copying {
  /** Copies that a dry run made ready, by row. */
  readonly prepared = new Map<number, PreparedCopy>();
  /** Why a dry run could not, by row. */
  readonly failures = new Map<number, readonly AppError[]>();
  private readonly once = new OncePerRequest();

  constructor(
    private readonly source: CopySource,
    private readonly wish: Pick<CopyWish, 'price' | 'isPublished'>,
    private readonly ctx: RequestContext,
  ) {}

  /** The item. @throws AppError NOT_FOUND, and what reading it throws */
  item(): Promise<ItemSeen> {
    const { platform, nativeId, shop } = this.source;
    return this.once.run('item', async () => {
      const item = await platform.read(nativeId, shop, this.ctx);
      if (item === null) throw new AppError('NOT_FOUND', undefined, { path: PATH });
      return item;
    });
  }

  /** The calls of reading it, for a dry run. */
  plannedRead(): readonly PlannedCall[] {
    return this.source.platform.planRead(this.source.shop, this.ctx);
  }

  /** The item made ready for a shop. @throws AppError, InputErrors */
  async prepare({ platform, shop, settings, settingsPath }: CopyTarget): Promise<PreparedCopy> {
    return platform.prepare(await this.item(), { ...this.wish, settings, settingsPath }, shop, this.ctx);
  }

  /** The same for all shops, in a dry run. @returns those that cannot get a copy */
  async prepareAll(targets: readonly CopyTarget[]): Promise<RefusedRow[]> {
    const tried = await Promise.all(targets.map((target) => this.tried(target)));
    return tried.flatMap((one) => one ?? []);
  }

  private async tried(target: CopyTarget): Promise<RefusedRow | null> {
    try {
      this.prepared.set(target.index, await this.prepare(target));
      return null;
    } catch (error) {
      const errors = failuresOf(ofShop(error, target.shop));
      const [first] = errors;
      if (first === undefined) throw error;
      this.failures.set(target.index, errors);
      return { index: target.index, nodeId: null, error: first };
    }
  }
}

/** What failed in a shop names it. */
export function ofShop(error: unknown, { key, platform }: Shop): unknown {
  const named = (one: AppError): AppError => one.with({ shopId: shopGlobalId(key), platform });
  if (error instanceof InputErrors) return new InputErrors(error.errors.map(named));
  return error instanceof AppError ? named(error) : error;
}

/** Errors that an answer can tell; none for a bug. */
function failuresOf(error: unknown): readonly AppError[] {
  if (error instanceof InputErrors) return error.errors;
  return error instanceof AppError ? [error] : [];
}
