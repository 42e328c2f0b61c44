import type { CalledShop } from '../shops.js';
import { gid, readGid } from './gid.js';
import type { Category, Platform, Row } from './platform.js';

/** Answers one operation, given its variables: the JSON of `data`. */
export type Route = (variables: Readonly<Record<string, unknown>>) => Promise<object>;

/** The operations of the benchmark by path, each written by hand. */
export function routesOn(platform: Platform, shopOf: (key: string) => CalledShop): Readonly<Record<string, Route>> {
  const read = (text: unknown): { shop: CalledShop; id: string } => {
    const { key, id } = readGid(text);
    return { shop: shopOf(key), id };
  };
  const shown = ({ key, name }: CalledShop) => ({ id: gid('Shop', key), name });
  const categoriesOf = async (shop: CalledShop): Promise<Map<string, string>> => {
    const rows = await platform.get<Category[]>(shop, '/v2/ec/commodity/category/list', { shop_id: shop.shopId });
    return new Map(rows.map(({ _id, title }) => [_id, title]));
  };
  const joined = ({ key }: CalledShop, ids: Row['category_ids'], titles: ReadonlyMap<string, string>) =>
    ids.flatMap((id) => (id === null ? [] : [{ id: gid('CommodityCategory', key, id), title: titles.get(id) }]));

  const page = async (shop: CalledShop, first: number) => {
    const limit = String(Math.min(100, first + 1));
    const window = { shop_id: shop.shopId, is_online: 'true', offset: '0', limit };
    const [rows, titles] = await Promise.all([
      platform.get<Row[]>(shop, '/v2/ec/commodity/list', window),
      categoriesOf(shop),
    ]);
    const inShop = shown(shop);
    const nodes = rows.slice(0, first).map((row) => ({
      id: gid('Commodity', shop.key, row._id),
      title: row.title,
      shop: inShop,
      categories: joined(shop, row.category_ids, titles),
    }));
    return { commodities: { nodes } };
  };

  const yuan = (price: number) => ({ amount: price.toFixed(2) });
  /** Units in the order of the options and their values, as the graph gives them. */
  const unitsOf = ({ models, model_details: details }: Row) => {
    const units = details.map(({ name, price, amount }) => {
      const pairs = JSON.parse(Buffer.from(name, 'base64').toString()) as [string, string][];
      const ranks = models.map(([option, values]) => values.indexOf(new Map(pairs).get(option) ?? ''));
      const selectedOptions = pairs.map(([option, value]) => ({ name: option, value }));
      const displayName = pairs.map(([, value]) => value).join(' / ');
      return { ranks, unit: { displayName, stock: amount, price: yuan(price), selectedOptions } };
    });
    units.sort((a, b) => a.ranks.map((rank, at) => rank - (b.ranks[at] ?? 0)).find((gap) => gap !== 0) ?? 0);
    return units.map(({ unit }) => unit);
  };

  return {
    '/list': async ({ shop }) => ({ shop: await page(read(shop).shop, 50) }),
    '/list-1000': async (shops) => {
      const pages = Object.entries(shops).map(async ([alias, id]) => [alias, await page(read(id).shop, 100)] as const);
      return Object.fromEntries(await Promise.all(pages));
    },
    '/detail': async ({ id: asked }) => {
      const { shop, id } = read(asked);
      const [row, titles] = await Promise.all([
        platform.get<Row>(shop, '/v2/ec/commodity/info', { commodity_id: id }),
        categoriesOf(shop),
      ]);
      const commodity = {
        id: gid('Commodity', shop.key, row._id),
        title: row.title,
        price: row.models.length === 0 ? yuan(row.price) : null,
        shop: shown(shop),
        categories: joined(shop, row.category_ids, titles),
        variants: unitsOf(row),
      };
      return { commodity };
    },
    '/mutation': async ({ input }) => {
      const { id: asked, title } = input as { id: string; title: string };
      const { shop, id } = read(asked);
      await platform.post(shop, '/v2/ec/commodity/update', { commodity_id: id, title });
      const row = await platform.get<Row>(shop, '/v2/ec/commodity/info', { commodity_id: id });
      const commodity = { id: gid('Commodity', shop.key, row._id), title: row.title };
      return { commodityUpdate: { commodity, userErrors: [] } };
    },
  };
}
