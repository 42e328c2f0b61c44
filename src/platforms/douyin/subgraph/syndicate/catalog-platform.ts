import type { CatalogPlatform } from '../../../../subgraph/catalog-items.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { douyinOf } from '../context.js';
import { plannedRead } from '../planned.js';
import { DouyinCopyInput } from './douyin-copy.input.js';
import { prepareProduct } from './prepare-product.js';
import { seenProduct } from './product-seen.js';

const DELETED = 2;

/** The products of Douyin's shops, as the inventory copies them. */
export const douyinCatalog: CatalogPlatform = {
  name: 'DOUYIN',
  itemType: 'Product',
  mutation: 'productCreate',
  settings: {
    name: 'douyin',
    description: 'What copies in shops of Douyin need beside the item, once for all of them or for each.',
    type: DouyinCopyInput,
  },
  read: async (nativeId, shop, ctx) => {
    const { productDetails } = douyinOf(ctx).of(shop);
    productDetails.clear(nativeId);
    const record = await productDetails.load(nativeId);
    return record === null || record.statusCode === DELETED ? null : seenProduct(record, shop);
  },
  planRead: (shop, ctx) => [plannedRead(douyinOf(ctx).of(shop), METHODS.productDetail)],
  prepare: (item, wish, shop, ctx) => prepareProduct(item, wish, douyinOf(ctx).of(shop), ctx),
  madeBy: (outcome, shopKey) => encodeGlobalId('Product', shopKey, String((JSON.parse(outcome) as { id: unknown }).id)),
};
