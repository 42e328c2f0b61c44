import { type Static, Type } from '@sinclair/typebox';
import { lazyView } from '../../../../upstream/lazy-view.js';
import {
  idOf,
  integerOf,
  listOf,
  PROVENANCE,
  requiredTime,
  type Seen,
  textOf,
  timeOf,
  wireCode,
  wireDecoder,
  wireId,
  wireInteger,
  wireList,
  wireOptional,
  wireOptionalId,
  wireText,
  wireTime,
} from '../wire.js';
import { rawAfterSale } from './after-sale-raw.js';
import { type AfterSaleRecord, parcelOf } from './after-sale-record.js';
import type { RegionRecord } from './recipient-record.js';

const WireRegion = wireOptional(Type.Object({ name: wireText() }));
const WireTexts = wireList(Type.String());

/** The answer of `afterSale.Detail`, which has other names than the list for much of the same. */
const WireDetail = Type.Object({
  process_info: Type.Object({
    after_sale_info: Type.Object({
      after_sale_id: wireId(),
      after_sale_type: wireCode(),
      after_sale_status: wireCode(),
      refund_total_amount: wireInteger(),
      refund_post_amount: wireInteger(),
      after_sale_apply_count: wireInteger(),
      reason: wireText(),
      status_deadline: wireText(),
      apply_time: wireTime(),
      update_time: wireText(),
      evidence: WireTexts,
      return_address: wireOptional(
        Type.Object({
          province: WireRegion,
          city: WireRegion,
          town: WireRegion,
          street: WireRegion,
          detail: wireText(),
        }),
      ),
    }),
    arbitrate_info: wireOptional(
      Type.Object({
        arbitrate_status: wireInteger(),
        arbitrate_evidence: wireOptional(Type.Object({ images: WireTexts })),
      }),
    ),
    logistics_info: wireOptional(
      Type.Object({ return: wireOptional(Type.Object({ tracking_no: wireText(), company_name: wireText() })) }),
    ),
    after_sale_shop_remarks: wireList(Type.Object({ remark: wireText(), create_time: wireText() })),
    record_logs_list: wireList(
      Type.Object({ images: WireTexts, all_evidence: wireList(Type.Object({ urls: WireTexts })) }),
    ),
  }),
  order_info: wireOptional(Type.Object({ shop_order_id: wireOptionalId() })),
});

type Wire = Static<typeof WireDetail>;

/** What only the detail of a case tells. */
export interface AfterSaleDetailRecord extends AfterSaleRecord {
  /** Pictures of both sides, each once. */
  readonly evidence: readonly string[];
  /** Pictures that the seller handed in for an arbitration. */
  readonly arbitrationImages: readonly string[];
  /** Of the shop. */
  readonly remarks: readonly { readonly text: string; readonly at: Date | null }[];
  /** `arbitrate_status`; 0 for none. */
  readonly arbitrationCode: number;
  /** Of the shop, so in plain text; null until the seller has named one. */
  readonly returnAddress: RegionRecord | null;
}

const decodeWire = wireDecoder(WireDetail);
const decodeEmpty = wireDecoder(
  Type.Object({ process_info: wireOptional(Type.Object({ after_sale_info: wireOptional(Type.Object({})) })) }),
);

const sheet = ({ process_info: { after_sale_info: info } }: Wire) => info;

const AfterSaleDetail = lazyView<Wire, Seen, AfterSaleDetailRecord>({
  id: (wire) => String(sheet(wire).after_sale_id),
  orderId: ({ order_info: order }) => idOf(order?.shop_order_id),
  kindCode: (wire) => Number(sheet(wire).after_sale_type),
  statusCode: (wire) => Number(sheet(wire).after_sale_status),
  refundFen: (wire) => integerOf(sheet(wire).refund_total_amount),
  postageFen: (wire) => integerOf(sheet(wire).refund_post_amount),
  reason: (wire) => textOf(sheet(wire).reason),
  quantity: (wire) => integerOf(sheet(wire).after_sale_apply_count),
  returned: ({ process_info: { logistics_info: parcels } }) =>
    parcelOf(parcels?.return?.company_name, parcels?.return?.tracking_no),
  deadline: (wire) => timeOf(sheet(wire).status_deadline),
  appliedAt: (wire) => requiredTime(sheet(wire).apply_time),
  updatedAt: (wire) => timeOf(sheet(wire).update_time) ?? requiredTime(sheet(wire).apply_time),
  raw: rawAfterSale,
  evidence: (wire) => evidenceOf(wire),
  arbitrationImages: ({ process_info: { arbitrate_info: arbitration } }) =>
    listOf(arbitration?.arbitrate_evidence?.images),
  remarks: ({ process_info: { after_sale_shop_remarks: remarks } }) =>
    listOf(remarks).map(({ remark, create_time: at }) => ({ text: textOf(remark) ?? '', at: timeOf(at) })),
  arbitrationCode: ({ process_info: { arbitrate_info: arbitration } }) => integerOf(arbitration?.arbitrate_status) ?? 0,
  returnAddress: (wire) => returnAddressOf(wire),
  ...PROVENANCE,
});

/** Those of the application, of the history and of the arbitration: the same picture may stand in several. */
function evidenceOf({ process_info: process }: Wire): string[] {
  const logs = listOf(process.record_logs_list);
  return [
    ...new Set([
      ...listOf(process.after_sale_info.evidence),
      ...logs.flatMap(({ images, all_evidence: all }) => [
        ...listOf(images),
        ...listOf(all).flatMap(({ urls }) => listOf(urls)),
      ]),
      ...listOf(process.arbitrate_info?.arbitrate_evidence?.images),
    ]),
  ];
}

/** Before the seller has named one its parts are there, but empty. */
function returnAddressOf(wire: Wire): RegionRecord | null {
  const address = sheet(wire).return_address;
  const province = textOf(address?.province?.name);
  if (address == null || province === null) return null;
  return {
    province,
    city: textOf(address.city?.name) ?? '',
    district: textOf(address.town?.name) ?? '',
    street: textOf(address.street?.name),
    detail: textOf(address.detail),
  };
}

/** Reads the detail of a case; null for the empty one that stands for none. @throws Misfit */
export function toAfterSaleDetail(value: unknown, seen: Seen): AfterSaleDetailRecord | null {
  if (isEmpty(value ?? {})) return null;
  return new AfterSaleDetail(decodeWire(value), seen);
}

const isEmpty = (value: unknown): boolean =>
  Object.keys(decodeEmpty(value).process_info?.after_sale_info ?? {}).length === 0;
