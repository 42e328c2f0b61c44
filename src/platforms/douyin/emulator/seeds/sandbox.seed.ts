import type { World } from '../endpoint.js';
import { seededDraw } from '../state/draw.js';
import { seedAfterSales } from './after-sales.seed.js';
import { TEST_GOODS } from './assortment.js';
import { stockShop } from './goods.seed.js';
import { planOf, seedOrders } from './orders.seed.js';
import { furnish } from './premises.seed.js';
import type { DouyinSeed, SeedShop } from './seed.js';

const TEST_SHOP = { name: '测试店铺', label: 'sandbox', shopId: '9900017' };

/**
 * The data set of the sandbox host: one test shop, opened by the apps of the production host with `test_shop`.
 * @param main what the production host was seeded with
 */
export function seedSandbox(world: World, main: DouyinSeed): SeedShop | null {
  const { state, grants } = world;
  const [first] = main.shops;
  if (first === undefined) return null;
  const shop = state.addShop({ id: TEST_SHOP.shopId, name: TEST_SHOP.name, label: TEST_SHOP.label, isTest: true });
  for (const { appKey, appSecret } of main.shops) {
    state.addApp({ appKey, appSecret, kind: 'self_use' });
    grants.authorise(appKey, shop.id);
  }
  const draw = seededDraw(99);
  furnish(world, shop);
  stockShop(world, shop, TEST_GOODS, draw);
  seedOrders(world, shop, planOf({ 1: 1, 105: 1, 2: 5, 101: 1, 3: 4, 4: 1, 5: 7 }), draw);
  seedAfterSales(world, shop, 5);
  return { ...TEST_SHOP, appKey: first.appKey, appSecret: first.appSecret };
}
