import { Params } from '../protocol/params.js';
import { invalid } from '../protocol/refusal.js';
import { isList, isObject, type Json, parse } from '../protocol/wire-json.js';
import type { Ids } from '../state/ids.js';
import type { Product, Sku, Spec, SpecValue } from '../state/product.record.js';
import type { Shop } from '../state/shop.record.js';

const BAD_VALUE = 2010004;

/** Specifications and skus as a write gives them, before they have ids. */
export interface SpecDraft {
  readonly specs: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** One for each combination, in the order of the combinations. */
  readonly skus: readonly Params[];
}

/** Reads `specs` with `spec_prices`, or `spec_info` with `spec_prices_v2`; undefined when neither is given. */
export function readSpecs(params: Params): SpecDraft | undefined {
  const info = params.object('spec_info');
  const v2 = params.objects('spec_prices_v2');
  if (info !== undefined && v2 !== undefined) {
    const specs = (info.objects('spec_values') ?? []).map((spec) => ({
      name: spec.required('property_name'),
      values: (spec.objects('values') ?? []).map((value) => value.required('value_name')),
    }));
    return checked({ specs, skus: v2 });
  }
  const text = params.text('specs');
  const prices = params.text('spec_prices');
  if (text === undefined && prices === undefined) return undefined;
  if (text === undefined || prices === undefined) throw invalid(BAD_VALUE, 'specs与spec_prices必须同时传入');
  return checked({ specs: text.split('^').map(readSpec), skus: readPrices(prices) });
}

/** `颜色|红,黑` */
function readSpec(text: string): { name: string; values: string[] } {
  const [name = '', list = '', ...rest] = text.split('|');
  const values = list.split(',');
  if (name === '' || rest.length > 0 || values.some((value) => value === '')) throw invalid(BAD_VALUE, 'specs格式错误');
  return { name, values };
}

function readPrices(text: string): Params[] {
  let value: Json;
  try {
    value = parse(text);
  } catch {
    value = null;
  }
  if (!isList(value)) throw invalid(BAD_VALUE, 'spec_prices格式错误');
  return value.map((item) => {
    if (!isObject(item)) throw invalid(BAD_VALUE, 'spec_prices格式错误');
    return new Params(item, BAD_VALUE);
  });
}

function checked(draft: SpecDraft): SpecDraft {
  const count = draft.specs.reduce((product, spec) => product * spec.values.length, 1);
  if (draft.specs.length === 0 || draft.specs.length > 3) throw invalid(BAD_VALUE, '规格最多3级');
  if (count !== draft.skus.length) throw invalid(BAD_VALUE, '规格组合数与spec_prices数量不一致');
  return draft;
}

/** Gives specifications and skus their ids; a combination that the product had before keeps its ids. */
export function buildSkus(
  draft: SpecDraft,
  shop: Shop,
  ids: Ids,
  productId: string,
  now: number,
  before: Product | null = null,
): { readonly specs: readonly Spec[]; readonly skus: Sku[] } {
  const specs = draft.specs.map(({ name, values }): Spec => {
    const known = before?.content.specs.find((spec) => spec.name === name);
    return {
      id: known?.id ?? ids.next('spec'),
      name,
      values: values.map(
        (value) => known?.values.find((old) => old.name === value) ?? { id: ids.next('spec'), name: value },
      ),
    };
  });
  const combinations = specs.reduce<SpecValue[][]>(
    (found, spec) => found.flatMap((start) => spec.values.map((value) => [...start, value])),
    [[]],
  );
  const skus = combinations.map((values, index) => {
    const given = draft.skus[index] ?? new Params({}, BAD_VALUE);
    checkNames(given, values);
    const old = before?.skus.find((sku) => sku.values.every((value, at) => value.id === values[at]?.id));
    return buildSku(
      given,
      shop,
      values,
      { id: old?.id ?? ids.next('sku'), productId, createdAt: old?.createdAt ?? now },
      old,
    );
  });
  return { specs, skus };
}

function checkNames(given: Params, values: readonly SpecValue[]): void {
  const properties = given.objects('sell_properties')?.map((property) => property.required('value_name'));
  const names =
    properties ?? [1, 2, 3].map((at) => given.text(`spec_detail_name${at}`) ?? '').filter((name) => name !== '');
  if (names.join('\n') !== values.map(({ name }) => name).join('\n')) {
    throw invalid(BAD_VALUE, 'spec_prices的顺序与规格组合不一致');
  }
}

function buildSku(
  given: Params,
  shop: Shop,
  values: readonly SpecValue[],
  fixed: Pick<Sku, 'id' | 'productId' | 'createdAt'>,
  old: Sku | undefined,
): Sku {
  const price = given.requiredInteger('price', BAD_VALUE);
  if (price <= 0) throw invalid(BAD_VALUE, 'price必须大于0');
  const skuType = given.integer('sku_type') ?? 0;
  const regional = new Map<string, number>();
  const map = given.object('stock_num_map');
  for (const warehouse of Object.keys(map?.fields ?? {})) {
    if (!shop.warehouses.has(warehouse)) throw invalid(BAD_VALUE, '区域仓不存在');
    regional.set(warehouse, map?.requiredInteger(warehouse) ?? 0);
  }
  const stock = given.integer('stock_num') ?? 0;
  if (stock < 0 || (skuType !== 0 && skuType !== 1)) throw invalid(BAD_VALUE, 'stock_num参数不合法');
  return {
    ...fixed,
    values,
    code: given.text('code') ?? '',
    outerSkuId: given.text('outer_sku_id') ?? '',
    outSkuId: given.id('out_sku_id') ?? '0',
    price,
    skuType,
    stock: skuType === 1 ? 0 : stock,
    regional,
    held: old?.held ?? 0,
    heldRegional: old?.heldRegional ?? new Map(),
    stepStock: given.integer('step_stock_num') ?? 0,
    supplierId: given.text('supplier_id') ?? '',
  };
}
