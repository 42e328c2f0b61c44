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
