import { shopGlobalId } from '../../src/tenants/global-id.js';
import type { Shop } from '../../src/tenants/shop.js';
import { readJson } from '../../src/upstream/read-json.js';
import type { Ask } from '../support/start.js';
import { type InventoryServer, startInventory } from './start-inventory.js';

export const KZ_READ = 'GET /v2/ec/commodity/info';
export const KZ_CREATE = 'POST /v2/ec/commodity/create';
export const DY_READ = 'POST /product/detail';
export const DY_CREATE = 'POST /product/addV2';
export const DY_UPLOAD = 'POST /material/uploadImageSync';
export const DY_PROPERTIES = 'POST /product/getCatePropertyV2';

const COPY = `mutation ($input: CatalogSyndicateInput!, $options: WriteOptions) {
  payload: catalogSyndicate(input: $input, options: $options) {
    results {
      shop { id platform } item { id } status droppedPaths
      userErrors { __typename code message path retryable shopId }
    }
    userErrors { code message path }
    plan { calls { platform shopId endpoint body } totalCalls warnings }
    replayed
  }
}`;

/** What became of a copy. */
export interface CopyResult {
  readonly shop: { readonly id: string; readonly platform: string };
  readonly item: { readonly id: string } | null;
  readonly status: string;
  readonly droppedPaths: readonly string[];
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly path: string[] }[];
}

/** A payload of `catalogSyndicate`. */
export interface CopyPayload {
  readonly results: readonly CopyResult[];
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly path: string[] }[];
  readonly plan: {
    readonly calls: readonly { platform: string; shopId: string; endpoint: string; body: unknown }[];
    readonly totalCalls: number;
    readonly warnings: readonly string[];
  } | null;
  readonly replayed: boolean;
}

type Seeded = NonNullable<ReturnType<InventoryServer['kuaizhan']['state']['commodities']['get']>>;
type DouyinShopState = NonNullable<ReturnType<InventoryServer['douyin']['state']['shops']['get']>>;
type SeededProduct = NonNullable<ReturnType<DouyinShopState['products']['get']>>;

/** Copies between the shops of the stand-ins' demonstrations: two of each platform. */
export interface SyndicateBench {
  readonly server: InventoryServer;
  readonly kuaizhan: readonly [Shop, Shop];
  readonly douyin: readonly [Shop, Shop];
  /** `catalogSyndicate`. @throws when the whole failed */
  copy(input: object, options?: object | null, how?: Ask): Promise<CopyPayload>;
  /** Parameters of a call that Douyin was asked, in order. */
  bodies(operation: string): Record<string, unknown>[];
  /** Parameters of the creations that Kuaizhan was asked, in order. */
  forms(operation: string): Record<string, unknown>[];
  /** Commodities of a shop by title, made by tests or the seed. */
  commodities(shop: Shop, title: string): Seeded[];
  /** Products of a shop by title. */
  products(shop: Shop, title: string): SeededProduct[];
  /** A new commodity of the first shop of Kuaizhan. @returns its global id */
  addCommodity(input: object): Promise<string>;
  /** A new product of the first shop of Douyin. @returns its global id */
  addProduct(input: object): Promise<string>;
}

export const idOf = ({ key }: Shop): string => shopGlobalId(key);

/** Starts everything; the audits of Douyin end at the next call. */
export async function startSyndicate(): Promise<SyndicateBench> {
  const server = await startInventory({ emulator: { materialAuditSeconds: 0 } });
  const kuaizhan = server.kuaizhanShops.slice(0, 2) as unknown as [Shop, Shop];
  const douyin = server.shops.slice(0, 2).map(({ record }) => record) as unknown as [Shop, Shop];
  const made = async (mutation: string, type: string, input: object): Promise<string> => {
    const field = type.charAt(0).toLowerCase() + type.slice(1);
    const answer = await server.ask(
      `mutation ($input: ${type}CreateInput!) { made: ${mutation}(input: $input) { ${field} { id } userErrors { code message path } } }`,
      { input },
    );
    const id = answer.data?.made?.[field]?.id;
    if (id === undefined) throw new Error(answer.text);
    return id;
  };
  return {
    server,
    kuaizhan,
    douyin,
    copy: async (input, options = null, how = {}) => {
      const answer = await server.ask(COPY, { input, options }, how);
      if (answer.errors.length > 0 || answer.data?.payload == null) throw new Error(answer.text);
      return answer.data.payload;
    },
    bodies: (operation) =>
      server.douyin.journal.entries
        .filter((entry) => entry.operation === operation)
        .map(({ params }) => {
          const reading = readJson(Buffer.from(String(params['param_json'] ?? '{}')));
          return (reading.ok ? reading.value : {}) as Record<string, unknown>;
        }),
    forms: (operation) =>
      server.kuaizhan.journal.entries
        .filter((entry) => entry.operation === operation)
        .map(({ params }) => {
          const { access_token: _, ...fields } = params;
          return fields;
        }),
    commodities: (shop, title) =>
      [...server.kuaizhan.state.commodities.values()].filter(
        (one) => one.title === title && one.shop.id === shop.attributes['shopId'],
      ),
    products: (shop, title) =>
      [...(server.douyin.state.shops.get(shop.nativeId)?.products.values() ?? [])].filter(
        ({ content }) => content.name === title,
      ),
    addCommodity: (input) => made('commodityCreate', 'Commodity', { shopId: idOf(kuaizhan[0]), ...input }),
    addProduct: (input) => made('productCreate', 'Product', { shopId: idOf(douyin[0]), ...input }),
  };
}
