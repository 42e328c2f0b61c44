import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { createGatewayRuntime } from '@graphql-hive/gateway';
import { getComposedSchemaFromConfig } from '@graphql-mesh/compose-cli';
import { useJIT } from '@graphql-mesh/plugin-jit';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';
import { tellParent } from '../messages.js';
import type { CalledShop } from '../shops.js';
import { gid, shopOf } from './shop-rows.js';

/**
 * Hive Gateway over the OpenAPI description of the platform, which GraphQL Mesh composes into a supergraph. The
 * description knows no join of rows and categories: a resolver written by hand asks both calls at once and joins them.
 */
const [upstream = '', , description = ''] = process.argv.slice(2);

const silent = {
  log: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: (...words: unknown[]) => void process.stderr.write(`${words.join(' ')}\n`),
  error: (...words: unknown[]) => void process.stderr.write(`${words.join(' ')}\n`),
  child: () => silent,
};
const supergraph = await getComposedSchemaFromConfig(
  {
    additionalTypeDefs: /* GraphQL */ `
      input ShopBy { id: ID! }
      type ListedShop { id: ID! name: String! commodities(first: Int!): ListedCommodities! }
      type ListedCommodities { nodes: [ListedCommodity!]! }
      type ListedCommodity { id: ID! title: String! shop: ListedShop! categories: [ListedCategory!] }
      type ListedCategory { id: ID! title: String! }
      extend type Query { shop(by: ShopBy!): ListedShop }
    `,
    subgraphs: [
      {
        sourceHandler: loadOpenAPISubgraph('kuaizhan', {
          source: resolve(description),
          endpoint: upstream,
          ignoreErrorResponses: true,
          queryParams: { access_token: '{context.headers.token}' },
        }),
      },
    ],
  },
  silent,
);

interface InContext {
  readonly kuaizhan: {
    readonly Query: Readonly<
      Record<'listCommodities' | 'listCommodityCategories', (call: object) => Promise<Envelope>>
    >;
  };
}
interface Envelope {
  readonly data: readonly { _id: string; title: string; category_ids: readonly (string | null)[] }[];
}

const gateway = createGatewayRuntime({
  supergraph,
  graphqlEndpoint: '/graphql',
  logging: false,
  plugins: () => [useJIT()],
  additionalResolvers: {
    Query: { shop: (_root: unknown, { by }: { by: { id: string } }) => shopOf(by.id) },
    ListedShop: {
      id: (shop: CalledShop) => gid('Shop', shop, shop.key),
      commodities: async (shop: CalledShop, { first }: { first: number }, context: InContext, info: unknown) => {
        const { listCommodities, listCommodityCategories } = context.kuaizhan.Query;
        const call = { root: shop, context, info };
        const window = { shop_id: shop.shopId, is_online: true, offset: 0, limit: first + 1 };
        const [rows, categories] = await Promise.all([
          listCommodities({ ...call, args: window, selectionSet: '{ data { _id title category_ids } }' }),
          listCommodityCategories({
            ...call,
            args: { shop_id: shop.shopId },
            selectionSet: '{ data { _id title } }',
          }),
        ]);
        const titles = new Map(categories.data.map(({ _id, title }) => [_id, title]));
        const nodes = rows.data.slice(0, first).map((row) => ({
          id: gid('Commodity', shop, row._id),
          title: row.title,
          shop,
          categories: row.category_ids.flatMap((id) =>
            id === null ? [] : [{ id: gid('CommodityCategory', shop, id), title: titles.get(id) }],
          ),
        }));
        return { nodes };
      },
    },
  },
});
const server = createServer(gateway);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  tellParent({ url: `http://127.0.0.1:${port}/graphql` });
});
