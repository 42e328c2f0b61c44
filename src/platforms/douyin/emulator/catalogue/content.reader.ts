import type { Params } from '../protocol/params.js';
import { invalid, missing } from '../protocol/refusal.js';
import { isObject, type Json, parse } from '../protocol/wire-json.js';
import { CATEGORIES, PROPERTIES } from '../state/categories.js';
import type { ProductContent } from '../state/product.record.js';

const BAD_VALUE = 2010004;
const NAME_WIDTH = { min: 16, max: 60 };

const UNSET: ProductContent = {
  name: '',
  description: [],
  pics: [],
  categoryId: '',
  outerProductId: '',
  outProductId: '0',
  productType: 0,
  reduceType: 1,
  freightId: '0',
  mobile: '',
  standardBrandId: '0',
  weight: 0,
  weightUnit: 0,
  deliveryDelayDay: 2,
  presellType: 0,
  presellDelay: 0,
  presellConfigLevel: 0,
  presellEndTime: '',
  minimumPerOrder: 1,
  maximumPerOrder: 0,
  limitPerBuyer: 0,
  startSaleType: 0,
  pickupMethod: '0',
  sellChannel: [0],
  productFormatNew: '{}',
  afterSaleService: '{}',
  specs: [],
};

const REQUIRED = [
  'product_type',
  'category_leaf_id',
  'name',
  'pic',
  'description',
  'reduce_type',
  'freight_id',
  'mobile',
];
const ATTRIBUTE_MISSING = 2010321;

/**
 * The content of `addV2` and `editV2` (specification g.4). What is left out of an edit stays as it is.
 * @param before null for a new product, for which the required fields must be there
 * @param strictImages pictures must come from the material centre
 */
export function readContent(params: Params, before: ProductContent | null, strictImages: boolean): ProductContent {
  if (before === null) for (const name of REQUIRED) params.required(name, 2010003);
  const old = before ?? UNSET;
  const content: ProductContent = {
    ...old,
    name: readName(params) ?? old.name,
    pics: readImages(params, 'pic', 5, strictImages) ?? old.pics,
    description: readImages(params, 'description', 50, strictImages) ?? old.description,
    categoryId: readCategory(params) ?? old.categoryId,
    outerProductId: params.text('outer_product_id') ?? old.outerProductId,
    outProductId: params.id('out_product_id') ?? old.outProductId,
    productType: params.integer('product_type') ?? old.productType,
    reduceType: oneOf(params, 'reduce_type', [1, 2]) ?? old.reduceType,
    freightId: params.text('freight_id') ?? old.freightId,
    mobile: params.text('mobile') ?? old.mobile,
    standardBrandId: params.id('standard_brand_id') ?? old.standardBrandId,
    weight: params.decimal('weight') ?? old.weight,
    weightUnit: oneOf(params, 'weight_unit', [0, 1]) ?? old.weightUnit,
    deliveryDelayDay: params.integer('delivery_delay_day') ?? old.deliveryDelayDay,
    presellType: oneOf(params, 'presell_type', [0, 1, 2]) ?? old.presellType,
    presellDelay: params.integer('presell_delay') ?? old.presellDelay,
    presellConfigLevel: oneOf(params, 'presell_config_level', [0, 1, 2, 3]) ?? old.presellConfigLevel,
    presellEndTime: params.text('presell_end_time') ?? old.presellEndTime,
    minimumPerOrder: params.integer('minimum_per_order') ?? old.minimumPerOrder,
    maximumPerOrder: params.integer('maximum_per_order') ?? old.maximumPerOrder,
    limitPerBuyer: params.integer('limit_per_buyer') ?? old.limitPerBuyer,
    startSaleType: oneOf(params, 'start_sale_type', [0, 1]) ?? old.startSaleType,
    pickupMethod: params.text('pickup_method') ?? old.pickupMethod,
    sellChannel: params.integers('sell_channel') ?? old.sellChannel,
    productFormatNew: readFormat(params) ?? old.productFormatNew,
    afterSaleService: params.kept('after_sale_service') ?? old.afterSaleService,
  };
  checkAttributes(content);
  return content;
}

/** Whether an edit gives any content beside the id and `commit`. */
export const hasContent = (params: Params): boolean =>
  Object.keys(params.fields).some((name) => !['product_id', 'commit', 'store_id'].includes(name) && params.has(name));

/** Width of a title: a character outside ASCII counts two. */
export const titleWidth = (text: string): number =>
  [...text].reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0xff ? 2 : 1), 0);

function readName(params: Params): string | undefined {
  const name = params.text('name');
  if (name === undefined) return undefined;
  const width = titleWidth(name);
  if (width < NAME_WIDTH.min || width > NAME_WIDTH.max) throw invalid(BAD_VALUE, '商品标题长度应为8-30个汉字');
  if (/\p{Extended_Pictographic}/u.test(name)) throw invalid(BAD_VALUE, '商品标题不能含有表情符号');
  return name;
}

function readImages(params: Params, name: string, most: number, strict: boolean): readonly string[] | undefined {
  const text = params.text(name);
  if (text === undefined) return undefined;
  const urls = text.split('|');
  if (urls.length > most) throw invalid(BAD_VALUE, `${name}最多${most}张`);
  for (const url of urls) {
    const host = URL.canParse(url) ? new URL(url).hostname : '';
    if (host === '' || (strict && !host.endsWith('.ecombdimg.com'))) throw invalid(99, '图片必须来自素材中心');
  }
  return urls;
}

function readCategory(params: Params): string | undefined {
  const id = params.id('category_leaf_id');
  if (id === undefined) return undefined;
  const category = CATEGORIES.get(id);
  if (category?.isLeaf !== true || !category.enabled) throw invalid(2010044, '类目不存在或不是叶子类目');
  return id;
}

function oneOf(params: Params, name: string, allowed: readonly number[]): number | undefined {
  const value = params.integer(name);
  if (value !== undefined && !allowed.includes(value)) throw params.cannotTake(name);
  return value;
}

function readFormat(params: Params): string | undefined {
  const text = params.text('product_format_new');
  if (text === undefined || text === '') return undefined;
  let value: Json;
  try {
    value = parse(text);
  } catch {
    value = null;
  }
  if (!isObject(value)) throw params.cannotTake('product_format_new');
  return text;
}

function checkAttributes({ productFormatNew }: ProductContent): void {
  const given = parse(productFormatNew);
  for (const { id, name, required } of PROPERTIES) {
    if (required && (!isObject(given) || given[String(id)] === undefined)) {
      throw missing(ATTRIBUTE_MISSING, `类目属性[${name}]必填`);
    }
  }
}
