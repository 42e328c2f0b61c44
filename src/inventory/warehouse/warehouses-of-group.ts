import type { RequestContext } from '../../subgraph/request-context.js';
import type { ShopWarehouses, WarehouseSeen } from '../../subgraph/stock-warehouses.js';
import type { GlobalId } from '../../tenants/global-id.js';
import type { ShopGroup } from '../../tenants/shop.js';
import { inventoryOf } from '../context.js';
import { Warehouse } from './warehouse.type.js';

/** Warehouses, and why some shops could not be asked. */
interface FoundWarehouses {
  readonly warehouses: readonly Warehouse[];
  readonly failures: readonly unknown[];
}

/**
 * The merchant's warehouses: those of the group's shops, joined by the merchant's own code. Nobody makes them here; what the shops
 * have is what there is. A shop that fails leaves its own out.
 */
export const warehousesOf = (group: ShopGroup, ctx: RequestContext): Promise<FoundWarehouses> =>
  joined(group, ctx, (shop) => shop.all());

/**
 * The warehouse of a global id; null for one that no shop has.
 * @throws AppError what a shop throws, when no other one has it
 */
export async function warehouseEntity({ shopKey, nativeId }: GlobalId, ctx: RequestContext): Promise<Warehouse | null> {
  const group = await inventoryOf(ctx).group(shopKey);
  if (group === null) return null;
  const { warehouses, failures } = await joined(group, ctx, (shop) => shop.find([nativeId]));
  const [found] = warehouses;
  if (found === undefined && failures.length > 0) throw failures[0];
  return found ?? null;
}

async function joined(
  group: ShopGroup,
  ctx: RequestContext,
  read: (shop: ShopWarehouses) => Promise<readonly WarehouseSeen[]>,
): Promise<FoundWarehouses> {
  const inventory = inventoryOf(ctx);
  const platforms = new Map(inventory.deps.warehouses.map((platform) => [platform.name, platform]));
  const shops = (await inventory.shopsOf(group)).filter(({ platform }) => platforms.has(platform));
  const answers = await Promise.allSettled(
    shops.map(async (shop) => {
      const platform = platforms.get(shop.platform);
      return platform === undefined ? [] : read(platform.of(shop, ctx));
    }),
  );
  const byCode = new Map<string, WarehouseSeen[]>();
  for (const answer of answers)
    for (const seen of answer.status === 'fulfilled' ? answer.value : [])
      byCode.set(seen.code, [...(byCode.get(seen.code) ?? []), seen]);
  return {
    warehouses: [...byCode.values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : [new Warehouse(group.key, first, others)],
    ),
    failures: answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : [])),
  };
}
