import { moneyFromFen } from '../../../../subgraph/vocabulary/money.type.js';
import type { ShopProfileRecord } from '../../upstream/endpoints/shop-profile.js';
import { KuaizhanShopProfile } from './kuaizhan-shop-profile.type.js';

/** A shop profile as the graph shows it. The unit of `gross_earnings` is not documented; it is read as yuan. */
export const toShopProfile = (record: ShopProfileRecord): KuaizhanShopProfile =>
  Object.assign(new KuaizhanShopProfile(), {
    title: record.title,
    description: record.desc,
    announcement: record.announcement,
    phone: record.tel,
    address: record.address,
    isOnline: record.isOnline,
    salesVolume: record.salesVolume,
    paidOrderCount: record.paidOrderCount,
    grossEarnings: record.grossEarningsFen === null ? null : moneyFromFen(record.grossEarningsFen),
    createdAt: record.ctime,
    updatedAt: record.utime,
  });
