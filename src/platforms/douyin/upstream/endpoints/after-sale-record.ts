import { type Static, Type } from '@sinclair/typebox';
import { lazyView } from '../../../../upstream/lazy-view.js';
import {
  idOf,
  integerOf,
  PROVENANCE,
  type Provenance,
  type Raw,
  requiredTime,
  type Seen,
  textOf,
  timeOf,
  wireCode,
  wireDecoder,
  wireId,
  wireInteger,
  wireOptional,
  wireOptionalId,
  wireText,
  wireTime,
} from '../wire.js';
import { rawAfterSale } from './after-sale-raw.js';

/** An element of `afterSale.List`. */
const WireAfterSale = Type.Object({
  aftersale_info: Type.Object({
    aftersale_id: wireId(),
    aftersale_type: wireCode(),
    aftersale_status: wireCode(),
    refund_amount: wireInteger(),
    refund_post_amount: wireInteger(),
    aftersale_num: wireInteger(),
    return_logistics_company_name: wireText(),
    return_logistics_code: wireText(),
    status_deadline: wireText(),
    apply_time: wireTime(),
    update_time: wireText(),
  }),
  order_info: wireOptional(Type.Object({ shop_order_id: wireOptionalId() })),
  text_part: wireOptional(Type.Object({ reason_text: wireText() })),
});

type Wire = Static<typeof WireAfterSale>;

/** An after-sale case (the platform's page, g.3). */
export interface AfterSaleRecord extends Provenance {
  readonly id: string;
  /** The shop order; null where the platform does not say. */
  readonly orderId: string | null;
  readonly kindCode: number;
  readonly statusCode: number;
  /** With the postage. */
  readonly refundFen: number | null;
  readonly postageFen: number | null;
  readonly reason: string | null;
  readonly quantity: number | null;
  /** The parcel that comes back. */
  readonly returned: { readonly carrier: string | null; readonly trackingNumber: string } | null;
  /** When the present step must be done; null where nothing more happens. */
  readonly deadline: Date | null;
  readonly appliedAt: Date;
  readonly updatedAt: Date;
  readonly raw: Raw;
}

const decodeWire = wireDecoder(WireAfterSale);

const AfterSale = lazyView<Wire, Seen, AfterSaleRecord>({
  id: ({ aftersale_info: info }) => String(info.aftersale_id),
  orderId: ({ order_info: order }) => idOf(order?.shop_order_id),
  kindCode: ({ aftersale_info: info }) => Number(info.aftersale_type),
  statusCode: ({ aftersale_info: info }) => Number(info.aftersale_status),
  refundFen: ({ aftersale_info: info }) => integerOf(info.refund_amount),
  postageFen: ({ aftersale_info: info }) => integerOf(info.refund_post_amount),
  reason: ({ text_part: texts }) => textOf(texts?.reason_text),
  quantity: ({ aftersale_info: info }) => integerOf(info.aftersale_num),
  returned: ({ aftersale_info: info }) => parcelOf(info.return_logistics_company_name, info.return_logistics_code),
  deadline: ({ aftersale_info: info }) => timeOf(info.status_deadline),
  appliedAt: ({ aftersale_info: info }) => requiredTime(info.apply_time),
  updatedAt: ({ aftersale_info: info }) => timeOf(info.update_time) ?? requiredTime(info.apply_time),
  raw: rawAfterSale,
  ...PROVENANCE,
});

type Text = Static<ReturnType<typeof wireText>>;

/** A parcel on its way back; null before it has a number. */
export function parcelOf(carrier: Text | undefined, number: Text | undefined): AfterSaleRecord['returned'] {
  const trackingNumber = textOf(number);
  return trackingNumber === null ? null : { carrier: textOf(carrier), trackingNumber };
}

/** Reads an element of the list. @throws Misfit */
export const toAfterSale = (value: unknown, seen: Seen): AfterSaleRecord => new AfterSale(decodeWire(value), seen);
