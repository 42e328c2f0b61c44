import type { StateKind } from '../../../../ledger/revision-recorder.js';
import { plain } from '../../../../upstream/lazy-view.js';
import type { CommodityRecord } from '../../upstream/endpoints/commodity.js';
import type { Commodity } from './commodity.type.js';
import { toVariants } from './commodity-variant.mapper.js';

/** What changes when anything does: the platform's time of change, and what a sale moves without it. */
type Mark = Readonly<Pick<CommodityRecord, 'utimeText' | 'amount' | 'salesVolume' | 'isOnline'>>;

/** How the ledger tells the states of a commodity apart. */
export const COMMODITY_STATES: StateKind<Commodity, Mark> = {
  type: 'Commodity',
  nativeId: ({ record }) => record.id,
  isAt: ({ record }, mark) =>
    record.utimeText === mark.utimeText &&
    record.amount === mark.amount &&
    record.salesVolume === mark.salesVolume &&
    record.isOnline === mark.isOnline,
  markOf: ({ record: { utimeText, amount, salesVolume, isOnline } }) => ({ utimeText, amount, salesVolume, isOnline }),
  stateOf: (commodity) => ({
    nodeId: commodity.id,
    version: commodity.version,
    body: JSON.stringify(stateOf(commodity)),
  }),
};

/** The object in the graph's shape, without what only this response has. */
function stateOf(commodity: Commodity): object {
  const { record: _record, shopRecord: _shop, rawSource: _raw, freshness: _freshness, ...fields } = plain(commodity);
  const variants = toVariants(commodity).map(
    ({ commodityObject: _commodity, nativeId: _nativeId, ...variant }) => variant,
  );
  return { ...fields, variants };
}
