import { AppError } from '../../../../errors/app-error.js';
import type { CopyWish, ItemSeen } from '../../../../subgraph/catalog-items.js';
import { MoneyInput } from '../../../../subgraph/vocabulary/money.input.js';
import { moneyFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import { SelectedOptionInput } from '../../../../subgraph/vocabulary/selected-option.input.js';
import { ProductSkuInput } from '../product/product-content.input.js';

/** Most options of a product. */
const MAX_OPTIONS = 3;
/** The option of an item that has none: the platform requires one. */
const ONLY = { name: '规格', value: '默认' };

/**
 * The SKUs, with the prices of the copy.
 * @throws AppError NOT_SUPPORTED_UPSTREAM for more options than the platform has, STATE_FORBIDS for a price that the source does not
 * tell
 */
export function copiedSkus(item: ItemSeen, wish: CopyWish): ProductSkuInput[] {
  const { id: nodeId } = item;
  if (item.options.length > MAX_OPTIONS)
    throw new AppError('NOT_SUPPORTED_UPSTREAM', `A product has at most ${MAX_OPTIONS} options.`, { nodeId });
  return item.units.map(({ path, options, priceFen, stock, merchantCode }) => {
    if (priceFen === null) throw new AppError('STATE_FORBIDS', `${path}.price of the item is not known.`, { nodeId });
    const { amount, currencyCode } = moneyFromFen(wish.price(priceFen));
    return Object.assign(new ProductSkuInput(), {
      merchantCode: merchantCode?.value ?? null,
      selectedOptions: (options.length === 0 ? [ONLY] : options).map((option) =>
        Object.assign(new SelectedOptionInput(), option),
      ),
      price: Object.assign(new MoneyInput(), { amount, currencyCode }),
      stock: stock ?? 0,
    });
  });
}
