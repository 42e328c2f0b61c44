import type { RevisionRecorder } from '../../../../ledger/revision-recorder.js';
import type { Shop } from '../../../../tenants/shop.js';
import type { Commodity } from './commodity.type.js';
import { toVariants } from './commodity-variant.mapper.js';

/**
 * Gives the states of commodities to the ledger. The mark is what changes when anything does: the platform's time of
 * change, and stock and sales, which a sale moves without it.
 */
export function recordStates(recorder: RevisionRecorder, shop: Shop, commodities: readonly Commodity[]): void {
  for (const commodity of commodities) {
    const { record } = commodity;
    recorder.seen({
      tenantId: shop.tenantId,
      shopKey: shop.key,
      nodeId: commodity.id,
      mark: `${record.utime.getTime()}:${record.amount}:${record.salesVolume}:${record.isOnline}`,
      source: 'LIVE',
      state: () => ({ version: commodity.version, body: JSON.stringify(stateOf(commodity)) }),
    });
  }
}

/** The object in the graph's shape, without what only this response has. */
function stateOf(commodity: Commodity): object {
  const { record: _record, shopRecord: _shop, rawSource: _raw, freshness: _freshness, ...fields } = commodity;
  const variants = toVariants(commodity).map(
    ({ commodityObject: _commodity, nativeId: _nativeId, ...variant }) => variant,
  );
  return { ...fields, variants };
}
