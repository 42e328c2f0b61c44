import type { CatalogPlatform } from '../../../../subgraph/catalog-items.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import { kuaizhanOf } from '../context.js';
import { plannedRead } from '../planned.js';
import { seenCommodity } from './commodity-seen.js';
import { KuaizhanCopyInput } from './kuaizhan-copy.input.js';
import { prepareCommodity } from './prepare-commodity.js';

/** The commodities of Kuaizhan's shops, as the inventory copies them. One call each: the read of one, and the creation. */
export const kuaizhanCatalog: CatalogPlatform = {
  name: 'KUAIZHAN',
  itemType: 'Commodity',
  mutation: 'commodityCreate',
  settings: {
    name: 'kuaizhan',
    description: 'What copies in shops of Kuaizhan need beside the item, once for all of them or for each.',
    type: KuaizhanCopyInput,
  },
  read: async (nativeId, shop, ctx) => {
    const { commodities } = kuaizhanOf(ctx).of(shop);
    commodities.clear(nativeId);
    const commodity = await commodities.load(nativeId);
    return commodity === null ? null : seenCommodity(commodity);
  },
  planRead: (shop, ctx) => [plannedRead(kuaizhanOf(ctx).of(shop), 'GET /v2/ec/commodity/info')],
  prepare: async (item, wish, shop, ctx) => prepareCommodity(item, wish, kuaizhanOf(ctx).of(shop)),
  madeBy: (outcome, shopKey) =>
    encodeGlobalId('Commodity', shopKey, String((JSON.parse(outcome) as { id: unknown }).id)),
};
