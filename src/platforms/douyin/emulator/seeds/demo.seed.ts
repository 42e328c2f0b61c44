import type { World } from '../endpoint.js';
import { seededDraw } from '../state/draw.js';
import { seedAfterSales } from './after-sales.seed.js';
import { type Assortment, CLOTHES, TEA } from './assortment.js';
import { stockShop } from './goods.seed.js';
import { planOf, seedOrders } from './orders.seed.js';
import { furnish } from './premises.seed.js';
import { type DouyinSeed, demoShop, type SeedShop } from './seed.js';

/** Secrets are canaries: made up, and easy to search for in any output. */
const SHOPS: readonly (SeedShop & {
  readonly goods: Assortment;
  readonly orders: ReturnType<typeof planOf>;
  readonly afterSales: number;
})[] = [
  {
    name: '云栖服饰旗舰店',
    label: 'clothes',
    shopId: '4463901',
    appKey: '7138806492053390123',
    appSecret: 'd3a7f0c2-51be-4e86-9a40-c7e21f6b8d90',
    goods: CLOTHES,
    orders: planOf({ 1: 18, 105: 6, 2: 72, 101: 12, 3: 72, 4: 30, 5: 90 }),
    afterSales: 36,
  },
  {
    name: '山见茶器专营店',
    label: 'tea',
    shopId: '5512346',
    appKey: '7138806492053390456',
    appSecret: '8e41b6d9-2f07-4c53-b1aa-90d47fe3c612',
    goods: TEA,
    orders: planOf({ 1: 12, 105: 4, 2: 48, 101: 8, 3: 48, 4: 20, 5: 60 }),
    afterSales: 24,
  },
];

const TOOL_APP = { appKey: '7138806492053390789', appSecret: '5b90c3e8-7d14-42fa-8c66-1ae05d9f7b23' };

/**
 * Two believable shops: 200 products, 500 orders in every status, 60 after-sales. The same at every start; only times follow
 * the clock, so that orders lie inside the 90 days that the platform lists.
 */
export function seedDemo(world: World): DouyinSeed {
  const { state, grants } = world;
  for (const [index, { name, label, shopId, appKey, appSecret, goods, orders, afterSales }] of SHOPS.entries()) {
    state.addApp({ appKey, appSecret, kind: 'self_use' });
    const shop = state.addShop({ id: shopId, name, label });
    grants.authorise(appKey, shopId);
    const draw = seededDraw(20_231_115 + index);
    furnish(world, shop);
    stockShop(world, shop, goods, draw);
    seedOrders(world, shop, orders, draw);
    seedAfterSales(world, shop, afterSales);
  }
  state.addApp({ ...TOOL_APP, kind: 'tool' });
  const shops = SHOPS.map(({ name, label, shopId, appKey, appSecret }) => ({ name, label, shopId, appKey, appSecret }));
  return { shops, demoShops: shops.map(demoShop), toolApp: TOOL_APP, sandboxShop: null };
}
