import type { Creation } from '../../../../subgraph/catalog-items.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import { plain } from '../../../../upstream/lazy-view.js';
import * as upstream from '../../upstream/endpoints/commodity.js';
import type { ShopScope } from '../context.js';
import { planned } from '../planned.js';
import { reviveRecord } from '../revive.js';

/** A new commodity as one write of the journal; what the platform answers is the commodity. */
export function creationOf(
  scope: ShopScope,
  params: upstream.CreateCommodityParams,
): Creation<upstream.CommodityRecord> {
  const { shop, client, deps } = scope;
  const { title, priceFen = null, categoryIds = [] } = params;
  return {
    mutation: 'commodityCreate',
    shopKey: shop.key,
    plan: () => [planned(scope, upstream.planCreateCommodity(params))],
    intent: { title, priceFen, categoryIds, isOnline: params.isOnline ?? true },
    send: (beforeFirstByte) => upstream.createCommodity(client, params, beforeFirstByte),
    encode: storedCommodity,
    decode: (text) => reviveRecord<upstream.CommodityRecord>(text),
    reconcile: deps.reconcile.commodityCreate,
    idOf: ({ id }) => encodeGlobalId('Commodity', shop.key, id),
  };
}

/** A commodity as the journal keeps it: without the shop in it, whose telephone is not the write's (C11). */
export const storedCommodity = (record: upstream.CommodityRecord): string =>
  JSON.stringify({ ...plain(record), shop: null });
