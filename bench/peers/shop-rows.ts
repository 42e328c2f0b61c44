import DataLoader from 'dataloader';
import { type Category, Platform, type Row } from '../proxy/platform.js';
import type { CalledShop } from '../shops.js';

/** What a peer's process is told: the upstream's address, and the shops as JSON. */
const [upstream = '', shopsText = '[]'] = process.argv.slice(2);
const shops = new Map((JSON.parse(shopsText) as CalledShop[]).map((shop) => [shop.key, shop]));
const platform = new Platform(upstream);

/** A row with the shop it was read for. */
export interface ShopRow {
  readonly row: Row;
  readonly shop: CalledShop;
}

/** A category with the shop it was read for. */
export interface ShopCategory {
  readonly category: Category;
  readonly shop: CalledShop;
}

/** What each request of a peer has: one loader of categories, the usual remedy against a call per row. */
export interface PeerContext {
  readonly categories: DataLoader<{ shop: CalledShop; id: string }, ShopCategory | null, string>;
}

/** A context of one request. */
export const peerContext = (): PeerContext => ({
  categories: new DataLoader(
    async (keys) => {
      const asked = new Map(keys.map(({ shop }) => [shop.key, shop]));
      const lists = await Promise.all([...asked.values()].map(categoriesOf));
      const known = new Map(lists.flat().map((one) => [keyOf(one.shop, one.category._id), one]));
      return keys.map(({ shop, id }) => known.get(keyOf(shop, id)) ?? null);
    },
    { cacheKeyFn: ({ shop, id }) => keyOf(shop, id) },
  ),
});

const keyOf = (shop: CalledShop, id: string): string => `${shop.key} ${id}`;

async function categoriesOf(shop: CalledShop): Promise<ShopCategory[]> {
  const path = '/v2/ec/commodity/category/list';
  const rows = await platform.get<Category[]>(shop, path, { shop_id: shop.shopId });
  return rows.map((category) => ({ category, shop }));
}

/** The shop a global id names; null for another text. */
export const shopOf = (gid: string): CalledShop | null => shops.get(gid.split('/').at(-1) ?? '') ?? null;

/** A page of a shop's commodities. */
export async function pageOf(shop: CalledShop, first: number): Promise<ShopRow[]> {
  const window = { shop_id: shop.shopId, is_online: 'true', offset: '0', limit: String(first + 1) };
  const rows = await platform.get<Row[]>(shop, '/v2/ec/commodity/list', window);
  return rows.slice(0, first).map((row) => ({ row, shop }));
}

/** The categories of a row. */
export async function categoriesIn({ row, shop }: ShopRow, { categories }: PeerContext): Promise<ShopCategory[]> {
  const ids = row.category_ids.filter((id) => id !== null);
  const found = await Promise.all(ids.map((id) => categories.load({ shop, id })));
  return found.filter((one) => one !== null);
}

/** Global id of an object of a shop. */
export const gid = (type: string, shop: CalledShop, id: string): string => `gid://v1/${type}/${shop.key}/${id}`;
