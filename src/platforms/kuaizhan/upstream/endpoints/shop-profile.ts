import { type Static, Type } from '@sinclair/typebox';
import {
  fenOf,
  flagOf,
  integerOf,
  type Raw,
  rawWithout,
  type Seen,
  seenAt,
  textOf,
  timeOf,
  wireFlag,
  wireId,
  wireNumber,
  wireText,
  wireTime,
  wireYuan,
} from '../wire.js';

/** The shop inside a commodity: the platform has no call for it (its page, section 4.6). */
export const WireShop = Type.Object({
  _id: wireId(),
  site_id: wireId(),
  title: wireText(),
  desc: wireText(),
  announcement: wireText(),
  tel: wireText(),
  address: wireText(),
  is_online: wireFlag(),
  sales_volume: wireNumber(),
  paid_orders_count: wireNumber(),
  gross_earnings: wireYuan(),
  ctime: wireTime(),
  utime: wireTime(),
});

/** A shop as the platform describes it. Personal and financial values are to be shown to scope holders only. */
export interface ShopProfileRecord extends Seen {
  readonly id: string;
  readonly siteId: string;
  readonly title: string | null;
  readonly desc: string | null;
  readonly announcement: string | null;
  readonly tel: string | null;
  readonly address: string | null;
  readonly isOnline: boolean | null;
  readonly salesVolume: number | null;
  readonly paidOrderCount: number | null;
  /** The unit is not documented; read as yuan. */
  readonly grossEarningsFen: number | null;
  readonly ctime: Date;
  readonly utime: Date;
  /** Without personal and financial values, since a raw object cannot be guarded field by field. */
  readonly raw: Raw;
}

/** Secrets, and what only scope holders may see (the platform's page, section 11). */
const SECRET_KEYS = ['tel_vcode', 'verification_id', 'tel', 'boss', 'gross_earnings', 'paid_orders_count'];

/** Normalises a shop, and removes its secrets from the object it came in. */
export function toShopProfile(wire: Static<typeof WireShop>, receivedAt: Date): ShopProfileRecord {
  const profile = {
    id: String(wire._id),
    siteId: String(wire.site_id),
    title: textOf(wire.title),
    desc: textOf(wire.desc),
    announcement: textOf(wire.announcement),
    tel: textOf(wire.tel),
    address: textOf(wire.address),
    isOnline: flagOf(wire.is_online),
    salesVolume: integerOf(wire.sales_volume),
    paidOrderCount: integerOf(wire.paid_orders_count),
    grossEarningsFen: fenOf(wire.gross_earnings),
    ctime: timeOf(wire.ctime),
    utime: timeOf(wire.utime),
    ...seenAt(receivedAt),
  };
  return { ...profile, raw: rawWithout(wire, SECRET_KEYS) };
}
