import { type Static, Type } from '@sinclair/typebox';
import { lazyView } from '../../../../upstream/lazy-view.js';
import {
  idOf,
  integerOf,
  listOf,
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
  wireList,
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
  order_info: wireOptional(
    Type.Object({
      shop_order_id: wireOptionalId(),
      related_order_info: wireList(
        Type.Object({
          sku_order_id: wireOptionalId(),
          aftersale_item_num: wireInteger(),
          given_sku_order_ids: wireList(wireOptionalId()),
        }),
      ),
    }),
  ),
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

/** What a list tells of a case. */
export interface ListedAfterSaleRecord extends AfterSaleRecord {
  /** The lines of its order that it is about, with what was given away with them. */
  readonly lines: readonly AfterSaleLineRecord[];
}

/** A line of an order in a case. */
export interface AfterSaleLineRecord {
  /** Id of the sku order. */
  readonly id: string;
  /** Units that the case is about; null where the platform does not say, and for what was given away. */
  readonly quantity: number | null;
}

const decodeWire = wireDecoder(WireAfterSale);

const AfterSale = lazyView<Wire, Seen, ListedAfterSaleRecord>({
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
  lines: ({ order_info: order }) => linesOf(order),
  raw: rawAfterSale,
  ...PROVENANCE,
});

const linesOf = (order: Wire['order_info']): AfterSaleLineRecord[] =>
  listOf(order?.related_order_info).flatMap(({ sku_order_id, aftersale_item_num, given_sku_order_ids }) => [
    ...lineOf(sku_order_id, integerOf(aftersale_item_num)),
    ...listOf(given_sku_order_ids).flatMap((id) => lineOf(id, null)),
  ]);

function lineOf(wire: Parameters<typeof idOf>[0], quantity: number | null): AfterSaleLineRecord[] {
  const id = idOf(wire);
  return id === null ? [] : [{ id, quantity }];
}

type Text = Static<ReturnType<typeof wireText>>;

/** A parcel on its way back; null before it has a number. */
export function parcelOf(carrier: Text | undefined, number: Text | undefined): AfterSaleRecord['returned'] {
  const trackingNumber = textOf(number);
  return trackingNumber === null ? null : { carrier: textOf(carrier), trackingNumber };
}

/** Reads an element of the list. @throws Misfit */
export const toAfterSale = (value: unknown, seen: Seen): ListedAfterSaleRecord =>
  new AfterSale(decodeWire(value), seen);
