import { GraphQLClient } from 'graphql-request';
import {
  BanPlanDocument,
  ByIdsDocument,
  type ErrorCode,
  GoodsDocument,
  NewCommodityDocument,
  SiteAndAccountDocument,
  StorefrontsDocument,
} from './generated/graphql.js';

/** One of our own, as a frontend would write it: typed documents in, typed answers out, no cast anywhere. */
export function storefrontClient(url: string, key: string) {
  const client = new GraphQLClient(`${url}/graphql`, { headers: { authorization: `Bearer ${key}` } });
  return {
    /** Names of the shops with the titles of their first goods. */
    async shelves(): Promise<ReadonlyMap<string, readonly string[]>> {
      const { shops } = await client.request(StorefrontsDocument);
      return new Map(shops.nodes.map((shop) => [shop.name, shop.commodities?.nodes.map(({ title }) => title) ?? []]));
    },

    /** Ids of the first shop and its first commodity. */
    async firstIds(): Promise<{ readonly shop: string; readonly commodity: string }> {
      const { shops } = await client.request(StorefrontsDocument);
      const [shop] = shops.nodes;
      return { shop: shop?.id ?? '', commodity: shop?.commodities?.nodes[0]?.id ?? '' };
    },

    /** One line for each object that was found. */
    async describe(ids: readonly string[]): Promise<readonly string[]> {
      const { nodes } = await client.request(ByIdsDocument, { ids });
      return nodes.map((node) => {
        switch (node?.__typename) {
          case 'Shop':
            return `${node.name} on ${node.platform}`;
          case 'Commodity':
            return `${node.title} of ${node.shop?.name ?? 'an unreachable shop'}`;
          default:
            return node === null ? 'nothing' : node.__typename;
        }
      });
    },

    /** A page of goods as `title: stock of each variant`, and where the next page begins. */
    async page(shop: string, after: string | null): Promise<{ lines: readonly string[]; next: string | null }> {
      const answer = await client.request(GoodsDocument, { shop, after });
      const goods = answer.shop?.commodities;
      const lines = goods?.nodes.map(({ title, variants }) => `${title}: ${variants.map(({ stock }) => stock).join()}`);
      return { lines: lines ?? [], next: goods?.pageInfo.hasNextPage ? goods.pageInfo.endCursor : null };
    },

    /** The site of the demo's first shop with its official account. */
    async site(): Promise<{ id: string; domain: string | null; account: string | null } | null> {
      const { shop } = await client.request(SiteAndAccountDocument);
      const site = shop?.site;
      return site == null
        ? null
        : { id: site.id, domain: site.domain, account: site.officialAccount?.nickname ?? null };
    },

    /** Price of the commodity that was made, or the codes of why none was. */
    async create(shop: string): Promise<{ price: string | null; replayed: boolean; codes: readonly ErrorCode[] }> {
      const { commodityCreate } = await client.request(NewCommodityDocument, { shop });
      const { commodity, replayed, userErrors } = commodityCreate;
      return { price: commodity?.priceRange?.min.amount ?? null, replayed, codes: userErrors.map(({ code }) => code) };
    },

    /** Endpoints a ban would call. */
    async banPlan(site: string): Promise<readonly string[]> {
      const { communityUserBan } = await client.request(BanPlanDocument, { site });
      return communityUserBan.plan?.calls.map(({ endpoint }) => endpoint) ?? [];
    },
  };
}
