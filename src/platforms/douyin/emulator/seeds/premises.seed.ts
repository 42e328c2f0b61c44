import type { World } from '../endpoint.js';
import { placeOfStreet } from '../state/regions.js';
import type { Shop, Warehouse } from '../state/shop.record.js';

const DAY = 86_400;

/** What a shop has before it sells: two regional warehouses, two addresses, brands. */
export function furnish({ state, clock }: World, shop: Shop): void {
  const now = clock.seconds();
  const houses: readonly (readonly [string, string, Warehouse['location'], readonly Warehouse['location'][]])[] = [
    [
      'WH-EAST-01',
      '华东仓',
      [330000, 330100, 330110, 330110012],
      [
        [330000, 0, 0, 0],
        [310000, 0, 0, 0],
        [320000, 0, 0, 0],
      ],
    ],
    ['WH-WEST-01', '西南仓', [510000, 510100, 510107, 510107011], [[510000, 0, 0, 0]]],
  ];
  for (const [at, [outWarehouseId, name, location, areas]] of houses.entries()) {
    const createdAt = now - (200 - at) * DAY;
    shop.warehouses.set(outWarehouseId, {
      id: state.ids.next('warehouse'),
      outWarehouseId,
      name,
      intro: `${name}，日发三千单`,
      location,
      addressDetail: '物流园1号库',
      areas: areas.map((codes) => ({ codes, at: createdAt })),
      createdAt,
      updatedAt: createdAt + DAY,
    });
  }
  for (const [at, place] of ['330110012', '330106011'].map(placeOfStreet).entries()) {
    shop.addresses.push({
      id: state.ids.next('address'),
      name: at === 0 ? '仓库管理员' : '售后专员',
      place,
      detail: `文一西路${at + 1}号`,
      isReturnDefault: at === 0,
      isSendDefault: at === 0,
      remark: at === 0 ? '' : '质检点',
      createdAt: now - (150 - at) * DAY,
      updatedAt: now - (20 - at) * DAY,
    });
  }
  shop.brands.push({ id: '14133', chinese: '示例品牌', english: 'Sample', reg: '12345678' });
}
