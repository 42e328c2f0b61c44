import type { CalledShop } from '../shops.js';
import { categoriesIn, gid, type PeerContext, pageOf, type ShopCategory, type ShopRow, shopOf } from './shop-rows.js';

/** The part of the graph that *list* asks for. */
export const typeDefs = /* GraphQL */ `
  input ShopBy { id: ID! }
  type Query { shop(by: ShopBy!): Shop }
  type Shop { id: ID! name: String! commodities(first: Int!): CommodityConnection! }
  type CommodityConnection { nodes: [Commodity!]! }
  type Commodity { id: ID! title: String! shop: Shop! categories: [CommodityCategory!] }
  type CommodityCategory { id: ID! title: String! }
`;

/** Its resolvers, as a server without our machinery has them: one for each relation, categories through a loader. */
export const resolvers = {
  Query: { shop: (_root: unknown, { by }: { by: { id: string } }) => shopOf(by.id) },
  Shop: {
    id: (shop: CalledShop) => gid('Shop', shop, shop.key),
    commodities: async (shop: CalledShop, { first }: { first: number }) => ({ nodes: await pageOf(shop, first) }),
  },
  Commodity: {
    id: ({ row, shop }: ShopRow) => gid('Commodity', shop, row._id),
    title: ({ row }: ShopRow) => row.title,
    categories: (commodity: ShopRow, _args: unknown, context: PeerContext) => categoriesIn(commodity, context),
  },
  CommodityCategory: {
    id: ({ category, shop }: ShopCategory) => gid('CommodityCategory', shop, category._id),
    title: ({ category }: ShopCategory) => category.title,
  },
};
