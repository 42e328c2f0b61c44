import type { DouyinState } from '../../../../src/platforms/douyin/emulator/index.js';
import { readJson } from '../../../../src/upstream/read-json.js';
import type { Answer } from '../../../support/start.js';
import { type DouyinServer, type DouyinShop, startDouyin } from '../../../support/start-douyin.js';

export const ADD = 'POST /product/addV2';
export const EDIT = 'POST /product/editV2';
export const DETAIL = 'POST /product/detail';
export const LIST = 'POST /product/listV2';
export const UPLOAD = 'POST /material/uploadImageSync';
export const MATERIAL = 'POST /material/queryMaterialDetail';
export const PROPERTIES = 'POST /product/getCatePropertyV2';

type ShopState = NonNullable<ReturnType<DouyinState['shops']['get']>>;
type SeededProduct = ReturnType<ShopState['products']['get']> & object;

const ERRORS =
  '__typename code message path retryable ... on StateError { nodeId } ... on UpstreamError { fault { subCode } }';
const PLAN = 'plan { calls { endpoint body } }';
const CREATE = `mutation($input: ProductCreateInput!, $options: WriteOptions) {
  productCreate(input: $input, options: $options) {
    product { id native { id } title outerId reviewStatusCode } replayed userErrors { ${ERRORS} } ${PLAN}
  }
}`;
const UPDATE = `mutation($input: ProductUpdateInput!, $options: WriteOptions) {
  productUpdate(input: $input, options: $options) {
    product { id title version } replayed userErrors { ${ERRORS} } ${PLAN}
  }
}`;

/** A picture of the material centre, and one from elsewhere. */
export const OWN = 'https://p3-aio.ecombdimg.com/obj/ecom-shop-material/tee-1.png';
export const FOREIGN = 'https://merchant.example/img/tee.png';

/** Writes to products against a shop of the stand-in's demonstration. */
export interface ProductBench {
  readonly server: DouyinServer;
  readonly shop: DouyinShop;
  readonly state: ShopState;
  /** A whole input, with what is told in place. */
  readonly input: (changes?: object) => Record<string, unknown>;
  readonly create: (
    input: object,
    options?: object | null,
    key?: string,
  ) => Promise<Answer & { payload: Answer['data'] }>;
  readonly update: (
    input: object,
    options?: object | null,
    key?: string,
  ) => Promise<Answer & { payload: Answer['data'] }>;
  readonly bodies: (operation: string) => Record<string, unknown>[];
  /** Products of the stand-in that have this title. */
  readonly named: (title: string) => SeededProduct[];
}

/** A SKU of a colour and a size. */
export const sku = (colour: string, size: string, more: object = {}) => ({
  selectedOptions: [
    { name: '颜色', value: colour },
    { name: '尺码', value: size },
  ],
  price: { amount: '59.90' },
  stock: 10,
  ...more,
});

/** Starts the graph on the stand-in, whose audits end at the next call. */
export async function startProducts(): Promise<ProductBench> {
  const server = await startDouyin({ emulator: { seed: 'demo', materialAuditSeconds: 0 } });
  const shop = server.shops[0] as DouyinShop;
  const state = server.douyin.state.shops.get(shop.nativeId) as ShopState;
  const send = async (mutation: string, input: object, options: object | null, key?: string) => {
    const answer = await server.ask(mutation, { input, options }, key === undefined ? {} : { key });
    return { ...answer, payload: answer.data?.productCreate ?? answer.data?.productUpdate };
  };
  return {
    server,
    shop,
    state,
    input: (changes = {}) => ({
      shopId: shop.id,
      outerId: 'TEE-900',
      title: '示例纯棉T恤男女同款春夏',
      categoryNativeId: '20283',
      imageUrls: [OWN],
      attributes: [{ propertyNativeId: '1687', values: ['棉'] }],
      skus: [sku('红', 'M', { merchantCode: 'TEE-RED-M' }), sku('红', 'L')],
      servicePhone: '400-800-1234',
      ...changes,
    }),
    create: (input, options = null, key) => send(CREATE, input, options, key),
    update: (input, options = null, key) => send(UPDATE, input, options, key),
    bodies: (operation) =>
      server.douyin.journal.entries
        .filter((entry) => entry.operation === operation)
        .map((entry) => bodyOf(String(entry.params['param_json'] ?? '{}'))),
    named: (title) => [...state.products.values()].filter(({ content }) => content.name === title),
  };
}

/** Parameters that were sent, long integers as text. */
function bodyOf(text: string): Record<string, unknown> {
  const reading = readJson(Buffer.from(text));
  return (reading.ok ? reading.value : {}) as Record<string, unknown>;
}
