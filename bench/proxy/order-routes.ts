import type { CalledDouyinShop, CalledShop } from '../shops.js';
import type { Douyin, OrderRow } from './douyin.js';
import { gid, readGid } from './gid.js';
import type { Platform, Row } from './platform.js';
import type { Route } from './routes.js';

/** What the operations with Douyin shops are answered from. */
export interface Both {
  readonly kuaizhan: Platform;
  readonly douyin: Douyin;
  readonly shopOf: (key: string) => CalledShop;
  readonly douyinShopOf: (key: string) => CalledDouyinShop;
}

/** Codes of states that are asked for: awaiting shipment, sent, sent in part. */
const WAITING = '2';
const UNDER_WAY = '2,3,101';
const STATUS: Readonly<Record<number, string>> = { 2: 'AWAITING_SHIPMENT', 3: 'SHIPPED', 101: 'PARTIALLY_SHIPPED' };

/** The operations with Douyin shops by path, each written by hand. */
export function orderRoutesOn({ kuaizhan, douyin, shopOf, douyinShopOf }: Both): Readonly<Record<string, Route>> {
  const yuan = (fen: number) => ({ amount: (fen / 100).toFixed(2) });

  const goods = async (shop: CalledShop, first: number) => {
    const window = { shop_id: shop.shopId, is_online: 'true', offset: '0', limit: String(first + 1) };
    const rows = await kuaizhan.get<Row[]>(shop, '/v2/ec/commodity/list', window);
    const nodes = rows.slice(0, first).map(({ _id, title, sales_volume, amount }) => ({
      id: gid('Commodity', shop.key, _id),
      title,
      salesVolume: sales_volume,
      totalStock: amount,
    }));
    return { name: shop.name, platform: 'KUAIZHAN', commodities: { nodes } };
  };

  const sellingAndWaiting = async (shop: CalledDouyinShop, first: number) => {
    const [products, orders] = await Promise.all([
      douyin.products(shop, { size: first, status: 0 }),
      douyin.orders(shop, WAITING, true, first),
    ]);
    const selling = products.map(({ product_id: id, name, sell_num: sold }) => ({
      id: gid('Product', shop.key, id),
      title: name,
      salesVolume: sold,
    }));
    const waiting = orders.shop_order_list.map((row) => ({
      id: gid('Order', shop.key, row.order_id),
      shipBy: new Date(row.exp_ship_time * 1000).toISOString(),
      total: yuan(row.order_amount),
      recipient: { name: row.mask_post_receiver },
      lines: row.sku_order_list.map((line) => ({ title: line.product_name, quantity: line.item_num })),
    }));
    return {
      name: shop.name,
      platform: 'DOUYIN',
      products: { nodes: selling },
      waiting: { totalCount: orders.total, nodes: waiting },
    };
  };

  const shown = ({ key }: CalledDouyinShop, row: OrderRow, products: ReadonlyMap<string, object>) => ({
    id: gid('Order', key, row.order_id),
    status: STATUS[row.order_status],
    total: yuan(row.order_amount),
    recipient: {
      name: row.mask_post_receiver,
      phone: row.mask_post_tel,
      address: {
        province: row.mask_post_addr.province.name,
        city: row.mask_post_addr.city.name,
        district: row.mask_post_addr.town.name,
        street: row.mask_post_addr.street.name,
        detail: row.mask_post_addr.detail,
      },
    },
    lines: row.sku_order_list.map((line) => ({
      quantity: line.item_num,
      title: line.product_name,
      merchantCode: line.code,
      product: products.get(line.product_id_str) ?? null,
    })),
    parcels: row.logistics_info.map((parcel) => ({
      carrierName: parcel.company_name,
      trackingNumber: parcel.tracking_no,
    })),
  });

  return {
    '/two-platforms': async (ids) => {
      const [ofKuaizhan, ofDouyin] = await Promise.all([
        goods(shopOf(readGid(ids['kuaizhan']).key), 5),
        sellingAndWaiting(douyinShopOf(readGid(ids['douyin']).key), 5),
      ]);
      return { kuaizhan: ofKuaizhan, douyin: ofDouyin };
    },
    '/orders': async ({ shop: asked }) => {
      const shop = douyinShopOf(readGid(asked).key);
      const { total, shop_order_list: rows } = await douyin.orders(shop, UNDER_WAY, false, 50);
      const ids = [...new Set(rows.flatMap((row) => row.sku_order_list.map((line) => line.product_id_str)))];
      const found = await douyin.products(shop, { size: ids.length, product_id: ids });
      const products = new Map(
        found.map(({ product_id: id, name }) => [id, { id: gid('Product', shop.key, id), title: name }]),
      );
      return { shop: { orders: { totalCount: total, nodes: rows.map((row) => shown(shop, row, products)) } } };
    },
  };
}
