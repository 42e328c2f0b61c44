import { AppError, InputErrors } from '../../../../errors/app-error.js';
import { type CopyWish, type ItemSeen, type PreparedCopy, preparedCopy } from '../../../../subgraph/catalog-items.js';
import { toldOfCopy } from '../../../../subgraph/copy-errors.js';
import { brokenRules } from '../../../../subgraph/validate.js';
import { absoluteUrl } from '../../../../subgraph/vocabulary/image.type.js';
import type { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';
import { creationOf } from '../commodity/commodity-creation.js';
import { paramsToCreate } from '../commodity/commodity-params.js';
import { CommodityCreateInput } from '../commodity/commodity-write.input.js';
import type { ShopScope } from '../context.js';
import type { CommodityOwn } from './commodity-seen.js';
import { copiedGoods, moneyInput } from './copied-goods.js';
import type { KuaizhanCopyInput } from './kuaizhan-copy.input.js';

/** Longest description and most pictures of a commodity, as `CommodityCreateInput` has them. */
const MAX_DESCRIPTION = 20_000;
const MAX_PICTURES = 50;

const SETTINGS: ReadonlySet<string> = new Set(['freight', 'categoryIds']);

/**
 * An item as a new commodity of a shop: what `commodityCreate` would be given, so that the same is refused.
 * @throws InputErrors, AppError STATE_FORBIDS, NOT_SUPPORTED_UPSTREAM
 */
export function prepareCommodity(item: ItemSeen, wish: CopyWish, scope: ShopScope): PreparedCopy {
  const settings = wish.settings as KuaizhanCopyInput | null;
  const own = item.platform === 'KUAIZHAN' ? (item.own as CommodityOwn) : null;
  if (own === null && !item.isPlainGoods)
    throw new AppError('NOT_SUPPORTED_UPSTREAM', 'The platform sells no such kind of goods.', { nodeId: item.id });
  const content = contentOf(item, own, settings);
  try {
    const input = Object.assign(new CommodityCreateInput(), {
      shopId: scope.shopId,
      title: item.title,
      description: content.description,
      imageUrls: content.imageUrls,
      globalCategory: own?.globalCategory ?? null,
      categoryIds: settings?.categoryIds ?? [],
      keywords: own?.keywords ?? null,
      goods: copiedGoods(item, own, wish),
      originalPrice: content.hasOriginalPrice ? moneyInput(wish.price(own?.originalPriceFen ?? 0)) : null,
      freight: freightOf(item, wish, settings),
      isOnline: wish.isPublished,
      points: own?.points ?? null,
      purchaseLimit: item.purchaseLimit?.value ?? null,
      unitName: own?.unitName ?? null,
    });
    const broken = brokenRules(input, ['input']);
    if (broken.length > 0) throw new InputErrors(broken);
    const params = paramsToCreate(scope, input);
    const ordered = params.variants === undefined ? params : { ...params, options: item.options };
    return preparedCopy(creationOf(scope, ordered), content.droppedPaths);
  } catch (error) {
    const sourceOf = ([field = '', , , row]: readonly string[]): string =>
      (field === 'goods' ? item.units[Number(row)]?.path : undefined) ?? field;
    throw toldOfCopy(error, { settings: SETTINGS, settingsPath: wish.settingsPath, sourceOf });
  }
}

/** @throws AppError INVALID_INPUT where nobody knows: what sending costs is never guessed */
function freightOf({ freight }: ItemSeen, wish: CopyWish, settings: KuaizhanCopyInput | null): MoneyInput {
  if (settings?.freight != null) return settings.freight;
  if (freight === null || freight.fen !== null) return moneyInput(freight?.fen ?? 0);
  const constraint = 'given where a template says it in the source';
  throw new AppError('INVALID_INPUT', "A template of the source's shop says what sending costs: tell the freight.", {
    path: [...wish.settingsPath, 'freight'],
    constraint,
  });
}

interface Content {
  readonly description: string | null;
  readonly imageUrls: readonly string[];
  readonly hasOriginalPrice: boolean;
  readonly droppedPaths: readonly string[];
}

/** What a commodity can hold of the item, and the paths of what it cannot. */
function contentOf(item: ItemSeen, own: CommodityOwn | null, settings: KuaizhanCopyInput | null): Content {
  const dropped: string[] = [];
  const { description } = item;
  const isTooLong = (description?.value.length ?? 0) > MAX_DESCRIPTION;
  if (description !== null && isTooLong) dropped.push(description.path);
  const pictures = item.imageUrls.map(({ path, value }) => ({ path, url: absoluteUrl(value) }));
  const shown = pictures.filter(({ url }) => url !== null).slice(0, MAX_PICTURES);
  dropped.push(...pictures.filter((picture) => !shown.includes(picture)).map(({ path }) => path));
  for (const { path, stock, merchantCode } of item.units) {
    if (stock === null) dropped.push(`${path}.stock`);
    if (merchantCode !== null) dropped.push(merchantCode.path);
  }
  // The platform takes a price before discount for a single unit alone.
  const hasOriginalPrice = own !== null && own.originalPriceFen !== null && item.options.length === 0;
  const ownPaths = own === null ? item.ownPaths : [];
  if (own?.originalPriceFen != null && !hasOriginalPrice) dropped.push('originalPrice');
  const areCategoriesTold = (settings?.categoryIds?.length ?? 0) > 0;
  const shopPaths = item.shopPaths.filter((path) => !(path === 'categories' && areCategoriesTold));
  return {
    description: isTooLong ? null : (description?.value ?? null),
    imageUrls: shown.flatMap(({ url }) => url ?? []),
    hasOriginalPrice,
    droppedPaths: [...dropped, ...ownPaths, ...shopPaths],
  };
}
