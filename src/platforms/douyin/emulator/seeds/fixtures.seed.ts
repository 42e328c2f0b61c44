import type { World } from '../endpoint.js';
import { placeOfStreet } from '../state/regions.js';
import type { Shop } from '../state/shop.record.js';
import { putProduct } from '../state/state.js';
import { cap, SAMPLE, tee } from './fixtures-goods.js';
import { addAfterSale, addOrder, sealReceiver } from './fixtures-trade.js';
import { type DouyinSeed, demoShop, type SeedShop } from './seed.js';

/** When the samples were taken; the seed's clock starts here. */
export const FIXTURES_TIME = SAMPLE.taken;

const SHOP: SeedShop = {
  name: '示例旗舰店',
  label: 'fixtures',
  shopId: '4463798',
  appKey: '7000000000000000001',
  appSecret: '00000000-1111-2222-3333-444444444444',
};

const PLACE = placeOfStreet('330110012');

/** The objects of the platform's samples. */
export function seedFixtures({ state, grants }: World): DouyinSeed {
  state.addApp({ appKey: SHOP.appKey, appSecret: SHOP.appSecret, kind: 'self_use' });
  const shop = state.addShop({ id: SHOP.shopId, name: SHOP.name, label: SHOP.label });
  const grant = grants.authorise(SHOP.appKey, SHOP.shopId);
  grants.setPair(grant, 'synthetic-access-token-0001', 'synthetic-refresh-token-0001');
  furnish(shop);
  putProduct(shop, tee());
  putProduct(shop, cap());
  shop.cargoes.set('CARGO0001', '1720000000000033');
  sealReceiver(shop);
  addOrder(shop);
  addAfterSale(shop);
  return { shops: [SHOP], demoShops: [demoShop(SHOP)], toolApp: null, sandboxShop: null };
}

function furnish(shop: Shop): void {
  shop.warehouses.set('WH-EAST-01', {
    id: '6853386941874864193',
    outWarehouseId: 'WH-EAST-01',
    name: '华东仓',
    intro: '示例仓库',
    location: [330000, 330100, 330110, 330110012],
    addressDetail: '文一西路1号',
    areas: [{ codes: [330000, 330100, 0, 0], at: FIXTURES_TIME }],
    createdAt: SAMPLE.created,
    updatedAt: FIXTURES_TIME,
  });
  shop.addresses.push({
    id: '95251',
    name: '仓库管理员',
    place: PLACE,
    detail: '文一西路1号',
    isReturnDefault: true,
    isSendDefault: true,
    remark: '',
    createdAt: SAMPLE.created,
    updatedAt: FIXTURES_TIME,
  });
  shop.brands.push({ id: '14133', chinese: '示例品牌', english: 'Sample', reg: '12345678' });
  shop.waybills.set('shunfeng:SF1234567890123', {
    companyCode: 'shunfeng',
    trackingNo: 'SF1234567890123',
    orderId: SAMPLE.order,
    createdAt: SAMPLE.shipped - 3600,
    cancelled: false,
  });
}
