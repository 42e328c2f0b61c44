import { type Static, Type } from '@sinclair/typebox';
import { lazyView } from '../../../../upstream/lazy-view.js';
import {
  fenOf,
  flagOf,
  integerOf,
  PROVENANCE,
  type Provenance,
  type Raw,
  rawWithout,
  type Seen,
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
  access_token: Type.Optional(Type.Unknown()),
  tel_vcode: Type.Optional(Type.Unknown()),
  verification_id: Type.Optional(Type.Unknown()),
  boss: Type.Optional(Type.Unknown()),
});

/** A shop as the platform describes it. Personal and financial values are to be shown to scope holders only. */
export interface ShopProfileRecord extends Provenance {
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

/** What only scope holders may see (the platform's page, section 11). */
const GUARDED_KEYS = ['tel', 'gross_earnings', 'paid_orders_count'];

type Wire = Static<typeof WireShop>;

/** Blanks what nobody may read, not even we, in the object it came in, as `wireDecoder` does. */
export function blankShopSecrets(wire: Wire): void {
  if (wire.access_token !== undefined) wire.access_token = undefined;
  if (wire.tel_vcode !== undefined) wire.tel_vcode = undefined;
  if (wire.verification_id !== undefined) wire.verification_id = undefined;
  if (wire.boss !== undefined) wire.boss = undefined;
}

/** A shop as it came, without secrets and guarded values. */
export const rawShop = (wire: Wire): Raw => rawWithout(wire, GUARDED_KEYS);

/** A shop, normalised. */
export const ShopProfile = lazyView<Wire, Seen, ShopProfileRecord>({
  id: (wire) => String(wire._id),
  siteId: (wire) => String(wire.site_id),
  title: (wire) => textOf(wire.title),
  desc: (wire) => textOf(wire.desc),
  announcement: (wire) => textOf(wire.announcement),
  tel: (wire) => textOf(wire.tel),
  address: (wire) => textOf(wire.address),
  isOnline: (wire) => flagOf(wire.is_online),
  salesVolume: (wire) => integerOf(wire.sales_volume),
  paidOrderCount: (wire) => integerOf(wire.paid_orders_count),
  grossEarningsFen: (wire) => fenOf(wire.gross_earnings),
  ctime: (wire) => timeOf(wire.ctime),
  utime: (wire) => timeOf(wire.utime),
  raw: rawShop,
  ...PROVENANCE,
});
