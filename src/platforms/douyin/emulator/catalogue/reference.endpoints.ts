import type { Call, Endpoint } from '../endpoint.js';
import { failed, invalid } from '../protocol/refusal.js';
import type { Json, Row } from '../protocol/wire-json.js';
import { CATEGORIES } from '../state/categories.js';
import { COMPANIES } from '../state/companies.js';
import { REGIONS, type Region } from '../state/regions.js';
import type { Address } from '../state/shop.record.js';

/** What is looked up before something is written: categories, brands, carriers, addresses, regions. */
export const REFERENCES: readonly Endpoint[] = [
  {
    method: 'shop.getShopCategory',
    wrong: 2010044,
    answer: ({ params }) => {
      const parent = String(params.requiredInteger('cid'));
      return [...CATEGORIES.values()]
        .filter(({ parentId }) => parentId === parent)
        .map(({ id, name, level, parentId, isLeaf, enabled }) => ({
          id: Number(id),
          name,
          level,
          parent_id: Number(parentId),
          is_leaf: isLeaf,
          enable: enabled,
        }));
    },
  },
  {
    method: 'shop.brandList',
    answer: ({ shop }) =>
      shop.brands.map(({ id, chinese, english, reg }) => ({
        id: BigInt(id),
        brand_chinese_name: chinese,
        brand_english_name: english,
        brand_reg_num: reg,
      })),
  },
  { method: 'brand.list', wrong: 2010004, answer: brands },
  { method: 'order.logisticsCompanyList', answer: () => COMPANIES.map(({ id, name, code }) => ({ id, name, code })) },
  { method: 'address.list', wrong: 5001, answer: addresses },
  {
    method: 'address.getProvince',
    answer: () => REGIONS.map(({ code, name }) => ({ province_id: code, province: name })),
  },
  {
    method: 'address.getAreasByProvince',
    wrong: 422,
    answer: ({ params }) => {
      const code = params.requiredInteger('province_id');
      const province = REGIONS.find((region) => region.code === code);
      if (province === undefined) throw failed(422, '省份不存在');
      return [area(province, 0, 1)];
    },
  },
];

/** Goods without a brand name this one (specification f.4). */
const NO_BRAND = { id: '596120136', chinese: '无品牌', english: '' };

/** Brands by their ids, or by words in their names; `brand_infos` is there when it is asked for. */
function brands({ params, shop }: Call): Row {
  const ids = params.texts('brand_ids');
  const query = params.text('query') ?? '';
  const offset = params.integer('offset') ?? 0;
  const size = params.integer('size') ?? 20;
  if (offset < 0 || size < 1) throw invalid(2010004, 'offset或size参数不合法');
  const found = [NO_BRAND, ...shop.brands].filter(
    ({ id, chinese, english }) =>
      (ids === undefined || ids.includes(id)) && (chinese.includes(query) || english.includes(query)),
  );
  const page = found.slice(offset, offset + size);
  const named = page.map(({ id, chinese, english }) => ({ brand_id: BigInt(id), name_cn: chinese, name_en: english }));
  return {
    brand_ids: page.map(({ id }) => BigInt(id)),
    brand_infos:
      params.flag('full_brand_info') === true ? Object.fromEntries(page.map((one) => [one.id, brandInfo(one)])) : {},
    total: found.length,
    has_more: offset + size < found.length,
    auth_required: false,
    auth_brand_list: [],
    brand_list: named,
  };
}

const brandInfo = ({ id, chinese, english }: typeof NO_BRAND): Row => ({
  brand_id: BigInt(id),
  brand_name_c_n: chinese,
  brand_name_e_n: english,
  level: 1,
  status: 1,
  brand_alias: [],
  create_timestamp: 0,
  update_timestamp: 0,
  audit_status: 2,
  biz_type: 0,
  logo: '',
});

const LEVELS = ['', 'province', 'city', 'district', 'street'];

const area = (region: Region, fatherCode: number, level: number): Json => ({
  code: region.code,
  father_code: fatherCode,
  name: region.name,
  level: LEVELS[level] ?? '',
  ...(level === 4 ? {} : { sub_districts: region.below.map((below) => area(below, region.code, level + 1)) }),
});

function addresses({ params, shop }: Call): Row {
  const page = params.requiredInteger('page_no');
  const size = params.integer('page_size') ?? 10;
  const descending = params.required('order_by') === 'desc';
  const field = params.required('order_field');
  if (page < 1 || size < 1 || (field !== 'create_time' && field !== 'update_time')) {
    throw invalid(5001, '分页或排序参数不合法');
  }
  const key = field === 'create_time' ? 'createdAt' : 'updatedAt';
  const sorted = [...shop.addresses].sort((a, b) => (descending ? b[key] - a[key] : a[key] - b[key]));
  return {
    total: sorted.length,
    page_size: size,
    page_no: page,
    address_list: sorted.slice((page - 1) * size, page * size).map(addressRow),
  };
}

/** The misspelt keys are the platform's. */
const addressRow = ({ id, name, place, ...address }: Address): Row => ({
  address_id: BigInt(id),
  reciever_name: name,
  is_default: address.isReturnDefault ? 1 : 0,
  is_send_default: address.isSendDefault ? 1 : 0,
  create_time: String(address.createdAt),
  update_time: String(address.updatedAt),
  receiver_provinc: place.province.name,
  receiver_city: place.city.name,
  receiver_district: place.town.name,
  receiver_detail: address.detail,
  receiver_street: place.street.name,
  remark: address.remark,
});
