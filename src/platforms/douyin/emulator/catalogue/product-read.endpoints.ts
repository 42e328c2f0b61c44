import type { Call, Endpoint } from '../endpoint.js';
import { invalid, missing } from '../protocol/refusal.js';
import type { Json, Row } from '../protocol/wire-json.js';
import { categoryChain, PROPERTIES } from '../state/categories.js';
import type { Product } from '../state/product.record.js';
import { detailedProduct, listedProduct } from './product.row.js';

const BAD_VALUE = 2010004;
const MOST_ROWS = 10_000;

/** Reading products (specification g.4). */
export const PRODUCT_READS: readonly Endpoint[] = [
  { method: 'product.listV2', wrong: BAD_VALUE, answer: list },
  { method: 'product.detail', wrong: BAD_VALUE, answer: detail },
  {
    method: 'product.getCatePropertyV2',
    wrong: 2010003,
    answer: ({ params }) => {
      const id = params.requiredId('category_leaf_id');
      if (categoryChain(id).length === 0) throw invalid(2010044, '类目不存在');
      return { data: PROPERTIES.map((property, index) => propertyRow(property, id, index)) };
    },
  },
];

function list(call: Call): Row {
  const { params } = call;
  const cursor = params.flag('use_cursor') === true;
  const size = params.integer('size') ?? 0;
  const page = params.integer('page') ?? (cursor ? 1 : 0);
  if (page < 1 || page > 100) throw invalid(BAD_VALUE, 'page参数不合法，范围1-100');
  if (size < 1 || size > 100) throw invalid(BAD_VALUE, 'size参数不合法，范围1-100');
  if (page * size > MOST_ROWS) throw invalid(BAD_VALUE, 'page*size不能超过10000');
  const found = [...call.shop.products.values()].filter(filterOf(call)).sort(newestFirst);
  const from = cursor ? afterCursor(found, params.text('cursor_id') ?? '') : (page - 1) * size;
  const rows = found.slice(from, from + size);
  return {
    data: rows.map(listedProduct),
    total: found.length,
    page,
    size,
    cursor_id: cursor ? (rows.at(-1)?.id ?? '') : '',
  };
}

const newestFirst = (a: Product, b: Product): number => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);

function afterCursor(found: readonly Product[], cursor: string): number {
  if (cursor === '') return 0;
  const at = found.findIndex(({ id }) => id === cursor);
  if (at < 0) throw invalid(BAD_VALUE, 'cursor_id参数不合法');
  return at + 1;
}

/** Time bounds are exclusive; deleted products show only when asked for. */
function filterOf({ params }: Call): (product: Product) => boolean {
  const status = params.integer('status');
  const checkStatus = params.integer('check_status');
  const type = params.integer('product_type');
  const name = params.text('name') ?? '';
  const ids = params.texts('product_id');
  if (ids !== undefined && ids.length > 100) throw invalid(BAD_VALUE, 'product_id最多100个');
  const created = between(params.integer('start_time'), params.integer('end_time'));
  const updated = between(params.integer('update_start_time'), params.integer('update_end_time'));
  return (product) =>
    (status === undefined ? product.status !== 2 : product.status === status) &&
    (checkStatus === undefined || product.checkStatus === checkStatus) &&
    (type === undefined || product.content.productType === type) &&
    product.content.name.includes(name) &&
    (ids === undefined || ids.includes(product.id)) &&
    created(product.createdAt) &&
    updated(product.updatedAt);
}

const between =
  (start = Number.NEGATIVE_INFINITY, end = Number.POSITIVE_INFINITY) =>
  (time: number): boolean =>
    time > start && time < end;

function detail({ params, shop, app }: Call): Row {
  const id = params.id('product_id');
  const outId = params.id('out_product_id');
  if (id === undefined && outId === undefined) throw missing(2010003, 'product_id不能为空');
  const product =
    id === undefined
      ? [...shop.products.values()].find(({ content }) => content.outProductId === outId)
      : shop.products.get(id);
  if (product === undefined) {
    throw id === undefined ? invalid(4, '商品不存在') : invalid(2010058, '商品不存在或已彻底删除');
  }
  const draft = params.flag('show_draft') === true ? product.draft : null;
  return detailedProduct(product, draft?.content ?? product.content, draft?.skus ?? product.skus, app.appKey);
}

const propertyRow = (property: (typeof PROPERTIES)[number], categoryId: string, index: number): Json => ({
  cid: 0,
  property_name: property.name,
  options: property.options.map(([name, value], at) => ({
    name,
    value: String(value),
    value_id: value,
    sequence: at + 1,
  })),
  required: property.required ? 1 : 0,
  status: 0,
  type: 'select',
  category_id: Number(categoryId),
  multi_select_max: 1,
  property_type: 0,
  property_id: property.id,
  sequence: index + 1,
  relation_id: property.id,
  diy_type: 0,
  important_type: 0,
  has_sub_property: false,
  tpl_type: 0,
});
