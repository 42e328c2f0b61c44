import type { Place } from './region.record.js';

/** A region of the tree: code, name, and the regions below it. */
export interface Region {
  readonly code: number;
  readonly name: string;
  readonly below: readonly Region[];
}

type Plan = Readonly<Record<string, readonly string[]>>;

/** `code name` of provinces, cities and districts, and the names of streets, whose codes are counted. */
const PLAN: Readonly<Record<string, Readonly<Record<string, Plan>>>> = {
  '110000 北京市': {
    '110100 北京市': { '110105 朝阳区': ['望京街道', '三里屯街道'], '110108 海淀区': ['中关村街道'] },
  },
  '310000 上海市': {
    '310100 上海市': { '310115 浦东新区': ['张江镇', '陆家嘴街道'], '310106 静安区': ['南京西路街道'] },
  },
  '320000 江苏省': { '320500 苏州市': { '320508 姑苏区': ['平江街道', '沧浪街道'], '320583 昆山市': ['玉山镇'] } },
  '330000 浙江省': {
    '330100 杭州市': { '330110 余杭区': ['五常街道', '仓前街道'], '330106 西湖区': ['北山街道'] },
    '330200 宁波市': { '330203 海曙区': ['鼓楼街道'] },
  },
  '350000 福建省': { '350200 厦门市': { '350203 思明区': ['鹭江街道'] } },
  '440000 广东省': {
    '440100 广州市': { '440106 天河区': ['石牌街道', '天河南街道'] },
    '440300 深圳市': { '440305 南山区': ['粤海街道', '蛇口街道'] },
  },
  '510000 四川省': { '510100 成都市': { '510107 武侯区': ['玉林街道', '望江路街道'] } },
  '650000 新疆维吾尔自治区': { '650100 乌鲁木齐市': { '650102 天山区': ['燕儿窝街道'] } },
};

const named = (text: string): { readonly code: number; readonly name: string } => {
  const [code = '0', name = ''] = text.split(' ');
  return { code: Number(code), name };
};

/** A small part of the country's region tree, with four levels. */
export const REGIONS: readonly Region[] = Object.entries(PLAN).map(([province, cities]) => ({
  ...named(province),
  below: Object.entries(cities).map(([city, towns]) => ({
    ...named(city),
    below: Object.entries(towns).map(([town, streets]) => ({
      ...named(town),
      below: streets.map((name, index) => ({ code: named(town).code * 1000 + 11 + index, name, below: [] })),
    })),
  })),
}));

/** Every street of the tree as a place. */
export const PLACES: readonly Place[] = REGIONS.flatMap((province) =>
  province.below.flatMap((city) =>
    city.below.flatMap((town) =>
      town.below.map((street) => ({
        province: { id: String(province.code), name: province.name },
        city: { id: String(city.code), name: city.name },
        town: { id: String(town.code), name: town.name },
        street: { id: String(street.code), name: street.name },
      })),
    ),
  ),
);

/** The place of a street's code. @throws RangeError for an unknown one */
export function placeOfStreet(code: string): Place {
  const place = PLACES.find(({ street }) => street.id === code);
  if (place === undefined) throw new RangeError(`no street ${code}`);
  return place;
}

/** Name of a region's code; empty for an unknown one and for 0. */
export function regionName(code: number): string {
  const find = (regions: readonly Region[]): string => {
    for (const region of regions) {
      if (region.code === code) return region.name;
      const below = find(region.below);
      if (below !== '') return below;
    }
    return '';
  };
  return find(REGIONS);
}

/**
 * Code of the region of a name; 0 for an unknown one.
 * @param depth 0 for a province, down to 3 for a street: a city may be called like its province
 */
export function regionCode(name: string, depth: number): number {
  const at = (regions: readonly Region[], left: number): readonly Region[] =>
    left === 0 ? regions : regions.flatMap(({ below }) => at(below, left - 1));
  return at(REGIONS, depth).find((region) => region.name === name)?.code ?? 0;
}
