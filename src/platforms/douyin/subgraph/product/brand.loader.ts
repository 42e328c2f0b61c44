import { type KeyedLoader, keyedLoader } from '../../../../subgraph/loader.js';
import { METHODS } from '../../upstream/catalogue/methods.js';
import { getBrands } from '../../upstream/endpoints/shop-read.js';
import { isNativeId } from '../one-by-one.js';
import type { ShopLane } from '../shop-lane.js';
import type { Brand } from './product-facts.type.js';

/** What the platform writes for goods without a brand (its page, f.4). */
const NO_BRAND = '596120136';

/** Makes the loader of brands' names, one call for many. */
export const brandLoader = (scope: ShopLane): KeyedLoader<Brand> =>
  keyedLoader<Brand>({
    chunk: METHODS.brandList.batchLimit,
    key: ({ nativeId }) => nativeId,
    fetch: async (ids) => {
      const asked = ids.filter((id) => id !== NO_BRAND && isNativeId(id));
      const found = asked.length === 0 ? [] : await getBrands(scope.client, asked);
      return found.map(({ id, name }) => ({ nativeId: id, name }));
    },
    onForeign: (count) =>
      scope.log.warn({ shop: scope.shop.key, count }, 'the platform answered with brands nobody asked for'),
  });
