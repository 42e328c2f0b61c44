import { AppError } from '../../../../errors/app-error.js';
import { FailedKey, keyedLoader } from '../../../../subgraph/loader.js';
import { listPrintData, type PrintDataRecord } from '../../upstream/endpoints/waybill-write.js';
import type { ShopScope } from '../context.js';
import type { Order } from '../order/order.type.js';
import type { GivenNumber } from './given-number.js';
import { MAX_WAYBILLS } from './waybill.input.js';

/** A waybill of a payload; what has a call of its own is asked when it is selected. */
interface WaybillOfPayload {
  readonly waybillNumber: string;
  readonly carrierCode: string;
  readonly order: (() => Promise<Order | null>) | null;
  readonly printData: (() => Promise<string | null>) | null;
}

/** Waybills with their orders and, in one call for all, what is printed on them: it is never stored, and a repeat asks anew. */
export function waybillsRead(
  scope: ShopScope,
  carrierCode: string,
  numbers: readonly GivenNumber[],
): readonly WaybillOfPayload[] {
  const prints = keyedLoader<PrintDataRecord>({
    chunk: MAX_WAYBILLS,
    key: ({ trackingNumber }) => trackingNumber,
    fetch: async (keys) =>
      (await listPrintData(scope.client, carrierCode, keys)).map((record) =>
        record.data === null ? new FailedKey(record.trackingNumber, noPrintData()) : record,
      ),
  });
  return numbers.map(({ waybillNumber, orderId }) => ({
    waybillNumber,
    carrierCode,
    order: () => scope.orders.load(orderId),
    printData: async () => (await prints.load(waybillNumber))?.data ?? null,
  }));
}

/** A number that was given back: it has no order any more, and nothing to print. */
export const cancelledWaybill = (carrierCode: string, waybillNumber: string): WaybillOfPayload => ({
  waybillNumber,
  carrierCode,
  order: null,
  printData: null,
});

const noPrintData = (): AppError => new AppError('UPSTREAM_REJECTED', 'The platform has nothing to print for it.');
